/// What each connection of a client asks for, again and again, and what has to come back, octet by octet.
struct RequestLoad {
  var name: String
  /// Of the service that answers.
  var service: String
  var port: UInt16
  var request: [UInt8]
  var answer: [UInt8]
  var connectionCount: Int

  var connectionsName: String {
    connectionCount == 1 ? "1 connection" : "\(connectionCount) connections"
  }

  /// Octets that come back as they are.
  static func echo(byteCount: Int, connectionCount: Int) -> RequestLoad {
    let octets = (0..<byteCount).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ 7) }
    return RequestLoad(
      name: "echo, \(byteCount) octets", service: "echo", port: 7, request: octets, answer: octets,
      connectionCount: connectionCount)
  }

  /// A key that nobody has set, asked for in Redis's protocol.
  static func get(connectionCount: Int) -> RequestLoad {
    RequestLoad(
      name: "kv, GET", service: "kv", port: 6379,
      request: Array("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000042\r\n".utf8),
      answer: Array("$-1\r\n".utf8), connectionCount: connectionCount)
  }
}
