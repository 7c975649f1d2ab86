import CBaton
import Devices
import Testing
import World

/// What a fault injector does, to the packet and to the nanosecond.
@Suite struct FaultInjectorTests {
  @Test func withoutFaultsPacketsPassAtOnceAndUnchanged() throws {
    var bench = try FaultBench(FaultPlan())
    for number in UInt64(0)..<100 {
      let isSent = bench.transmit(number, byteCount: 60 + Int(number))
      let isComing = bench.approach(1000 + number)
      #expect(isSent && isComing)
    }
    let sent = bench.collect(at: 5)
    #expect(sent.map(\.bytes) == (0..<100).map { FaultBench.octets($0, byteCount: 60 + Int($0)) })
    let received = bench.receive(at: 7)
    #expect(received == (0..<100).map { Arrival(time: 7, bytes: FaultBench.octets(1000 + $0)) })
    #expect(bench.near.nextEvent == nil)
    #expect(bench.faults == FaultCounters())
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
  }

  @Test func whatIsAlwaysLostIsGone() throws {
    var bench = try FaultBench("out.loss=100%")
    for number in UInt64(0)..<100 {
      let isSent = bench.transmit(number)
      #expect(isSent, "it is the wire that loses it")
    }
    let sent = bench.collect(at: 1)
    #expect(sent.isEmpty)
    #expect(bench.faults.lost == 100)
    #expect(bench.near.chunkCounts == FaultBench.free)
  }

  @Test func aDuplicateFollowsItsOriginal() throws {
    var bench = try FaultBench("dup=100%")
    let isComing = bench.approach(1) && bench.approach(2)
    #expect(isComing)
    let received = bench.receive(at: 3)
    #expect(received.map(\.number) == [1, 1, 2, 2])
    #expect(received.allSatisfy { $0.bytes == FaultBench.octets($0.number) && $0.time == 3 })
    #expect(bench.faults.duplicated == 2)
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
  }

  @Test func withoutAChunkThereIsNoDuplicate() throws {
    var bench = try FaultBench("dup=100%")
    let held = Batch(capacity: FaultBench.chunkCount)
    for index in 0..<FaultBench.chunkCount {
      unsafe held.packets[index] = try unsafe #require(bench.near.allocate())
    }
    let isComing = bench.approach(1)
    #expect(isComing)
    let received = bench.receive(at: 3)
    #expect(received.map(\.number) == [1])
    #expect(bench.faults.duplicated == 0 && bench.faults.notDuplicated == 1)
    for index in 0..<FaultBench.chunkCount { unsafe bench.near.release(held.packets[index]) }
  }

  @Test func corruptionFlipsOneBit() throws {
    var bench = try FaultBench("corrupt=100%,seed=4")
    var positions: Set<Int> = []
    for number in UInt64(0)..<400 {
      let isComing = bench.approach(7)
      #expect(isComing)
      let received = bench.receive(at: number)
      let bits = Self.differingBits(received[0].bytes, FaultBench.octets(7))
      #expect(bits.count == 1)
      positions.formUnion(bits)
    }
    #expect(bench.faults.corrupted == 400)
    // Of 480 bits, 400 throws meet 271 on average, by a standard deviation of 7.
    #expect((210...330).contains(positions.count), "\(positions.count) positions")
    #expect(positions.contains { $0 < 112 } && positions.contains { $0 >= 400 })
  }

  private static func differingBits(_ a: [UInt8], _ b: [UInt8]) -> [Int] {
    (0..<8 * a.count).filter { (a[$0 / 8] ^ b[$0 / 8]) >> UInt8($0 % 8) & 1 == 1 }
  }

