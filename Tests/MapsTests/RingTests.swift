import CBaton
import Maps
import Synchronization
import Testing

/// Rings that hand objects from one worker to another, on one thread and on several.
@Suite(.serialized) struct RingTests {
  private static let capacity = Int(BATON_RING_CAPACITY)

  // MARK: One producer

  @Test func aRingOfOneProducerKeepsTheOrder() {
    let memory = RingMemory()
    let ring = memory.single
    unsafe #expect(ring.pop(by: 1) == nil)
    // More than three rounds, with any number of objects in the ring.
    var (pushed, popped) = (0, 0)
    for round in 0..<4 * Self.capacity {
      for _ in 0..<round % 7 where pushed - popped < Self.capacity {
        unsafe #expect(ring.push(memory.object(pushed), by: 0) == 0)
        pushed += 1
      }
      for _ in 0..<round % 5 where popped < pushed {
        unsafe #expect(ring.pop(by: 1) == memory.object(popped))
        popped += 1
      }
    }
    #expect(pushed > 3 * Self.capacity)
    while popped < pushed {
      unsafe #expect(ring.pop(by: 1) == memory.object(popped))
      popped += 1
    }
    unsafe #expect(ring.pop(by: 1) == nil)
  }

  @Test func aFullRingOfOneProducerRefuses() {
    let memory = RingMemory()
    let ring = memory.single
    for round in 0..<3 {
      for index in 0..<Self.capacity { unsafe #expect(ring.push(memory.object(index), by: 0) == 0) }
      unsafe #expect(ring.push(memory.object(0), by: 0) == Errno.again)
      for index in 0..<Self.capacity {
        unsafe #expect(ring.pop(by: 1) == memory.object(index), "round \(round)")
      }
      unsafe #expect(ring.pop(by: 1) == nil)
    }
  }

  /// The first worker has an end for good, whatever the other does.
  @Test func eachEndBelongsToOneWorker() {
    let memory = RingMemory()
    let ring = memory.single
    #expect(ring.consumer == nil)
    unsafe #expect(ring.push(memory.object(0), by: 0) == 0)
    unsafe #expect(ring.push(memory.object(1), by: 1) == Errno.notPermitted)
    unsafe #expect(ring.pop(by: 2) == memory.object(0))
    #expect(ring.consumer == 2)
    unsafe #expect(ring.push(memory.object(1), by: 0) == 0)
    for stranger in [UInt32(0), 1, 3] { unsafe #expect(ring.pop(by: stranger) == nil) }
    unsafe #expect(ring.pop(by: 2) == memory.object(1))
  }

  /// Both ends may be one worker's.
  @Test func aWorkerMayHandOverToItself() {
    let memory = RingMemory()
    unsafe #expect(memory.single.push(memory.object(5), by: 3) == 0)
    unsafe #expect(memory.single.pop(by: 3) == memory.object(5))
  }

  @Test func nothingIsLostBetweenTwoThreads() {
    let memory = RingMemory()
    let count = isThorough ? 400_000 : 20_000
    let faults = Faults()
    onThreads(2) { thread in
      let ring = memory.single
      var number = 0
      while number < count {
        if thread == 0 {
          if unsafe ring.push(memory.object(number), by: 0) == 0 { number += 1 }
        } else if let object = unsafe ring.pop(by: 1) {
          if unsafe object != memory.object(number) { faults.add("out of order") }
          number += 1
        }
      }
    }
    unsafe #expect(memory.single.pop(by: 1) == nil)
    #expect(faults.all == [:])
  }

  // MARK: Many producers

  @Test func aRingOfManyProducersGoesRoundAndRefusesWhenFull() {
    let memory = RingMemory()
    let ring = memory.shared
    unsafe #expect(ring.pop(by: 1) == nil)
    for round in 0..<4 {
      for index in 0..<Self.capacity { unsafe #expect(ring.push(memory.object(index)) == 0) }
      unsafe #expect(ring.push(memory.object(0)) == Errno.again)
      for index in 0..<Self.capacity {
        unsafe #expect(ring.pop(by: 1) == memory.object(index), "round \(round)")
      }
      unsafe #expect(ring.pop(by: 1) == nil)
    }
    unsafe #expect(ring.push(memory.object(0)) == 0)
    unsafe #expect(ring.pop(by: 2) == nil)
    #expect(ring.consumer == 1)
    unsafe #expect(ring.pop(by: 1) == memory.object(0))
  }

  /// Three push, one pops: each object comes once, and those of one producer in its order.
  @Test func nothingIsLostBetweenManyThreads() {
    let memory = RingMemory()
    let producerCount = 3
    let each = isThorough ? 100_000 : 5_000
    let faults = Faults()
    onThreads(producerCount + 1) { thread in
      let ring = memory.shared
      if thread < producerCount {
        for number in 0..<each {
          // An object says who pushed it, and which of its own it is.
          let object = unsafe memory.object(number * producerCount + thread)
          while unsafe ring.push(object) != 0 {}
        }
        return
      }
      var next = [Int](repeating: 0, count: producerCount)
      var count = 0
      while count < producerCount * each {
        guard let object = unsafe ring.pop(by: 7) else { continue }
        let index = unsafe memory.index(of: object)
        if index / producerCount != next[index % producerCount] { faults.add("out of order") }
        next[index % producerCount] += 1
        count += 1
      }
      if next != [Int](repeating: each, count: producerCount) { faults.add("lost") }
    }
    unsafe #expect(memory.shared.pop(by: 7) == nil)
    #expect(faults.all == [:])
  }
}

/// A ring of each kind, and addresses of objects that are never looked at.
@safe
private final class RingMemory: @unchecked Sendable {
  private let singleRing = UnsafeMutablePointer<bpf_spsc_ring>.allocate(capacity: 1)
  private let sharedRing = UnsafeMutablePointer<bpf_mpsc_ring>.allocate(capacity: 1)

  init() {
    unsafe singleRing.initialize(to: bpf_spsc_ring())
    unsafe sharedRing.initialize(to: bpf_mpsc_ring())
  }

  deinit {
    unsafe singleRing.deallocate()
    unsafe sharedRing.deallocate()
  }

  var single: SingleProducerRing { unsafe SingleProducerRing(singleRing) }
  var shared: ManyProducerRing { unsafe ManyProducerRing(sharedRing) }

  func object(_ index: Int) -> UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(bitPattern: 64 * (index + 1))!
  }

  func index(of object: UnsafeMutableRawPointer) -> Int { Int(bitPattern: object) / 64 - 1 }
}
