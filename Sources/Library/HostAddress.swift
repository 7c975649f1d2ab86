import Wire

/// Who a server is on its link.
struct HostAddress: Sendable {
  let address: IPv4Address
  let prefixLength: Int
  let gateway: IPv4Address?

  init(_ text: String, gateway: String?) throws(ServerError) {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let address = IPv4Address(String(parts[0])),
      let length = Int(parts[1]), (0...32).contains(length)
    else { throw .badAddress(text) }
    self.address = address
    prefixLength = length
    guard let gateway else {
      self.gateway = nil
      return
    }
    guard let parsed = IPv4Address(gateway) else { throw .badGateway(gateway) }
    self.gateway = parsed
  }
}