  @Test func aDelayIsExact() throws {
    var bench = try FaultBench("delay=2ms")
    var received = bench.receive(at: 500)
    let isComing = bench.approach(1)
    let isSent = bench.transmit(2)
    #expect(isComing && isSent)
    received += bench.receive(at: 1000)
    #expect(received.isEmpty)
    #expect(bench.near.nextEvent == 2_000_500, "what was sent, at the time that was known then")
    var sent = bench.collect(at: 0)
    #expect(sent.isEmpty)
    #expect(bench.near.chunkCounts.held == 1, "what came in is the peer's")
    received += bench.receive(at: 2_000_500)
    sent = bench.collect(at: 0)
    #expect(sent.map(\.number) == [2])
    #expect(received.isEmpty)
    #expect(bench.near.nextEvent == 2_001_000)
    received += bench.receive(at: 2_000_999)
    #expect(received.isEmpty)
    received += bench.receive(at: 2_001_000)
    #expect(received == [Arrival(time: 2_001_000, bytes: FaultBench.octets(1))])
    #expect(bench.near.nextEvent == nil)
    #expect(bench.faults.delayed == 2)
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
  }

  /// What waits beyond its time keeps the worker from sleeping.
  @Test func whoHasPacketsDueMayNotSleep() throws {
    var bench = try FaultBench("in.dup=100%")
    let batch = Batch(capacity: 1)
    let isComing = bench.approach(1)
    #expect(isComing)
    let count = unsafe bench.near.receive(into: batch.packets, at: 1)
    #expect(count == 1)
    unsafe bench.near.release(batch.packets[0])
    let maySleep = bench.near.prepareToPark()
    #expect(!maySleep)
    let rest = bench.receive(at: 1)
    #expect(rest.count == 1)
    let mayThen = bench.near.prepareToPark()
    #expect(mayThen)
  }

  @Test func jitterStaysInBoundsAndKeepsTheOrder() throws {
    var bench = try FaultBench("in.delay=2ms±1ms,seed=9")
    for number in UInt64(0)..<200 {
      let isComing = bench.approach(number)
      #expect(isComing)
    }
    var arrivals: [Arrival] = bench.receive(at: 0)
    while let next = bench.near.nextEvent { arrivals += bench.receive(at: next) }
    #expect(arrivals.map(\.number) == Array(0..<200))
    #expect(arrivals.allSatisfy { 1_000_000...3_000_000 ~= $0.time })
    #expect(Set(arrivals.map(\.time)).count > 3, "as none overtakes another, times only grow")
    #expect(arrivals.first!.time < 2_900_000 && arrivals.last!.time > 2_900_000)
  }

  /// Who waits behind another that is late counts as delayed, too.
  @Test func delayedPacketsAreThoseThatDoNotGoOnAtOnce() throws {
    var bench = try FaultBench("in.delay=1ns±1ns,seed=2")
    for number in UInt64(0)..<100 {
      let isComing = bench.approach(number)
      #expect(isComing)
    }
    var arrivals: [Arrival] = bench.receive(at: 0)
    while let next = bench.near.nextEvent { arrivals += bench.receive(at: next) }
    #expect(arrivals.count == 100)
    #expect(bench.faults.delayed == UInt64(arrivals.count { $0.time > 0 }))
    #expect(arrivals.last?.time == 2)
  }

  /// 125 octets are 1000 bits, which take a millisecond at 1 Mbit/s.
  @Test func theRateSpacesPackets() throws {
    var bench = try FaultBench("in.rate=1Mbit,limit=8")
    for number in UInt64(0)..<10 {
      let isComing = bench.approach(number, byteCount: 125)
      #expect(isComing)
    }
    var arrivals: [Arrival] = bench.receive(at: 0)
    while let next = bench.near.nextEvent { arrivals += bench.receive(at: next) }
    #expect(arrivals.map(\.time) == (1...8).map { $0 * 1_000_000 })
    #expect(arrivals.map(\.number) == Array(0..<8), "the last ones were too many")
    #expect(bench.faults.droppedOverLimit == 2)
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
  }

  /// Each packet is overtaken by no more than it may be, and none waits longer than it may for being overtaken.
  @Test func reorderingIsBounded() throws {
    var bench = try FaultBench("in.reorder=20%,overtakers=3,seed=5")
    for number in UInt64(0)..<400 {
      let isComing = bench.approach(number)
      #expect(isComing)
    }
    var arrivals: [Arrival] = bench.receive(at: 0)
    arrivals += bench.receive(at: Faults.overtakingNanosecondsMax)
    #expect(arrivals.map(\.number).sorted() == Array(0..<400))
    let order = arrivals.map { Int($0.number) }
    let overtakers = order.indices.map { place in order[..<place].count { $0 > order[place] } }
    #expect(overtakers.max()! <= 3)
    #expect(overtakers.count { $0 > 0 } <= Int(bench.faults.reordered))
    #expect((40...130).contains(overtakers.count { $0 > 0 }), "of 400, 20 %")
    #expect(bench.near.nextEvent == nil)
  }

