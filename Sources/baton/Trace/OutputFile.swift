import Foundation

/// A file that is written piece by piece.
final class OutputFile {
  let path: String
  private let handle: FileHandle
  private var pending = Data()
  private var failure: BadInput?

  private static let pieceByteCount = 1 << 20

  init(_ path: String) throws(BadInput) {
    self.path = path
    guard FileManager.default.createFile(atPath: path, contents: nil),
      let handle = FileHandle(forWritingAtPath: path)
    else { throw BadInput("\(path): \(unsafe String(cString: strerror(errno)))") }
    self.handle = handle
  }

  func append(_ octets: [UInt8]) {
    pending.append(contentsOf: octets)
    if pending.count >= Self.pieceByteCount { flush() }
  }

  private func flush() {
    guard failure == nil else { return }
    do {
      try handle.write(contentsOf: pending)
    } catch {
      failure = BadInput("\(path): \(error.localizedDescription)")
    }
    pending.removeAll(keepingCapacity: true)
  }

  /// - Throws: what went wrong on the way, too.
  func finish() throws {
    flush()
    if let failure { throw failure }
    try handle.close()
  }
}
