import CLinux
import Glibc
import Testing

/// Two interfaces joined by a wire: ours in the test's namespace, the peer's in one of its own.
///
/// The names are of this process and pair alone; both go away with the value, also when the test
/// fails. 10.77.0.1 is our address (which only the peer's neighbour table knows), 10.77.0.2 its.
final class VethPair: Sendable {
  let interface: String
  let peer: String
  let namespace: String
  static let peerAddress: [UInt8] = [10, 77, 0, 2]
  static let ourAddress: [UInt8] = [10, 77, 0, 1]

  init(_ tag: String, queueCount: Int = 1) throws {
    let name = "\(tag)\(getpid() % 100_000)"
    interface = "bt\(name)"
    peer = "bp\(name)"
    namespace = "bn\(name)"
    let queues = "numrxqueues \(queueCount) numtxqueues \(queueCount)"
    let commands = [
      "ip netns add \(namespace)",
      "ip link add \(interface) \(queues) type veth peer name \(peer) \(queues)",
      "ip link set \(peer) netns \(namespace)",
      // Router solicitations and the like would be frames that no test expects.
      "sysctl -qw net.ipv6.conf.\(interface).disable_ipv6=1",
      "ip netns exec \(namespace) sysctl -qw net.ipv6.conf.all.disable_ipv6=1",
      // The kernel would leave checksums to be filled in by a wire that there isn't.
      "ip netns exec \(namespace) ethtool -K \(peer) tx off",
      "ip netns exec \(namespace) ip addr add 10.77.0.2/24 dev \(peer)",
      "ip link set \(interface) up",
      "ip netns exec \(namespace) ip link set \(peer) up",
      "ip netns exec \(namespace) ip neigh add 10.77.0.1 lladdr $(cat /sys/class/net/\(interface)"
        + "/address) dev \(peer)",
    ]
    for command in commands {
      let result = shell(command)
      guard result.status == 0 else {
        Self.remove(namespace: namespace, interface: interface)
        throw VethError(command: command, output: result.output)
      }
    }
  }

  deinit { Self.remove(namespace: namespace, interface: interface) }

  private static func remove(namespace: String, interface: String) {
    _ = shell("ip link del \(interface); ip netns del \(namespace)")
  }

  /// The peer's side of the wire: whole frames.
  func peerFrames() throws -> PeerSocket {
    try PeerSocket(
      unsafe linux_packet_socket_in_namespace("/run/netns/\(namespace)", peer))
  }

  /// What the kernel has on our interface.
  func linkDetails() -> String { shell("ip -d link show dev \(interface)").output }
}

struct VethError: Error {
  let command: String
  let output: String
}

/// A socket of the kernel's, at the peer's side.
final class PeerSocket: Sendable {
  let descriptor: Int32

  init(_ result: Int32) throws {
    guard result >= 0 else { throw VethError(command: "socket", output: "errno \(-result)") }
    descriptor = result
  }

  deinit { close(descriptor) }

  /// Sends one frame or payload: 0, or `errno`.
  func send(_ bytes: [UInt8]) -> Int32 {
    // The bytes are read during the call.
    let result = unsafe Glibc.send(descriptor, bytes, bytes.count, 0)
    return result < 0 ? errno : 0
  }

  /// The next frame or payload, or nil when none comes within two seconds.
  func receive() -> [UInt8]? {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    guard unsafe poll(&entry, 1, 2000) == 1 else { return nil }
    var bytes = [UInt8](repeating: 0, count: 65536)
    // As many bytes as there is room for, at most.
    let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : Array(bytes[..<count])
  }
}

/// Whether AF_XDP can be tested here. Prints the reason where not; in CI that is a failure.
enum AFXDPSupport {
  static let isThere: Bool = {
    let reason = missing()
    guard let reason else { return true }
    print("AF_XDP can't be tested here\(isCI ? "" : ", skipped"): \(reason)")
    return isCI
  }()

  static var isCI: Bool { unsafe getenv("CI").map { unsafe String(cString: $0) } == "true" }

  private static func missing() -> String? {
    if geteuid() != 0 { return "root is needed" }
    for tool in ["ip", "ethtool", "sysctl"] where shell("command -v \(tool)").status != 0 {
      return "\(tool) is not installed"
    }
    let socket = linux_xdp_socket()
    if socket < 0 { return "the kernel has no AF_XDP (errno \(-socket))" }
    close(socket)
    return nil
  }
}
