import Glibc

/// Reads files.
enum FileOctets {
  /// All octets of a file; nil where it can't be read.
  static func read(_ path: String) -> [UInt8]? {
    let file = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    var octets: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      // Sound: the call writes as many octets as the array has, at most.
      let count = unsafe Glibc.read(file, &piece, piece.count)
      if count == 0 { return octets }
      guard count > 0 else { return nil }
      octets += piece[..<count]
    }
  }
}
