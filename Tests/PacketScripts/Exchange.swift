import NetStack

/// A client's side of a connection: octets that are sent as there is room for them, and those that come back.
public struct Exchange {
  public let socket: SocketReference
  private let octets: [UInt8]
  private var sentCount = 0
  public private(set) var answer: [UInt8] = []

  public init(_ octets: [UInt8], by socket: SocketReference) {
    self.octets = octets
    self.socket = socket
  }

  /// Whether all octets are written.
  public var isWritten: Bool { sentCount == octets.count }

  /// Writes what there is room for, up to `limit` octets, and reads what has come.
  public mutating func advance(_ stack: inout NetworkStack, limit: Int = .max, at now: UInt64) {
    let (octets, count) = (octets, sentCount)
    sentCount += stack.write(
      octets.span.extracting(droppingFirst: count).extracting(first: limit), to: socket)
    while let piece = stack.peek(socket, { span in (0..<span.count).map { span[$0] } }) {
      answer += piece
      stack.consume(piece.count, of: socket)
    }
    stack.flush(socket, at: now)
  }
}
