import Foundation

/// A host of its own at the far end of a wire, beside the wire's own. What it sends to whomever goes out of the wire: it
/// needs somebody at the near end to reach the others, as stations of a reflective relay do.
final class TestStation {
  let namespace: String
  /// As it is written, and in hexadecimal.
  let hardwareAddress: String
  let hardwareOctets: String
  let address: String
  private var server: Process?

  /// The address is in 198.18.10.0/24; what is elsewhere it sends to `TestWire.serverAddress`.
  init(on wire: TestWire, number: Int) throws {
    namespace = "\(wire.namespace)-\(number)"
    hardwareAddress = "02:00:00:00:0a:0\(number)"
    hardwareOctets = hardwareAddress.replacing(":", with: "")
    address = "198.18.10.\(number)"
    let gateway = TestWire.serverAddress
    for command in [
      "ip netns add \(namespace)",
      "ip -n \(wire.namespace) link add link \(wire.far) name eth0 address \(hardwareAddress) "
        + "netns \(namespace) type macvlan mode vepa",
      "ip -n \(namespace) link set eth0 addrgenmode none",
      "ip -n \(namespace) addr add \(address)/24 dev eth0",
      "ip -n \(namespace) link set eth0 up",
      "ip -n \(namespace) route add \(gateway) dev eth0",
      "ip -n \(namespace) route add default via \(gateway)",
    ] {
      let result = try shell(command)
      guard result.status == 0 else { throw WireFailure(command: command, output: result.output) }
    }
  }

  deinit {
    if let server { kill(server.processIdentifier, SIGKILL) }
    _ = try? shell("ip netns del \(namespace)")
  }

  func run(_ command: String) throws -> (status: Int32, output: String) {
    try shell("ip netns exec \(namespace) \(command)")
  }

  /// Begins to answer requests of HTTP at port 8080 with its own address and the client's, a line.
  func serve() throws {
    let program = """
      from http.server import *
      class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
          self.send_response(200); self.end_headers()
          self.wfile.write(f'\(address) {self.client_address[0]}\\n'.encode())
        def log_message(self, *ignored): pass
      HTTPServer(('', 8080), Handler).serve_forever()
      """
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["ip", "netns", "exec", namespace, "python3", "-c", program]
    process.standardInput = FileHandle.nullDevice
    try process.run()
    server = process
    for _ in 0..<1000 {
      if try run("ss -Hltn sport = 8080").output.contains("8080") { return }
      usleep(10_000)
    }
    throw WireFailure(command: "python3", output: "nobody listens at \(address)")
  }
}
