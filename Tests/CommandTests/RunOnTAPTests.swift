import CLinux
import Foundation
import Testing

/// `baton run --device tap:NAME`, with the kernel at the other end.
@Suite(.serialized, .enabled(if: TAPSupport.isThere)) struct RunOnTAPTests {
  private static let programAddress = "198.18.10.1"
  private static let programHardwareAddress = "02:00:00:00:0a:01"

  /// Sets the kernel's end up, and tells it where the program is: that answers no ARP.
  private func configure(_ interface: String) throws {
    let result = try shell(
      "ip addr add 198.18.10.2/24 dev \(interface) && ip neigh add \(Self.programAddress) "
        + "lladdr \(Self.programHardwareAddress) dev \(interface)")
    try #require(result.status == 0, "\(result.output)")
  }

  private func isThere(_ interface: String) -> Bool {
    unsafe linux_interface_index(interface) > 0
  }

  /// The echo answers sockets of this machine, from either language; the interface comes and goes with it.
  @Test(arguments: [("c", "jit", 1), ("c", "interpreter", 1), ("swift", "jit", 2)])
  func theEchoAnswersTheKernel(_ language: String, _ engine: String, _ workers: Int) throws {
    let interface = "tc\(getpid() % 100_000)"
    let process = try BatonProcess([
      "run", "\(BatonProcess.root)/Programs/udp_echo.\(language)", "--device", "tap:\(interface)",
      "--engine", engine, "--workers", "\(workers)", "--json",
    ])
    try #require(process.says("serving \(interface), queue 0"), "\(process.waitForEnd().errors)")
    try configure(interface)
    for number in 0..<50 {
      // Each socket is a flow of its own, which the kernel puts on a queue.
      let socket = Glibc.socket(AF_INET, Int32(SOCK_DGRAM.rawValue), 0)
      try #require(socket >= 0)
      defer { close(socket) }
      let datagram = (0...(number * 29)).map { UInt8(truncatingIfNeeded: $0 &* 7 &+ number) }
      let port = UInt16(7000 + number % 4)
      #expect(
        exchange(datagram, with: Self.programAddress, port: port, over: socket) == datagram)
    }
    process.send(SIGINT)
    let ending = process.waitForEnd()
    #expect(ending.status == 0 && !ending.isSignal, "\(ending)")
    #expect(ending.errors.contains("\(interface): made; the kernel's end has the address "))
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect((report["workers"] as? [String: Int])?["transmitted"] == 50)
    #expect(report["isClean"] as? Bool == true)
    #expect(!isThere(interface))
  }

  @Test func aPersistentInterfaceStays() throws {
    let interface = "tp\(getpid() % 100_000)"
    try #require(try shell("ip tuntap add dev \(interface) mode tap").status == 0)
    defer { _ = try? shell("ip link del \(interface)") }
    let echo = try EchoObject()
    let ending = try baton(
      "run", echo.path, "--device", "tap:\(interface)", "--seconds", "0.1")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.errors.contains("\(interface): attached to"))
    #expect(isThere(interface))
    let several = try baton(
      "run", echo.path, "--device", "tap:\(interface)", "--workers", "2", "--seconds", "0.1")
    #expect(several.status == 2)
    #expect(several.message.contains("not a TAP interface with several queues"))
  }

  @Test func aKilledRunLeavesNoInterface() throws {
    let interface = "tk\(getpid() % 100_000)"
    let echo = try EchoObject()
    let process = try BatonProcess(["run", echo.path, "--device", "tap:\(interface)"])
    #expect(process.says("serving \(interface), queue 0"))
    #expect(isThere(interface))
    process.send(SIGKILL)
    _ = process.waitForEnd()
    #expect(!isThere(interface))
  }
}

/// Whether TAP can be tested here. Prints the reason where not; in CI that is a failure.
enum TAPSupport {
  static let isThere: Bool = {
    guard let reason = missing() else { return true }
    print("tests of commands on TAP skipped: \(reason)")
    return ProcessInfo.processInfo.environment["CI"] == "true"
  }()

  private static func missing() -> String? {
    if geteuid() != 0 { return "root is needed" }
    if (try? shell("command -v ip").status) != 0 { return "ip is not installed" }
    return FileManager.default.isWritableFile(atPath: "/dev/net/tun") ? nil : "there is no TAP"
  }
}
