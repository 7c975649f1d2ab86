import Devices
import Testing

/// The two ends of a ring, on one thread: every fill level, at every position round the wrap.
@Suite struct RingTests {
  @Test(arguments: [1, 2, 8]) func whatGoesInComesOutInOrder(capacity: Int) {
    let memory = RingUnderTest(capacity: capacity)
    var producer = unsafe ProducerRing<UInt64>(memory.ring)
    var consumer = unsafe ConsumerRing<UInt64>(memory.ring)
    var next: UInt64 = 0
    for level in 0...capacity {
      for _ in 0...capacity {
        for offset in 0..<UInt64(level) {
          let hasRoom = producer.push(next + offset)
          #expect(hasRoom)
        }
        let isEmpty = consumer.isEmpty
        #expect(isEmpty, "not before it is published")
        let isNew = producer.publish()
        #expect(isNew == (level > 0))
        let isNewAgain = producer.publish()
        #expect(!isNewAgain)
        let count = consumer.available(atMost: .max)
        #expect(count == level)
        for index in 0..<count { #expect(consumer[index] == next + UInt64(index)) }
        consumer.advance(by: count)
        next += UInt64(level)
      }
    }
  }

  @Test func aFullRingRefusesUntilTheConsumerLetsGo() {
    let memory = RingUnderTest(capacity: 4)
    var producer = unsafe ProducerRing<UInt64>(memory.ring)
    var consumer = unsafe ConsumerRing<UInt64>(memory.ring)
    let taken = (0..<10).prefix { producer.push($0) }.count
    #expect(taken == 4)
    _ = producer.publish()
    let room = producer.room(for: 1)
    #expect(room == 0)
    let count = consumer.available(atMost: 3)
    #expect(count == 3)
    let whileRead = producer.push(9)
    #expect(!whileRead, "it is being read")
    consumer.advance(by: 2)
    let roomThen = producer.room(for: 1)
    #expect(roomThen == 2)
    let used = producer.usedCount()
    #expect(used == 2)
    let refilled = (4..<10).prefix { producer.push($0) }.count
    #expect(refilled == 2)
    _ = producer.publish()
    let left = (0..<consumer.available(atMost: .max)).map { consumer[$0] }
    #expect(left == [2, 3], "what it saw when it looked last")
    consumer.advance(by: 2)
    let rest = (0..<consumer.available(atMost: .max)).map { consumer[$0] }
    #expect(rest == [4, 5])
  }

  /// The indices run over 32 bits.
  @Test func indicesWrapRound() {
    let memory = RingUnderTest(capacity: 4, start: UInt32.max - 5)
    var producer = unsafe ProducerRing<UInt64>(memory.ring)
    var consumer = unsafe ConsumerRing<UInt64>(memory.ring)
    for value: UInt64 in 0..<20 {
      let hasRoom = producer.push(value)
      #expect(hasRoom)
      _ = producer.publish()
      let count = consumer.available(atMost: .max)
      #expect(count == 1)
      #expect(consumer[0] == value)
      consumer.advance(by: 1)
    }
  }

  @Test func readingWhatIsNotThereTraps() async {
    await #expect(processExitsWith: .failure) {
      let memory = RingUnderTest(capacity: 4)
      var consumer = unsafe ConsumerRing<UInt64>(memory.ring)
      consumer.advance(by: 1)
    }
  }
}

/// A ring's memory, whose indices start anywhere.
@safe
private struct RingUnderTest: ~Copyable {
  private let bytes: UnsafeMutableRawBufferPointer
  let ring: RingMemory

  init(capacity: Int, start: UInt32 = 0) {
    let byteCount = ringByteCount(capacity: capacity)
    unsafe bytes = .allocate(byteCount: byteCount, alignment: lineByteCount)
    unsafe bytes.initializeMemory(as: UInt8.self, repeating: 0)
    // The indices lie at the start of the first and of the second line.
    unsafe bytes.storeBytes(of: start, as: UInt32.self)
    unsafe bytes.storeBytes(of: start, toByteOffset: lineByteCount, as: UInt32.self)
    unsafe ring = RingMemory(at: bytes.baseAddress!, capacity: capacity)
  }

  deinit { unsafe bytes.deallocate() }
}
