import Glibc
import Wire

/// Writes packets to a capture file of Ethernet frames, in nanoseconds. Buffered; only whole records are written.
///
/// After the first error nothing more is written, so that what the file holds stays readable.
public final class CaptureFileWriter {
  private let file: OwnedDescriptor
  private var pending: [UInt8] = []
  private static let pendingByteCountMax = 1 << 20
  /// How long the file is, up to its last whole record.
  private var length = 0

  public private(set) var error: Errno?

  /// Creates the file, or empties it, and writes its head.
  public init(path: String) throws(DeviceError) {
    // The path is read during the call.
    let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw DeviceError(.badFile, step: "create", device: path, errno: .current)
    }
    file = OwnedDescriptor(adopting: descriptor)
    pending = PcapFile.ethernet.header
    flush()
    if let error { throw DeviceError(.badFile, step: "write", device: path, errno: error) }
  }

  /// Adds a packet, which came at that time of the Unix epoch.
  public func append(_ octets: Span<UInt8>, nanoseconds: UInt64) {
    guard error == nil else { return }
    pending += PcapFile.ethernet.recordHeader(nanoseconds: nanoseconds, byteCount: octets.count)
    unsafe octets.withUnsafeBufferPointer { unsafe pending.append(contentsOf: $0) }
    if pending.count >= Self.pendingByteCountMax { flush() }
  }

  /// Writes what was added.
  public func flush() {
    var written = 0
    while written < pending.count && error == nil {
      // Sound: the octets from `written` on, which are there during the call.
      let result = unsafe pending.withUnsafeBytes {
        unsafe write(file.number, $0.baseAddress! + written, $0.count - written)
      }
      if result >= 0 { written += result } else if errno != EINTR { error = .current }
    }
    // A part of a record would make the file end with an error.
    if error == nil { length += written } else { ftruncate(file.number, length) }
    pending.removeAll(keepingCapacity: true)
  }
}
