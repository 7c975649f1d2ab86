import Devices
import Testing
import World

/// Records of any length go in and come out as they were, at every position round the wrap.
@Suite struct RecordRingTests {
  private static func octets(_ number: Int, count: Int) -> [UInt8] {
    (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31 &+ number) }
  }

  private static func put(
    _ octets: [UInt8], _ number: Int, into producer: inout RecordProducer
  ) -> Bool {
    unsafe octets.withUnsafeBytes {
      unsafe producer.begin($0, time: UInt64(number), kind: UInt32(number % 2))
    }
  }

  /// Whether the next record is the one with that number.
  private static func takes(
    _ number: Int, count: Int, from consumer: inout RecordConsumer
  ) -> Bool {
    var isRight = false
    let isThere = consumer.take { head, octets in
      isRight =
        head.time == UInt64(number) && head.kind == UInt32(number % 2)
        && octets.indices.map { octets[$0] } == Self.octets(number, count: count)
    }
    return isThere && isRight
  }

  @Test(arguments: UInt64(1)...20) func aRingIsAQueue(_ seed: UInt64) throws {
    var random = RandomSource(seed: seed)
    let ring = try RecordRing(capacity: 4096)
    var producer = RecordProducer(ring)
    var consumer = RecordConsumer(ring)
    var counts: [Int] = []
    var taken = 0
    var refused = 0
    for _ in 0..<3000 {
      if Bool.random(using: &random) {
        let count = Int.random(in: 0...1500, using: &random)
        guard Self.put(Self.octets(counts.count, count: count), counts.count, into: &producer)
        else {
          refused += 1
          // Beside the records, what was or would be left before the end of the slots may be too much: in either case
          // less than the record took that went elsewhere.
          let used = counts[taken...].reduce(0) { $0 + $1 + 31 }
          #expect(used + 1531 + 2 * (count + 31) > 4096)
          continue
        }
        producer.publish()
        counts.append(count)
      } else if taken < counts.count {
        let isRight = Self.takes(taken, count: counts[taken], from: &consumer)
        #expect(isRight, "record \(taken), seed \(seed)")
        taken += 1
      } else {
        let isThere = consumer.take { _, _ in }
        #expect(!isThere)
      }
    }
    #expect(refused > 0 && taken > 500, "\(refused) refused, \(taken) taken")
  }

  @Test func whatIsNotPublishedIsReplaced() throws {
    let ring = try RecordRing(capacity: 4096)
    var producer = RecordProducer(ring)
    var consumer = RecordConsumer(ring)
    for number in 0..<100 {
      let first = Self.put(Self.octets(1000, count: 1400), 1000, into: &producer)
      let second = Self.put(Self.octets(number, count: number), number, into: &producer)
      #expect(first && second)
      let isThere = consumer.take { _, _ in }
      #expect(!isThere)
      producer.publish()
      let isRight = Self.takes(number, count: number, from: &consumer)
      #expect(isRight)
    }
  }

  @Test func twoThreadsPassRecordsOn() throws {
    let ring = try RecordRing(capacity: 1 << 14)
    let count = 200_000
    let thread = TestThread {
      var producer = RecordProducer(ring)
      for number in 0..<count {
        let octets = [UInt8](repeating: UInt8(truncatingIfNeeded: number), count: number % 200)
        while !Self.put(octets, number, into: &producer) {}
        producer.publish()
      }
    }
    var consumer = RecordConsumer(ring)
    var next = 0
    var wrong = 0
    while next < count {
      _ = consumer.take { head, octets in
        let isWhole = octets.count == next % 200
        let isSame = octets.indices.allSatisfy { octets[$0] == UInt8(truncatingIfNeeded: next) }
        if head.time != UInt64(next) || !isWhole || !isSame { wrong += 1 }
        next += 1
      }
    }
    thread.join()
    #expect(wrong == 0)
  }
}
