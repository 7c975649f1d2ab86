import Wire

/// What `Programs/balancer.h` says, written once more, on whole packets and with whole checksums. Which backend a new
/// connection gets, it learns from what the program has sent.
struct BalancerModel {
  /// In the order of the header's `enum fate`.
  enum Fate: Int, CaseIterable {
    case forwarded, begun, returned, reported, passed, fragment, options, malformed, noBackend,
      expired
    case noRoom
  }

  struct Service: Hashable {
    var address: IPv4Address
    var port: UInt16
    var protocolNumber: UInt8
  }

  struct Backend {
    var address: IPv4Address
    var port: UInt16
    var hardwareAddress: MACAddress
    var isUp = true
  }

  struct Flow: Hashable {
    var source: IPv4Address
    var destination: IPv4Address
    var sourcePort: UInt16
    var destinationPort: UInt16
    var protocolNumber: UInt8

    var reversed: Flow {
      Flow(
        source: destination, destination: source, sourcePort: destinationPort,
        destinationPort: sourcePort, protocolNumber: protocolNumber)
    }
  }

  struct Connection {
    var flow: Flow
    var next: MACAddress
    var isReturn: Bool
    var place: Int
  }

  /// Places in a set.
  static let setSize = 16

  /// To sets.
  var services: [Service: Int] = [:]
  /// By place.
  var backends: [Int: Backend] = [:]
  private(set) var connections: [Flow: Connection] = [:]

  /// What becomes of a frame, where the program may have made `answer` of it: and what is wrong with that.
  mutating func take(_ frame: [UInt8], _ answer: [UInt8]?) -> (fate: Fate, mistake: String?) {
    switch BalancedFrame(frame) {
    case .other(let fate): (fate, nil)
    case .error(let error): report(error, answer)
    case .transport(let packet): forward(packet, answer)
    }
  }

  private func report(_ error: ErrorFrame, _ answer: [UInt8]?) -> (Fate, String?) {
    guard let connection = connections[error.answer],
      error.destination == error.answer.destination
    else { return (.passed, nil) }
    if error.expires { return (.expired, nil) }
    guard let answer else { return (.reported, "nothing was sent") }
    return (.reported, error.mistake(in: answer, connection))
  }

  private mutating func forward(_ packet: TransportFrame, _ answer: [UInt8]?) -> (Fate, String?) {
    let (fate, connection) = find(packet, answer)
    guard let connection else {
      return (fate, fate == .begun ? "not to a backend that is up" : nil)
    }
    keepOther(of: connection, under: packet.flow, packet.source)
    guard let answer else { return (fate, "nothing was sent") }
    return (fate, packet.mistake(in: answer, connection))
  }

  private mutating func find(_ packet: TransportFrame, _ answer: [UInt8]?) -> (Fate, Connection?) {
    let flow = packet.flow
    if let known = connections[flow] {
      let hasGone = !known.isReturn && backends[known.place]?.isUp != true
      if !packet.isNew || !hasGone {
        return packet.expires ? (.expired, nil) : (known.isReturn ? .returned : .forwarded, known)
      }
    }
    let service = Service(
      address: flow.destination, port: flow.destinationPort, protocolNumber: flow.protocolNumber)
    guard let set = services[service] else { return (.passed, nil) }
    if packet.expires { return (.expired, nil) }
    let up = backends.filter { $0.key / Self.setSize == set && $0.value.isUp }
    guard !up.isEmpty else { return (.noBackend, nil) }
    let chosen = up.first { packet.isSent(to: $0.value, in: answer) }
    return (.begun, chosen.map { begin(flow, at: $0.key, $0.value) })
  }

  private mutating func begin(_ flow: Flow, at place: Int, _ backend: Backend) -> Connection {
    var changed = flow
    changed.destination = backend.address
    changed.destinationPort = backend.port
    let new = Connection(
      flow: changed, next: backend.hardwareAddress, isReturn: false, place: place)
    connections[flow] = new
    return new
  }

  private mutating func keepOther(of connection: Connection, under flow: Flow, _ sender: MACAddress)
  {
    let key = connection.flow.reversed
    if let known = connections[key], connection.isReturn || known.next == sender { return }
    connections[key] = Connection(
      flow: flow.reversed, next: sender, isReturn: !connection.isReturn, place: connection.place)
  }
}
