import CBaton
import Maps
import Testing

/// A hash map beside a dictionary, under random operations.
@Suite struct HashModelTests {
  struct Shape: CustomStringConvertible, Sendable {
    var key: Int
    var value: Int
    var entries: Int
    var isColliding: Bool
    var description: String { "\(key)→\(value) ×\(entries)\(isColliding ? " colliding" : "")" }
  }

  static let shapes = [
    Shape(key: 4, value: 8, entries: 20, isColliding: false),
    Shape(key: 8, value: 64, entries: 1, isColliding: false),
    Shape(key: 8, value: 12, entries: 100, isColliding: false),
    Shape(key: 8, value: 12, entries: 30, isColliding: true),
    Shape(key: 16, value: 1, entries: 50, isColliding: false),
    Shape(key: 16, value: 33, entries: 20, isColliding: true),
    Shape(key: 1, value: 8, entries: 64, isColliding: false),
    Shape(key: 13, value: 7, entries: 40, isColliding: false),
    Shape(key: 40, value: 100, entries: 40, isColliding: true),
  ]

  @Test(arguments: shapes, [1, 2, 3] as [UInt64])
  func behavesAsADictionary(_ shape: Shape, _ seed: UInt64) throws {
    let epochs = try Epochs(participantCount: 1)
    let spec = hashSpec(
      key: UInt32(shape.key), value: UInt32(shape.value), entries: UInt32(shape.entries))
    let map =
      try shape.isColliding
      ? Map(colliding: spec, epochs: epochs) : Map(spec, seed: seed, epochs: epochs)
    var run = Run(map: map, participant: epochs.participant(0), seed: seed)
    run.go(shape, stepCount: 3000)
  }

  /// Bytes that a program holds a pointer to, and what they were.
  @safe
  private struct HeldValue {
    let value: UnsafeMutableRawPointer
    let expected: [UInt8]

    init(_ value: UnsafeMutableRawPointer, _ expected: [UInt8]) {
      unsafe self.value = value
      self.expected = expected
    }

    var isUnchanged: Bool {
      unsafe UnsafeRawBufferPointer(start: value, count: expected.count).elementsEqual(expected)
    }
  }

  private struct Run {
    let map: Map
    let participant: Participant
    let seed: UInt64
    var random: SplitMix64
    var model: [[UInt8]: [UInt8]] = [:]
    /// Values that were found since the last quiescent point, deleted or not, as they were.
    var held: [HeldValue] = []

    init(map: Map, participant: Participant, seed: UInt64) {
      self.map = map
      self.participant = participant
      self.seed = seed
      random = SplitMix64(seed: seed)
    }

    mutating func go(_ shape: Shape, stepCount: Int) {
      // One key in two finds no room when all come.
      let keys = (0..<2 * shape.entries).map { _ in random.bytes(shape.key) }
      participant.enter()
      for step in 0..<stepCount {
        let key = keys.randomElement(using: &random)!
        switch UInt64.random(in: 0..<8, using: &random) {
        case 0...3: update(key, random.bytes(shape.value), step)
        case 4...5: delete(key, step)
        default: lookup(key, step)
        }
        #expect(map.count == model.count, "seed \(seed), step \(step)")
        if random.next() % 40 == 0 || step % 100 == 99 { pass(step) }
      }
      participant.leave()
      var left: [[UInt8]: [UInt8]] = [:]
      map.forEach { key, value in left[key] = value }
      #expect(left == model, "seed \(seed)")
    }

    private mutating func update(_ key: [UInt8], _ value: [UInt8], _ step: Int) {
      let flags = UInt64.random(in: 0...2, using: &random)
      let expected: Int64 =
        switch (model[key] != nil, flags) {
        case (true, 1): Errno.exists
        case (false, 2): Errno.noEntry
        case (false, _) where model.count == Int(map.spec.maxEntries): Errno.tooBig
        default: 0
        }
      if expected == 0 { model[key] = value }
      let result = map.update(key: key, value: value, flags: flags)
      #expect(result == expected, "seed \(seed), step \(step)")
    }

    private mutating func delete(_ key: [UInt8], _ step: Int) {
      let expected = model.removeValue(forKey: key) == nil ? Errno.noEntry : 0
      #expect(map.delete(key: key) == expected, "seed \(seed), step \(step)")
    }

    private mutating func lookup(_ key: [UInt8], _ step: Int) {
      let value = unsafe key.withUnsafeBytes {
        unsafe MapOperations.lookup(map.address, $0.baseAddress!, worker: 0)
      }
      unsafe #expect(value.map(contents) == model[key], "seed \(seed), step \(step)")
      if let value = unsafe value { unsafe held.append(HeldValue(value, contents(value))) }
    }

    private mutating func pass(_ step: Int) {
      for value in held {
        #expect(value.isUnchanged, "seed \(seed), step \(step): reused")
      }
      held = []
      participant.pass()
    }

    private func contents(_ value: UnsafeMutableRawPointer) -> [UInt8] {
      unsafe Array(UnsafeRawBufferPointer(start: value, count: Int(map.spec.valueSize)))
    }
  }
}
