import Foundation

/// Wires between the servers under comparison and one client, each a veth pair.
///
///     this namespace        …-client            …-server
///     near of wire 1 ────── far of wire 1
///                           far of wire 2 ────── near of wire 2
///     near of wire 3 ────── far of wire 3
///
/// The ends of AF_XDP servers, in this namespace, have no address: what arrives there is theirs. A
/// kernel's server lives in a namespace too, so that no address or route of this machine is touched.
/// Both namespaces, and with them the pairs, go with the value. Their names tell the process: a
/// later demo removes those of one that was killed.
final class DemoNetwork {
  /// Where the near end of a wire is.
  enum Place {
    /// In this namespace, without an address.
    case here
    /// With an address, in the namespace of the kernel's server.
    case serverNamespace
  }

  /// One wire, seen from the client.
  struct Wire {
    let number: Int
    let near: String
    let far: String

    /// RFC 2544 sets 198.18.0.0/15 aside for measuring.
    var serverAddress: String { "198.18.\(number).1" }
    var clientAddress: String { "198.18.\(number).2" }
    var nearHardwareAddress: String { "02:00:00:00:0\(number):01" }
    var farHardwareAddress: String { "02:00:00:00:0\(number):02" }
  }

  let wires: [Wire]
  private let namespaces: Namespaces

  struct Namespaces {
    let client: String
    let server: String
    let process: Int32
    static let prefix = "baton-demo-"

    init(process: Int32) {
      self.process = process
      client = "\(Self.prefix)\(process)-client"
      server = "\(Self.prefix)\(process)-server"
    }
  }

  /// For the function that opens sockets in namespaces.
  var clientPath: String { "/run/netns/\(namespaces.client)" }
  var serverPath: String { "/run/netns/\(namespaces.server)" }

  /// The words that run a command in the client's namespace.
  func clientCommand(_ words: [String]) -> [String] { Self.inside(namespaces.client, words) }

  /// The same in that of the kernel's server.
  func serverCommand(_ words: [String]) -> [String] { Self.inside(namespaces.server, words) }

  private static func inside(_ namespace: String, _ words: [String]) -> [String] {
    ["ip", "netns", "exec", namespace] + words
  }

  /// One wire for each of `places`.
  init(_ places: [Place]) throws(ToolFailure) {
    precondition((1...9).contains(places.count), "a wire's number is one digit")
    let process = ProcessInfo.processInfo.processIdentifier
    Self.removeLeftovers(ofOwnNumber: process)
    namespaces = Namespaces(process: process)
    wires = (1...places.count).map {
      Wire(number: $0, near: "bd\(process)n\($0)", far: "bd\(process)f\($0)")
    }
    try runTool("ip netns add \(namespaces.client)")
    try runTool("ip netns add \(namespaces.server)")
    for (wire, place) in zip(wires, places) {
      switch place {
      case .here: try make(wire, serverSide: "ip")
      case .serverNamespace: try makeForKernel(wire)
      }
    }
  }

  deinit { Self.remove(namespaces) }

  private func makeForKernel(_ wire: Wire) throws(ToolFailure) {
    let server = "ip -n \(namespaces.server)"
    try make(wire, serverSide: server)
    try runTool("\(server) addr add \(wire.serverAddress)/24 dev \(wire.near)")
    try runTool(
      "\(server) neigh add \(wire.clientAddress) lladdr \(wire.farHardwareAddress) "
        + "dev \(wire.near)")
  }

  private func make(_ wire: Wire, serverSide ip: String) throws(ToolFailure) {
    let client = "ip -n \(namespaces.client)"
    // Without addresses of IPv6 nothing but the client speaks on the wire.
    for command in [
      "\(ip) link add \(wire.near) address \(wire.nearHardwareAddress) type veth "
        + "peer name \(wire.far) address \(wire.farHardwareAddress) netns \(namespaces.client)",
      "\(ip) link set \(wire.near) addrgenmode none",
      "\(client) link set \(wire.far) addrgenmode none",
      "\(client) addr add \(wire.clientAddress)/24 dev \(wire.far)",
      "\(ip) link set \(wire.near) up",
      "\(client) link set \(wire.far) up",
      "\(client) neigh add \(wire.serverAddress) lladdr \(wire.nearHardwareAddress) dev \(wire.far)",
      // Otherwise the kernel leaves checksums to be filled in by hardware that there isn't.
      "ip netns exec \(namespaces.client) ethtool -K \(wire.far) tx off",
    ] {
      try runTool(command)
    }
  }

  /// A veth pair goes with either of its ends, but with that of a namespace only after a while.
  private static func remove(_ namespaces: Namespaces) {
    for number in 1...9 {
      let link = "bd\(namespaces.process)n\(number)"
      guard FileManager.default.fileExists(atPath: "/sys/class/net/\(link)") else { continue }
      try? runTool("ip link del \(link)")
    }
    try? runTool("ip netns del \(namespaces.client)")
    try? runTool("ip netns del \(namespaces.server)")
  }

  /// Removes what processes left that no longer are.
  private static func removeLeftovers(ofOwnNumber own: Int32) {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: "/run/netns")) ?? []
    let processes = names.compactMap { name -> Int32? in
      guard name.hasPrefix(Namespaces.prefix) else { return nil }
      return Int32(name.dropFirst(Namespaces.prefix.count).prefix { $0.isNumber })
    }
    for process in Set(processes)
    where process == own || !FileManager.default.fileExists(atPath: "/proc/\(process)") {
      remove(Namespaces(process: process))
    }
  }
}
