import Glibc

/// What the kernel would not do.
public struct KernelError: Error, CustomStringConvertible {
  public var step: String
  public var errno: Int32
  /// The kernel verifier's words.
  public var log = ""

  public var description: String {
    let words = log.split(separator: "\n").suffix(3).joined(separator: "; ")
    return "kernel: \(shortDescription)\(words.isEmpty ? "" : ": \(words)")"
  }

  /// Without the verifier's words.
  var shortDescription: String { "\(step): \(Self.text(of: errno))" }

  static func text(of errno: Int32) -> String {
    // The text is the library's, and copied at once.
    unsafe String(cString: strerror(errno))
  }
}
