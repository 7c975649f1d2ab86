import CLinux
import Devices
import Glibc
import Testing

/// Opening, closing and dying.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct AFXDPLifetimeTests {
  @Test func closingTheDeviceDetachesTheProgram() throws {
    let pair = try VethPair("c")
    do {
      let device = try AFXDPDevice(interface: pair.interface)
      let queue = try device.openQueue(0, poolID: 0)
      #expect(pair.linkDetails().contains("prog/xdp"))
      _ = queue.fileDescriptor
    }
    #expect(!pair.linkDetails().contains("xdp"), "\(pair.linkDetails())")
  }

  /// A queue keeps its device.
  @Test func theProgramStaysWhileAQueueIsOpen() throws {
    let pair = try VethPair("k")
    var queue = QueueUnderTest(try AFXDPDevice(interface: pair.interface).openQueue(0, poolID: 0))
    let peer = try pair.peerFrames()
    #expect(peer.send(frame(byteCount: 60)) == 0)
    #expect(queue.receive(1).count == 1)
  }

  @Test func aQueueIsOpenedByOneAndCanBeReopened() throws {
    let pair = try VethPair("q")
    let device = try AFXDPDevice(interface: pair.interface)
    do {
      let first = try device.openQueue(0, poolID: 0)
      let error = #expect(throws: DeviceError.self) { _ = try device.openQueue(0, poolID: 1) }
      #expect(error?.reason == .queueTaken)
      #expect(error?.errno == Errno(EBUSY))
      #expect(error?.queue == 0)
      #expect(error?.device == pair.interface)
      _ = first.fileDescriptor
    }
    var again = QueueUnderTest(try device.openQueue(0, poolID: 1))
    let peer = try pair.peerFrames()
    #expect(peer.send(frame(byteCount: 60)) == 0)
    #expect(again.receive(1).count == 1)
  }

  @Test func anInterfaceHasOneProgram() throws {
    let pair = try VethPair("p")
    let device = try AFXDPDevice(interface: pair.interface)
    let error = #expect(throws: DeviceError.self) {
      _ = try AFXDPDevice(interface: pair.interface)
    }
    #expect(error?.reason == .interfaceTaken)
    #expect(error?.errno == Errno(EBUSY))
    #expect(device.queueCount == 1)
  }

  @Test func queuesOutOfRangeAreRefused() throws {
    let pair = try VethPair("x", queueCount: 2)
    let device = try AFXDPDevice(interface: pair.interface)
    for queue in [-1, 2, 100_000] {
      let error = #expect(throws: DeviceError.self) {
        _ = try device.openQueue(queue, poolID: 0)
      }
      #expect(error?.reason == .queueOutOfRange(count: 2))
      #expect(error?.queue == queue)
    }
    let first = try device.openQueue(0, poolID: 0)
    let second = try device.openQueue(1, poolID: 1)
    #expect(first.queue == 0 && second.queue == 1)
  }

  @Test func aMissingInterfaceIsAnError() {
    let error = #expect(throws: DeviceError.self) {
      _ = try AFXDPDevice(interface: "no-such-if")
    }
    #expect(error?.reason == .noSuchInterface)
    #expect(error?.errno == Errno(ENODEV))
    #expect(error?.description.contains("no-such-if: there is no such interface") == true)
  }

  @Test func withoutRightsTheErrorSaysWhatIsNeeded() async throws {
    let pair = try VethPair("n")
    let interface = pair.interface
    await #expect(processExitsWith: .exitCode(42)) { [interface = interface as String] in
      // 65534 is nobody: the process loses all capabilities.
      guard setuid(65534) == 0 else { exit(1) }
      do throws(DeviceError) {
        _ = try AFXDPDevice(interface: interface)
      } catch {
        let isRight = error.reason == .notPermitted && error.description.contains("CAP_BPF")
        exit(isRight ? 42 : 2)
      }
    }
  }

  @Test func aProcessThatIsKilledLeavesNothingAttached() async throws {
    let pair = try VethPair("d")
    let interface = pair.interface
    await #expect(processExitsWith: .signal(SIGKILL)) { [interface = interface as String] in
      let device = try AFXDPDevice(interface: interface)
      let queue = try device.openQueue(0, poolID: 0)
      guard shell("ip -d link show dev \(interface)").output.contains("prog/xdp") else { exit(1) }
      kill(getpid(), SIGKILL)
      _ = queue.fileDescriptor
    }
    #expect(!pair.linkDetails().contains("xdp"), "\(pair.linkDetails())")
    let device = try AFXDPDevice(interface: pair.interface)
    _ = try device.openQueue(0, poolID: 0)
  }

  @Test func anInterfaceWithoutNativeModeFallsBackAndSaysSo() throws {
    let name = "bd\(getpid() % 100_000)"
    #expect(shell("ip link add \(name) type bridge && ip link set \(name) up").status == 0)
    defer { _ = shell("ip link del \(name)") }
    let device = try AFXDPDevice(interface: name)
    #expect(device.attachMode == .generic)
    #expect(device.notices.count == 1)
    #expect(device.notices[0].contains("\(name): no native XDP (Operation not supported"))
  }
}
