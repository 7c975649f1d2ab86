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

  /// A key in Redis's protocol, which has that value, or that nobody has set.
  static func get(value: String? = nil, connectionCount: Int) -> RequestLoad {
    RequestLoad(
      name: "kv, GET", service: "kv", port: 6379,
      request: Array("*2\r\n$3\r\nGET\r\n$16\r\nkey:000000000042\r\n".utf8),
      answer: Array((value.map { "$\($0.utf8.count)\r\n\($0)\r\n" } ?? "$-1\r\n").utf8),
      connectionCount: connectionCount)
  }

  /// All keys are looked at, none of which is meant.
  static func none(connectionCount: Int) -> RequestLoad {
    RequestLoad(
      name: "kv, KEYS", service: "kv", port: 6379,
      request: Array("*2\r\n$4\r\nKEYS\r\n$5\r\nnone*\r\n".utf8),
      answer: Array("*0\r\n".utf8), connectionCount: connectionCount)
  }

  /// Some keys are set, by their numbers, all to one value.
  static func set(_ keys: Range<Int>, to value: String) -> RequestLoad {
    var text = "*\(2 * keys.count + 1)\r\n$4\r\nMSET\r\n"
    for key in keys {
      let digits = String(key)
      let name = "key:" + String(repeating: "0", count: 12 - digits.utf8.count) + digits
      text += "$\(name.utf8.count)\r\n\(name)\r\n$\(value.utf8.count)\r\n\(value)\r\n"
    }
    return RequestLoad(
      name: "kv, MSET", service: "kv", port: 6379, request: Array(text.utf8),
      answer: Array("+OK\r\n".utf8), connectionCount: 1)
  }
}
