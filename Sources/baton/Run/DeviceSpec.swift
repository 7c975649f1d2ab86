/// What `--device` names: where packets come from and go to.
enum DeviceSpec: Equatable {
  /// A wire inside this process; nobody is at its other end.
  case memory
  /// Queues of a network interface, from `firstQueue` on.
  case afxdp(interface: String, firstQueue: Int)

  static let syntax = "memory or afxdp:INTERFACE[:QUEUE]"

  init(parsing text: String) throws(BadInput) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    if parts == ["memory"] {
      self = .memory
      return
    }
    guard parts.first == "afxdp", (2...3).contains(parts.count), !parts[1].isEmpty else {
      throw BadInput("--device \(text): not a device; give \(Self.syntax)")
    }
    guard parts.count == 3 else {
      self = .afxdp(interface: parts[1], firstQueue: 0)
      return
    }
    guard let queue = Int(parts[2]), queue >= 0 else {
      throw BadInput("--device \(text): “\(parts[2])” is no queue number; give \(Self.syntax)")
    }
    self = .afxdp(interface: parts[1], firstQueue: queue)
  }
}
