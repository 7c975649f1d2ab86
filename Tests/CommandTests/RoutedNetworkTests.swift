import Foundation
import Testing

/// The forwarder and the balancer between hosts of a kernel, each in a network namespace of its own.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct RoutedNetworkTests {
  private static let router = TestWire.serverAddress
  private static let client = "198.18.9.2"
  private static let languages = ["c", "swift"]

  /// A program that serves the near ends of wires.
  private func run(
    _ program: String, on wires: [TestWire], _ options: [String] = []
  ) throws -> BatonProcess {
    let devices = wires.flatMap { ["--device", "afxdp:\($0.near)"] }
    let process = try BatonProcess(
      ["run", "\(BatonProcess.root)/Programs/\(program)", "--json"] + devices + options)
    guard process.says("serving \(wires[0].near), queue 0") else {
      process.send(SIGKILL)
      throw WireFailure(command: "baton run", output: process.waitForEnd().errors)
    }
    return process
  }

  private func map(_ words: String, of process: BatonProcess) throws -> String {
    let words = words.split(separator: " ").map(String.init)
    let ending = try BatonProcess(["map"] + words + ["--instance", "\(process.identifier)"])
      .waitForEnd()
    #expect(ending.status == 0, "\(words): \(ending.errors)")
    return ending.output
  }

  /// How often packets had that fate.
  private func count(_ fate: Int, of process: BatonProcess) throws -> Int {
    let text = try map("lookup counters \(fate)", of: process)
      .trimmingCharacters(in: .whitespacesAndNewlines)
    // A number for each worker, the lowest octet first.
    let numbers = stride(from: 0, to: text.count, by: 16).map { offset in
      UInt64(text.dropFirst(offset).prefix(16), radix: 16)?.byteSwapped ?? 0
    }
    return Int(numbers.reduce(0, +))
  }

  /// Ends it, and expects that nothing is left.
  @discardableResult
  private func end(_ process: BatonProcess) throws -> [String: Any] {
    process.send(SIGTERM)
    let ending = process.waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = object as? [String: Any]
    #expect(report?["isClean"] as? Bool == true, "\(ending.output)")
    return report ?? [:]
  }

  /// How many packets left by another interface than the one they came from, without being copied.
  private func sentForOthersCount(_ report: [String: Any]) -> Int {
    let queues = report["queues"] as? [[String: Any]] ?? []
    return queues.reduce(0) { sum, queue in
      sum + ((queue["counters"] as? [String: Any])?["sentForOthers"] as? Int ?? 0)
    }
  }

  private static func hexadecimal(_ address: String) -> String {
    address.split(separator: ".").map { octet in
      let digits = String(Int(octet)!, radix: 16)
      return digits.count == 1 ? "0" + digits : digits
    }.joined()
  }

  // MARK: Balancer

  private func place(_ station: TestStation, _ number: Int, isUp: Bool, _ process: BatonProcess)
    throws
  {
    let address = Self.hexadecimal(station.address) + "1f90" + station.hardwareOctets
    _ = try map("update backends \(16 + number) hex:\(address)0\(isUp ? 1 : 0)000000", of: process)
  }

  @Test(.enabled(if: has("curl", "python3", "ss", "ping")), arguments: languages)
  func curlReachesBothBackendsByOneAddress(_ language: String) throws {
    let wire = try TestWire("l\(language.first!)")
    let stations = try (1...2).map { try TestStation(on: wire, number: $0) }
    // They go when nobody has them any more.
    defer { withExtendedLifetime((wire, stations)) {} }
    for station in stations { try station.serve() }
    let process = try run(
      "balancer.\(language)", on: [wire], ["--address", "\(Self.router)/24"])
    // TCP at port 80, and UDP at port 53, where nobody listens.
    for service in ["005006", "003511"] {
      let key = Self.hexadecimal(Self.router) + service + "00"
      _ = try map("update services hex:\(key) 1", of: process)
    }
    for (number, station) in stations.enumerated() {
      try place(station, number, isUp: true, process)
    }
    func answers(_ count: Int) throws -> [String] {
      let loop = "for i in $(seq \(count)); do curl -sS -m 5 http://\(Self.router)/; done"
      let result = try shell("ip netns exec \(wire.namespace) sh -c '\(loop)'")
      return result.output.split(separator: "\n").map(String.init)
    }
    let lines = stations.map { "\($0.address) \(Self.client)" }
    let first = try answers(20)
    #expect(first.count == 20 && Set(first) == Set(lines), "\(first)")
    try place(stations[0], 0, isUp: false, process)
    let second = try answers(5)
    #expect(second == Array(repeating: lines[1], count: 5), "\(second)")
    // What is for no service is the host's.
    let ping = try shell("ip netns exec \(wire.namespace) ping -c 2 -i 0.05 -W 2 \(Self.router)")
    #expect(ping.output.contains("2 received"), "\(ping.output)")
    // A backend's ICMP error reaches the client, whose socket is connected to the virtual address.
    let program = """
      import socket
      client = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      client.settimeout(5)
      client.connect(("\(Self.router)", 53))
      client.send(b"hello")
      try: client.recv(100)
      except ConnectionRefusedError: print("refused")
      """
    let refused = try shell("ip netns exec \(wire.namespace) python3 -c '\(program)'")
    #expect(refused.output == "refused\n", "\(refused)")
    #expect(try count(1, of: process) == 26, "connections have begun")
    #expect(try count(3, of: process) == 1, "errors")
    #expect(try count(2, of: process) >= 75, "what backends have sent")
    try end(process)
  }

  // MARK: Relay

  /// The kernel's sockets at both ends: requests of several clients, up to as long as packets are, come back answered.
  @Test(.enabled(if: has("python3")), arguments: languages)
  func socketsReachAServerThroughTheRelay(_ language: String) throws {
    let wire = try TestWire("y\(language.first!)")
    defer { withExtendedLifetime(wire) {} }
    let process = try run("relay.\(language)", on: [wire], ["--address", "\(Self.router)/24"])
    // Its own port 53, and the server's 5353.
    let flow =
      "04000000" + "0035" + "14e9" + Self.hexadecimal(Self.client)
      + String(repeating: "0", count: 24)
    _ = try map("update server 0 hex:\(flow)", of: process)
    let program = """
      import socket, threading
      server = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
      server.bind(("\(Self.client)", 5353))
      def serve():
          while True:
              text, peer = server.recvfrom(2000)
              server.sendto(text[::-1], peer)
      threading.Thread(target=serve, daemon=True).start()
      clients = [socket.socket(socket.AF_INET, socket.SOCK_DGRAM) for _ in range(8)]
      right = 0
      for size in [0, 1, 100, 1472]:
          for number, client in enumerate(clients):
              client.settimeout(5)
              client.sendto(bytes([number]) * (size // 2) + bytes(size - size // 2), ("\(Self.router)", 53))
          for number, client in enumerate(clients):
              text, peer = client.recvfrom(2000)
              right += peer == ("\(Self.router)", 53) and text[::-1] == bytes([number]) * (size // 2) + bytes(size - size // 2)
      print(right)
      client.connect(("\(Self.router)", 54))
      client.send(b"hello")
      try: client.recv(100)
      except ConnectionRefusedError: print("refused")
      """
    let result = try shell("ip netns exec \(wire.namespace) python3 -c '\(program)'")
    #expect(result.output == "32\nrefused\n", "\(result)")
    try end(process)
  }

  // MARK: Forwarder

  /// The octets of a wire's own host.
  private func hardwareOctets(_ wire: TestWire) throws -> String {
    let link = try shell("ip -n \(wire.namespace) link show \(wire.far)").output
    let address = try #require(link.firstMatch(of: /link\/ether ([0-9a-f:]+)/)?.1)
    return String(address).replacing(":", with: "")
  }

  /// A router with two ports: the first wire has two networks, whose stations it reflects to each other; the second wire
  /// has another network, and a host of the first one's.
  private func configure(
    _ process: BatonProcess, _ wires: [TestWire], _ stations: [TestStation]
  ) throws {
    let (near, mtu) = ("020000000901", "dc05")
    var updates = ["ports 0 hex:\(near)\(mtu)03000000", "ports 1 hex:\(near)\(mtu)01000000"]
    var hops: [(address: String, octets: String, limit: String, port: Int)] = [
      (Self.client, try hardwareOctets(wires[0]), "0000", 0),
      (Self.distant, try hardwareOctets(wires[1]), "0000", 1),
    ]
    // The second one is reached by packets of 500 octets at most.
    for (station, limit) in zip(stations, ["0000", "f401"]) {
      hops.append((station.address, station.hardwareOctets, limit, 0))
    }
    for (number, hop) in zip(1..., hops) {
      updates.append("next_hops \(number) hex:\(hop.octets)\(hop.limit)0\(hop.port)000000")
      updates.append("routes hex:20000000\(Self.hexadecimal(hop.address)) \(number)")
    }
    for own in [Self.router, Self.distantRouter] {
      updates.append("routes hex:20000000\(Self.hexadecimal(own)) 0")
    }
    for update in updates { _ = try map("update \(update)", of: process) }
    for command in [
      "ip -n \(wires[0].namespace) route add default via \(Self.router)",
      "ip -n \(wires[1].namespace) addr flush dev \(wires[1].far)",
      "ip -n \(wires[1].namespace) addr add \(Self.distant)/24 dev \(wires[1].far)",
      "ip -n \(wires[1].namespace) addr add \(Self.bridged)/24 dev \(wires[1].far)",
      "ip -n \(wires[1].namespace) route add default via \(Self.distantRouter)",
    ] { #expect(try shell(command).status == 0, "\(command)") }
  }

  private static let distant = "198.18.11.2"
  private static let distantRouter = "198.18.11.1"
  /// The same host's, in the network of stations.
  private static let bridged = "198.18.10.9"

  @Test(.enabled(if: has("curl", "python3", "ss", "ping")), arguments: languages)
  func hostsReachEachOtherThroughTheForwarder(_ language: String) throws {
    let wires = try ["f", "g"].map { try TestWire("\($0)\(language.first!)") }
    let stations = try (1...2).map { try TestStation(on: wires[0], number: $0) }
    defer { withExtendedLifetime((wires, stations)) {} }
    try stations[0].serve()
    let process = try run("forwarder.\(language)", on: wires)
    try configure(process, wires, stations)
    let client = "ip netns exec \(wires[0].namespace)"
    func ping(_ address: String, from host: String, lifetime: Int) throws {
      let result = try shell("\(host) ping -c 3 -i 0.05 -W 2 \(address)")
      let isRight =
        result.output.contains("3 received") && result.output.contains("ttl=\(lifetime)")
      #expect(isRight, "\(host), \(address): \(result)")
    }
    // By the one arm, then by the other one.
    try ping(stations[0].address, from: client, lifetime: 63)
    try ping(Self.distant, from: client, lifetime: 63)
    let station = "ip netns exec \(stations[0].namespace)"
    try ping(stations[1].address, from: station, lifetime: 64)
    try ping(Self.bridged, from: station, lifetime: 64)
    let tooLong = try shell("\(client) ping -c 1 -s 600 -W 1 \(stations[1].address)")
    #expect(tooLong.status == 1, "\(tooLong)")
    let page = try shell("\(client) curl -sS -m 5 http://\(stations[0].address):8080/")
    #expect(page.output == "\(stations[0].address) \(Self.client)\n", "\(page)")

    #expect(try count(0, of: process) >= 12, "routed")
    #expect(try count(1, of: process) >= 12, "bridged")
    #expect(try count(2, of: process) >= 2, "who has the address, stations have asked all")
    #expect(try count(3, of: process) >= 2, "who has the gateway's, the gateway has answered")
    #expect(try count(13, of: process) == 1, "too long")
    // Half of the pings to either address of the distant host, and their answers.
    #expect(sentForOthersCount(try end(process)) >= 12)
  }
}
