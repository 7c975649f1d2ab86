/// A request in RESP2.
func request(_ words: [UInt8]...) -> [UInt8] { request(words) }

func request(_ words: [[UInt8]]) -> [UInt8] {
  var octets = Array("*\(words.count)\r\n".utf8)
  for word in words { octets += Array("$\(word.count)\r\n".utf8) + word + [13, 10] }
  return octets
}

/// A request of words without spaces, in RESP2.
func request(_ line: String) -> [UInt8] {
  request(line.split(separator: " ").map { Array($0.utf8) })
}
