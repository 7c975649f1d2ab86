/// A set of ASCII characters.
struct CharacterSet128: Sendable {
  private var low: UInt64 = 0
  private var high: UInt64 = 0

  init(_ characters: String) {
    for octet in characters.utf8 {
      if octet < 64 { low |= 1 << UInt64(octet) } else { high |= 1 << UInt64(octet & 63) }
    }
  }

  @inline(__always)
  func contains(_ octet: UInt8) -> Bool {
    let word = octet < 64 ? low : high
    return octet < 128 && word >> UInt64(octet & 63) & 1 != 0
  }
}

/// The characters of RFC 9110 §5.6.2 and RFC 3986 §3.2.2. Held by the service, so that no global is asked.
struct HTTPCharacters: Sendable {
  private static let alphanumeric =
    "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"

  /// `tchar`: of methods and field names.
  let token = CharacterSet128(alphanumeric + "!#$%&'*+-.^_`|~")
  /// Of a host, be it a name or an address, and its port.
  let host = CharacterSet128(alphanumeric + "-._~%!$&'()*+,;=:[]")

  /// Whether these are one or more of `tchar`.
  func isToken(_ octets: Span<UInt8>) -> Bool {
    guard octets.count > 0 else { return false }
    for index in 0..<octets.count where !token.contains(octets[index]) { return false }
    return true
  }

  func isHost(_ octets: Span<UInt8>) -> Bool {
    for index in 0..<octets.count where !host.contains(octets[index]) { return false }
    return true
  }
}