  @Test func whoIsToBeOvertakenAndIsNotGoesOn() throws {
    var bench = try FaultBench("in.reorder=100%,overtakers=1")
    let isComing = bench.approach(1)
    #expect(isComing)
    var received = bench.receive(at: 10)
    #expect(received.isEmpty)
    #expect(bench.near.nextEvent == 10 + Faults.overtakingNanosecondsMax)
    received = bench.receive(at: 10 + Faults.overtakingNanosecondsMax)
    #expect(received.map(\.number) == [1])
    #expect(bench.faults.reordered == 0)
  }

  /// What the wire has no room for waits at the end of its way, and is not lost.
  @Test func aFullDeviceHoldsTheLineUp() throws {
    var bench = try FaultBench(FaultPlan(), wireCapacity: 4)
    for number in UInt64(0)..<10 {
      let isSent = bench.transmit(number)
      #expect(isSent)
    }
    #expect(bench.near.nextEvent == 0, "at once")
    var sent: [Arrival] = []
    for now in UInt64(1)...4 {
      sent += bench.collect(at: now)
      _ = bench.receive(at: now)
    }
    #expect(sent.map(\.number) == Array(0..<10))
    #expect(bench.near.nextEvent == nil)
    #expect(bench.near.counters.refusedRingFull > 0)
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
  }

  /// A stage may be around a stage. What both did is counted together.
  @Test func injectorsStack() throws {
    let link = try MemoryLink()
    let inner = try FaultPlan(parsing: "delay=1us")
    let outer = try FaultPlan(parsing: "delay=2us,dup=100%")
    let device = DeviceQueue(try link.openQueue(0, at: .near, poolID: 0))
    var near = DeviceQueue(FaultInjector(DeviceQueue(FaultInjector(device, inner)), outer))
    var far = DeviceQueue(try link.openQueue(0, at: .far, poolID: 1))
    let packet = try unsafe #require(far.allocate())
    unsafe far.fill(packet, with: FaultBench.octets(1).span)
    #expect(unsafe far.transmit(packet))
    far.flush()
    let batch = Batch(capacity: 4)
    #expect(unsafe near.receive(into: batch.packets, at: 0) == 0)
    #expect(near.nextEvent == 1000)
    #expect(unsafe near.receive(into: batch.packets, at: 1000) == 0)
    #expect(near.nextEvent == 3000)
    #expect(unsafe near.receive(into: batch.packets, at: 3000) == 2)
    #expect(near.counters.faults?.delayed == 3 && near.counters.faults?.duplicated == 1)
    for index in 0..<2 { unsafe near.release(batch.packets[index]) }
  }

  /// A queue that goes while packets are on their way gives them back: else its pool would trap.
  @Test func aQueueThatIsNotClosedGivesPacketsBack() throws {
    var bench = try FaultBench("delay=1s,reorder=50%")
    for number in UInt64(0)..<50 {
      let isSent = bench.transmit(number)
      #expect(isSent)
    }
    #expect(bench.near.chunkCounts.held == 50)
  }

  @Test func aClosedStageLetsPass() throws {
    var bench = try FaultBench("delay=1s,loss=50%")
    for number in UInt64(0)..<20 {
      let isSent = bench.transmit(number)
      #expect(isSent)
    }
    let lost = bench.faults.lost
    let home = bench.close()
    #expect(home == [FaultBench.free, FaultBench.free])
    #expect(lost > 0 && bench.faults.droppedAtClose == 20 - lost)
    for number in UInt64(0)..<20 {
      let isSent = bench.transmit(number)
      #expect(isSent)
    }
    let sent = bench.collect(at: 0)
    #expect(sent.count == 20)
  }
}
