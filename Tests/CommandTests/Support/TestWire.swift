import CLinux
import Foundation

/// A veth pair: the near end is for Baton, the far end is a kernel's in a namespace of its own.
final class TestWire {
  let near: String
  let namespace: String
  let far: String
  static let serverAddress = "198.18.9.1"
  private static let nearHardwareAddress = "02:00:00:00:09:01"

  init(_ tag: String, queueCount: Int = 1) throws {
    let process = getpid()
    near = "bc\(process)\(tag)"
    namespace = "baton-test-\(process)-\(tag)"
    far = "bf\(process)\(tag)"
    let queues = "numrxqueues \(queueCount) numtxqueues \(queueCount)"
    for command in [
      "ip netns add \(namespace)",
      "ip link add \(near) address \(Self.nearHardwareAddress) \(queues) type veth "
        + "peer name \(far) \(queues) netns \(namespace)",
      "ip link set \(near) addrgenmode none",
      "ip -n \(namespace) link set \(far) addrgenmode none",
      "ip -n \(namespace) addr add 198.18.9.2/24 dev \(far)",
      "ip link set \(near) up",
      "ip -n \(namespace) link set \(far) up",
      "ip -n \(namespace) neigh add \(Self.serverAddress) lladdr \(Self.nearHardwareAddress) "
        + "dev \(far)",
      "ip netns exec \(namespace) ethtool -K \(far) tx off",
    ] { try run(command) }
  }

  /// Gives the far end an IPv6 address, too. Only where a test wants that: the kernel then sends frames of its own.
  func addIPv6(_ address: String) throws {
    try run("ip -n \(namespace) addr add \(address) dev \(far) nodad")
  }

  /// Has the far end send no larger packets to an address.
  func narrow(to address: String, _ mtu: Int) throws {
    try run("ip -n \(namespace) route add \(address) dev \(far) mtu \(mtu)")
  }

  private func run(_ command: String) throws {
    let result = try shell(command)
    guard result.status == 0 else { throw WireFailure(command: command, output: result.output) }
  }

  deinit { _ = try? shell("ip link del \(near); ip netns del \(namespace)") }

  /// What the kernel has on the near end.
  func details() throws -> String { try shell("ip -d link show dev \(near)").output }

  /// What bpftool says is attached to the near end: nothing, or a line an XDP program.
  func attachedPrograms() throws -> [Substring] {
    let output = try shell("bpftool net show dev \(near)").output
    return output.split(separator: "\n").filter { $0.hasPrefix("\(near)(") }
  }

  /// A packet socket at the far end, of whole frames; negative where there is none.
  func frames() -> Int32 {
    // The paths are read during the call.
    unsafe linux_packet_socket_in_namespace("/run/netns/\(namespace)", far)
  }

  /// A socket at the far end; negative where there is none.
  func socket() -> Int32 {
    // The path is read during the call.
    unsafe linux_socket_in_namespace(
      "/run/netns/\(namespace)", AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
  }
}

struct WireFailure: Error {
  let command: String
  let output: String
}

/// Runs a command line; standard error is part of the output.
func shell(_ command: String) throws -> (status: Int32, output: String) {
  let process = Process()
  let pipe = Pipe()
  process.executableURL = URL(filePath: "/bin/sh")
  process.arguments = ["-c", command]
  process.standardInput = FileHandle.nullDevice
  process.standardOutput = pipe
  process.standardError = pipe
  try process.run()
  let output = pipe.fileHandleForReading.readDataToEndOfFile()
  process.waitUntilExit()
  return (process.terminationStatus, String(decoding: output, as: UTF8.self))
}

/// Whether a run on AF_XDP can be tested here. Prints the reason where not; in CI that is a failure.
enum AFXDPSupport {
  static let isThere: Bool = {
    guard let reason = missing() else { return true }
    print("tests of commands on AF_XDP skipped: \(reason)")
    return ProcessInfo.processInfo.environment["CI"] == "true"
  }()

  private static func missing() -> String? {
    if geteuid() != 0 { return "root is needed" }
    for tool in ["ip", "ethtool", "nc", "bpftool"]
    where (try? shell("command -v \(tool)").status) != 0 {
      return "\(tool) is not installed"
    }
    let socket = linux_xdp_socket()
    if socket < 0 { return "the kernel has no AF_XDP (errno \(-socket))" }
    close(socket)
    return nil
  }
}
