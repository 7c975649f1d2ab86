import CBaton
import Devices
import Glibc
import Synchronization
import Testing

/// Two real threads, one an end. Nothing here depends on how fast they are.
@Suite(.serialized) struct MemoryLinkThreadTests {
  private static let count: UInt64 = 1_000_000

  private static func link(chunkCount: Int, wireCapacity: Int) throws -> MemoryLink {
    var configuration = MemoryLink.Configuration()
    configuration.shape.chunkCount = chunkCount
    configuration.wireCapacity = wireCapacity
    return try MemoryLink(configuration)
  }

  /// What the near end saw.
  private struct Tally {
    var sent: UInt64 = 0
    var returned: UInt64 = 0
    var misordered = 0
  }

  /// Echoes in place until `count` packets were echoed.
  private static func echo(_ link: MemoryLink, count: UInt64) throws {
    var queue = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    let batch = Batch(capacity: 32)
    var echoed: UInt64 = 0
    while echoed < count {
      let received = unsafe queue.receive(into: batch.packets, at: 0)
      for index in 0..<received {
        while unsafe !queue.transmit(batch.packets[index]) { queue.flush() }
      }
      queue.flush()
      echoed += UInt64(received)
      if received == 0 { sched_yield() }
    }
  }

  /// Sends until nothing is free, the wire is full, or all is sent.
  private static func send(_ queue: inout DeviceQueue, _ tally: inout Tally) {
    while tally.sent < count, let packet = unsafe queue.allocate() {
      unsafe queue.initialise(packet, byteCount: 64)
      unsafe packet.number = tally.sent
      guard unsafe queue.transmit(packet) else {
        unsafe queue.release(packet)
        return
      }
      tally.sent += 1
    }
  }

  private static func receive(
    _ queue: inout DeviceQueue, _ batch: borrowing Batch, _ tally: inout Tally
  ) -> Int {
    let received = unsafe queue.receive(into: batch.packets, at: 0)
    for index in 0..<received {
      if unsafe batch.packets[index].number != tally.returned { tally.misordered += 1 }
      tally.returned += 1
      unsafe queue.release(batch.packets[index])
    }
    return received
  }

  @Test func pingPongReturnsAMillionPacketsInOrder() throws {
    let link = try Self.link(chunkCount: 256, wireCapacity: 64)
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    let thread = TestThread { try! Self.echo(link, count: Self.count) }
    let batch = Batch(capacity: 32)
    var tally = Tally()
    while tally.returned < Self.count {
      Self.send(&near, &tally)
      near.flush()
      if Self.receive(&near, batch, &tally) == 0 { sched_yield() }
    }
    thread.join()
    #expect(tally.misordered == 0)
    #expect(near.chunkCounts == ChunkCounts(free: 256, held: 0, lent: 0))
    #expect(near.counters.transmitted == Self.count)
    #expect(near.counters.received == Self.count)
  }

  /// A million packets are offered once each, whether there is room or not, to a receiver that holds
  /// back: each is sent, or refused and counted, and in the end every chunk is at home.
  @Test func exhaustionRefusesAndLosesNothing() throws {
    let link = try Self.link(chunkCount: 256, wireCapacity: 128)
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    let isDone = Flag()
    let received = Count()
    let thread = TestThread { try! Self.swallow(link, until: isDone, received) }
    for offer in 0..<Self.count {
      if let packet = unsafe near.allocate() {
        unsafe near.initialise(packet, byteCount: 64)
        if unsafe !near.transmit(packet) { unsafe near.release(packet) }
      }
      if offer % 32 == 0 { near.flush() }
    }
    near.flush()
    isDone.set()
    thread.join()
    near.flush()

    let counters = near.counters
    #expect(
      counters.transmitted + counters.refusedRingFull + counters.refusedNoChunk == Self.count)
    #expect(counters.refusedRingFull + counters.refusedNoChunk > 0, "nothing was ever exhausted")
    #expect(received.value == counters.transmitted)
    #expect(near.chunkCounts == ChunkCounts(free: 256, held: 0, lent: 0))
  }

  /// Receives and releases in gulps, until told that no more comes and the wire is empty.
  private static func swallow(_ link: MemoryLink, until isDone: Flag, _ received: Count) throws {
    var queue = DeviceQueue(try link.openQueue(0, at: .far, poolID: 2))
    let batch = Batch(capacity: 100)
    while true {
      let wasDone = isDone.isSet
      let count = unsafe queue.receive(into: batch.packets, at: 0)
      sched_yield()
      for index in 0..<count { unsafe queue.release(batch.packets[index]) }
      queue.flush()
      received.add(count)
      if count == 0 && wasDone { return }
    }
  }

  /// Both ends sleep whenever they can: a lost wake-up would leave both asleep.
  @Test func noWakeUpIsLost() throws {
    let link = try Self.link(chunkCount: 4, wireCapacity: 2)
    let rounds = 20_000
    let thread = TestThread {
      var far = DeviceQueue(try! link.openQueue(0, at: .far, poolID: 2))
      let batch = Batch(capacity: 4)
      for _ in 0..<rounds {
        Self.sleepUntilReceived(&far, batch)
        if unsafe !far.transmit(batch.packets[0]) { fatalError("one packet is in flight") }
        far.flush()
      }
    }
    var near = DeviceQueue(try link.openQueue(0, at: .near, poolID: 1))
    let batch = Batch(capacity: 4)
    var kept = try unsafe #require(near.allocate())
    unsafe near.initialise(kept, byteCount: 64)
    for _ in 0..<rounds {
      #expect(unsafe near.transmit(kept))
      near.flush()
      Self.sleepUntilReceived(&near, batch)
      unsafe kept = batch.packets[0]
    }
    unsafe near.release(kept)
    thread.join()
    #expect(near.counters.received == UInt64(rounds))
  }

  private static func sleepUntilReceived(_ queue: inout DeviceQueue, _ batch: borrowing Batch) {
    while unsafe queue.receive(into: batch.packets, at: 0) == 0 {
      guard queue.prepareToPark() else { continue }
      var entry = pollfd(fd: queue.fileDescriptor!, events: Int16(POLLIN), revents: 0)
      let ready = unsafe poll(&entry, 1, 20_000)
      precondition(ready == 1, "nobody woke us")
      queue.unpark()
    }
  }
}

/// A flag that one thread sets and another sees.
final class Flag: Sendable {
  private let flag = Atomic(false)
  var isSet: Bool { flag.load(ordering: .acquiring) }
  func set() { flag.store(true, ordering: .releasing) }
}

/// A count that several threads add to.
final class Count: Sendable {
  private let count = Atomic<UInt64>(0)
  var value: UInt64 { count.load(ordering: .acquiring) }
  func add(_ number: Int) { count.add(UInt64(number), ordering: .acquiringAndReleasing) }
}
