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

  /// Adds a request, given as it comes in the protocol; false where there is no room for it.
  mutating func append(_ request: Span<UInt8>) -> Bool {
    guard octets.count + request.count <= Self.byteCountMax else { return false }
    for index in request.indices { octets.append(request[index]) }
    count += 1
    return true
  }
}
