/// The requests of a connection since `MULTI`, to be carried out by `EXEC`, one behind the other as they come in the protocol.
struct Transaction {
  private(set) var octets: [UInt8] = []
  private(set) var count = 0
  /// One of them could not be taken: `EXEC` carries out none.
  var isRefused = false
  /// `EXEC` has begun.
  var isRunning = false
  /// Where in the octets `EXEC` goes on.
  var position = 0

  /// As long as a request's longest argument.
  static let byteCountMax = RequestReader.argumentByteCountMax

  /// Adds a request; false where there is no room for it.
  mutating func append(_ request: borrowing Request) -> Bool {
    var byteCount = 32
    for index in 0..<request.count { byteCount += request[index].count + 32 }
    guard octets.count + byteCount <= Self.byteCountMax else { return false }
    append("*", request.count)
    for index in 0..<request.count {
      let argument = request[index]
      append("$", argument.count)
      for place in argument.indices { octets.append(argument[place]) }
      octets.append(contentsOf: "\r\n".utf8)
    }
    count += 1
    return true
  }

  private mutating func append(_ mark: String, _ number: Int) {
    octets.append(contentsOf: "\(mark)\(number)\r\n".utf8)
  }
}
