import Glibc

/// Reads files.
package enum FileOctets {
  /// All octets of a file.
  package static func read(_ path: String) throws(Errno) -> [UInt8] {
    // The path is read during the call.
    let descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current }
    let file = OwnedDescriptor(adopting: descriptor)
    var octets: [UInt8] = []
    var part = [UInt8](repeating: 0, count: 1 << 20)
    while true {
      // As many as there is room for, at most.
      let count = unsafe Glibc.read(file.number, &part, part.count)
      if count < 0 && errno == EINTR { continue }
      guard count >= 0 else { throw .current }
      guard count > 0 else { return octets }
      octets += part[..<count]
    }
  }
}
