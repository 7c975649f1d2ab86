import CLinux
import Devices
import Glibc

/// A persistent TAP interface that says nothing by itself, with the kernel's end at 10.78.0.1. It goes with the value.
final class TestTAP: Sendable {
  let interface: String

  init(_ tag: String, mtu: Int = 1500, hasQueues: Bool = false) throws {
    interface = "tt\(tag)\(getpid() % 100_000)"
    for command in [
      "ip tuntap add dev \(interface) mode tap \(hasQueues ? "multi_queue" : "")",
      // Router solicitations and the like would be frames that no test expects.
      "sysctl -qw net.ipv6.conf.\(interface).disable_ipv6=1",
      "ip link set \(interface) mtu \(mtu)",
    ] {
      let result = shell(command)
      guard result.status == 0 else { throw VethError(command: command, output: result.output) }
    }
  }

  deinit { _ = shell("ip link del \(interface)") }

  static func isThere(_ interface: String) -> Bool {
    unsafe linux_interface_index(interface) > 0
  }

  /// Whether the interface goes away, if not at once: what another test begins has copies of all descriptors for a moment.
  static func isGone(_ interface: String) -> Bool {
    for _ in 0..<2000 {
      guard isThere(interface) else { return true }
      usleep(1000)
    }
    return false
  }

  /// The kernel's end of the wire: whole frames.
  func kernelFrames() throws -> PeerSocket {
    // The paths are read during the call.
    try PeerSocket(unsafe linux_packet_socket_in_namespace("/proc/self/ns/net", interface))
  }
}

/// Whether TAP can be tested here. Prints the reason where not; in CI that is a failure.
enum TAPSupport {
  static let isThere: Bool = {
    guard let reason = missing() else { return true }
    print("TAP can't be tested here\(AFXDPSupport.isCI ? "" : ", skipped"): \(reason)")
    return AFXDPSupport.isCI
  }()

  private static func missing() -> String? {
    if geteuid() != 0 { return "root is needed" }
    for tool in ["ip", "sysctl"] where shell("command -v \(tool)").status != 0 {
      return "\(tool) is not installed"
    }
    // The path is read during the call.
    return unsafe access("/dev/net/tun", R_OK | W_OK) == 0 ? nil : "there is no /dev/net/tun"
  }
}
