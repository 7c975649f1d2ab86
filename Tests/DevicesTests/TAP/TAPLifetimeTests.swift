import Devices
import Glibc
import Testing

/// Making, attaching to, and leaving TAP interfaces.
@Suite(.serialized, .enabled(if: TAPSupport.isThere)) struct TAPLifetimeTests {
  private let name = "tn\(getpid() % 100_000)"

  @Test func whatWasMadeGoesWithItsLastQueue() throws {
    do {
      let queue: TAPQueue
      do {
        let device = try TAPDevice(interface: name)
        #expect(!device.isPersistent)
        #expect(device.notice.hasPrefix("\(name): made; the kernel's end has the address "))
        #expect(device.interfaceIndex > 0 && device.mtu == 1500)
        queue = try device.openQueue(0, poolID: 0)
      }
      #expect(TestTAP.isThere(name), "a queue keeps it")
      #expect(shell("ip link show dev \(name)").output.contains(",UP"))
      _ = queue.fileDescriptor
    }
    #expect(TestTAP.isGone(name))
  }

  @Test func queuesThatNobodyOpenedGoWithTheDevice() throws {
    do {
      let device = try TAPDevice(interface: name, queueCount: 3)
      #expect(device.queueCount == 3)
    }
    #expect(TestTAP.isGone(name))
  }

  @Test func whatIsPersistentStays() throws {
    let tap = try TestTAP("s")
    do {
      let device = try TAPDevice(interface: tap.interface)
      #expect(device.isPersistent)
      #expect(device.notice.hasPrefix("\(tap.interface): attached to; "))
      _ = try device.openQueue(0, poolID: 0)
    }
    #expect(TestTAP.isThere(tap.interface))
    let again = try TAPDevice(interface: tap.interface)
    _ = try again.openQueue(0, poolID: 0)
  }

  /// One that may have several queues can be attached to with one.
  @Test func oneQueueOfManyIsEnough() throws {
    let tap = try TestTAP("o", hasQueues: true)
    let device = try TAPDevice(interface: tap.interface)
    #expect(device.queueCount == 1)
    _ = try device.openQueue(0, poolID: 0)
  }

  @Test func aKilledProcessLeavesNoInterface() async throws {
    let name = self.name
    await #expect(processExitsWith: .signal(SIGKILL)) { [name = name as String] in
      let device = try TAPDevice(interface: name)
      let queue = try device.openQueue(0, poolID: 0)
      guard TestTAP.isThere(name) else { exit(1) }
      kill(getpid(), SIGKILL)
      _ = queue.fileDescriptor
    }
    #expect(TestTAP.isGone(name))
  }

  @Test func whatCannotBeOpenedIsSaid() throws {
    let tap = try TestTAP("x")
    func reason(_ interface: String, queueCount: Int = 1) -> DeviceError.Reason? {
      do throws(DeviceError) {
        _ = try TAPDevice(interface: interface, queueCount: queueCount)
        return nil
      } catch {
        return error.reason
      }
    }
    #expect(reason("lo") == .noTAP)
    #expect(reason("no/name") == .noTAP)
    #expect(reason("a-name-that-is-too-long") == .noSuchInterface)
    #expect(reason(tap.interface, queueCount: 2) == .noTAPWithQueues)
    #expect(reason(tap.interface, queueCount: 0) == .queueOutOfRange(count: 256))
    let device = try TAPDevice(interface: tap.interface)
    #expect(reason(tap.interface) == .interfaceInUse)
    let outOfRange = #expect(throws: DeviceError.self) { _ = try device.openQueue(1, poolID: 0) }
    #expect(outOfRange?.reason == .queueOutOfRange(count: 1))
  }

  @Test func withoutRightsTheErrorSaysWhatIsNeeded() async {
    let name = self.name
    await #expect(processExitsWith: .exitCode(42)) { [name = name as String] in
      // 65534 is nobody: the process loses all capabilities.
      guard setuid(65534) == 0 else { exit(1) }
      do throws(DeviceError) {
        _ = try TAPDevice(interface: name)
      } catch {
        exit(error.reason == .notPermitted && error.description.contains("root") ? 42 : 2)
      }
    }
  }
}
