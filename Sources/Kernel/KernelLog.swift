import CLinux

/// Room for what the kernel writes.
@safe
struct KernelLog: ~Copyable {
  private static let byteCount = 16 << 20
  private let text: UnsafeMutablePointer<CChar>

  init() {
    unsafe text = .allocate(capacity: Self.byteCount)
    // Only the kernel's text is ever read, which ends with a zero.
    unsafe text.initialize(to: 0)
  }

  deinit { unsafe text.deallocate() }

  /// For a call that writes here, and ends before this value does.
  func with(level: UInt32) -> linux_bpf_log {
    unsafe linux_bpf_log(text: text, byte_count: Self.byteCount, level: level)
  }

  var lines: [String] {
    unsafe String(cString: text).split(separator: "\n").map(String.init)
  }
}
