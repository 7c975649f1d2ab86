import CBaton
import Maps
import Synchronization
import Testing

@Suite struct LPMMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 2) }

  static func spec(data: Int = 4, value: UInt32 = 8, entries: UInt32) -> MapSpec {
    MapSpec(
      type: MapType.lpmTrie.rawValue, keySize: UInt32(4 + data), valueSize: value,
      maxEntries: entries, flags: .noPreallocation)
  }

  private func key(_ length: UInt32, _ data: [UInt8]) -> [UInt8] { bytes(length) + data }

  @Test func theLongestPrefixWins() throws {
    let map = try Map(Self.spec(entries: 8), seed: 1, epochs: epochs)
    let routes: [(UInt32, [UInt8], UInt64)] = [
      (0, [0, 0, 0, 0], 1), (8, [10, 0, 0, 0], 2), (16, [10, 1, 0, 0], 3),
      (24, [10, 1, 2, 0], 4), (32, [10, 1, 2, 3], 5), (31, [10, 1, 2, 2], 6),
    ]
    for (length, data, value) in routes {
      #expect(map.update(key: key(length, data), value: bytes(value)) == 0)
    }
    let expected: [([UInt8], UInt64)] = [
      ([10, 1, 2, 3], 5), ([10, 1, 2, 2], 6), ([10, 1, 2, 4], 4), ([10, 1, 3, 3], 3),
      ([10, 2, 2, 3], 2), ([11, 1, 2, 3], 1),
    ]
    for (data, value) in expected {
      #expect(word(map.value(forKey: key(32, data))) == value, "\(data)")
    }
    // A prefix finds the longest one that covers all of it.
    #expect(word(map.value(forKey: key(25, [10, 1, 2, 3]))) == 4)
    #expect(word(map.value(forKey: key(24, [10, 1, 2, 3]))) == 4)
    #expect(word(map.value(forKey: key(23, [10, 1, 2, 3]))) == 3)
    #expect(word(map.value(forKey: key(7, [10, 1, 2, 3]))) == 1)
    #expect(word(map.value(forKey: key(0, [10, 1, 2, 3]))) == 1)
    #expect(map.delete(key: key(0, [0, 0, 0, 0])) == 0)
    #expect(map.value(forKey: key(7, [10, 1, 2, 3])) == nil)
    #expect(map.value(forKey: key(32, [11, 1, 2, 3])) == nil)
    #expect(map.count == 5)
  }

  @Test func errorsAreLinuxs() throws {
    let map = try Map(Self.spec(entries: 2), seed: 1, epochs: epochs)
    let (net, host) = (key(8, [10, 0, 0, 0]), key(32, [10, 0, 0, 1]))
    let value = bytes(UInt64(1))
    #expect(map.update(key: key(33, [10, 0, 0, 0]), value: value) == Errno.invalid)
    #expect(map.update(key: net, value: value, flags: 3) == Errno.invalid)
    for key in [net, host] {
      #expect(map.update(key: key, value: value, flags: Flags.exist) == Errno.noEntry)
      #expect(map.update(key: key, value: value, flags: Flags.noExist) == 0)
      #expect(map.update(key: key, value: value, flags: Flags.noExist) == Errno.exists)
      #expect(map.update(key: key, value: value, flags: Flags.exist) == 0)
    }
    #expect(map.update(key: key(9, [10, 0, 0, 0]), value: value) == Errno.noSpace)
    #expect(map.update(key: key(31, [10, 0, 0, 0]), value: value) == Errno.noSpace)
    #expect(map.value(forKey: key(33, [10, 0, 0, 1])) == nil)
    #expect(map.value(forKey: key(.max, [10, 0, 0, 1])) == nil)
    #expect(map.delete(key: key(33, [10, 0, 0, 0])) == Errno.invalid)
    #expect(map.delete(key: key(9, [10, 0, 0, 0])) == Errno.noEntry)
    #expect(map.delete(key: key(30, [10, 0, 0, 0])) == Errno.noEntry)
    #expect(map.delete(key: net) == 0)
    #expect(map.delete(key: host) == 0)
    #expect(map.delete(key: host) == Errno.noEntry)
    #expect(map.count == 0)
  }

  @Test func sizesAreLimited() {
    for (size, isLegal) in [(0, false), (4, false), (5, true), (260, true), (261, false)] {
      let spec = MapSpec(type: 11, keySize: UInt32(size), valueSize: 1, maxEntries: 1)
      if isLegal {
        #expect(throws: Never.self) { try Map(spec, seed: 1, epochs: epochs) }
      } else {
        #expect(throws: MapError.keySize(got: UInt32(size), allowed: 5...260)) {
          try Map(spec, seed: 1, epochs: epochs)
        }
      }
    }
  }

  /// The longest of all prefixes that match, found one by one.
  private struct Oracle {
    var values: [[UInt8]: UInt64] = [:]

    /// Bits behind the length mean nothing.
    static func canonical(_ key: [UInt8]) -> [UInt8] {
      let length = Int(word(Array(key[0..<4]))!)
      var key = key
      for bit in length..<(key.count - 4) * 8 { key[4 + bit / 8] &= ~(0x80 >> UInt8(bit % 8)) }
      return key
    }

    func lookup(_ key: [UInt8]) -> UInt64? {
      let length = Int(word(Array(key[0..<4]))!)
      for shorter in stride(from: length, through: 0, by: -1) {
        if let value = values[Self.canonical(bytes(UInt32(shorter)) + key[4...])] { return value }
      }
      return nil
    }
  }

  struct Shape: CustomStringConvertible, Sendable {
    var data: Int
    var entries: Int
    /// Levels that are a table; null where the map chooses.
    var root: Int?
    var description: String { "\(data) bytes ×\(entries), root \(root.map(String.init) ?? "own")" }
  }

  static let shapes = [
    Shape(data: 1, entries: 30), Shape(data: 2, entries: 40, root: 3), Shape(data: 4, entries: 60),
    Shape(data: 4, entries: 200, root: 16), Shape(data: 4, entries: 100, root: 0),
    Shape(data: 8, entries: 50), Shape(data: 16, entries: 300), Shape(data: 13, entries: 50),
    Shape(data: 256, entries: 20), Shape(data: 4, entries: 1),
  ]

  @Test(arguments: shapes, [1, 2] as [UInt64])
  func findsWhatANaiveSearchFinds(_ shape: Shape, _ seed: UInt64) throws {
    let spec = Self.spec(data: shape.data, entries: UInt32(shape.entries))
    let map =
      try shape.root.map { try Map(spec, epochs: epochs, rootBitCount: $0) }
      ?? Map(spec, seed: 1, epochs: epochs)
    var random = SplitMix64(seed: seed)
    var oracle = Oracle()
    let participant = epochs.participant(0)
    participant.enter()
    // The naive search takes long where prefixes may be.
    for step in 0..<(isThorough ? 4000 : 400) / (shape.data > 16 ? 20 : 1) {
      let key = randomKey(shape, &random)
      let exact = Oracle.canonical(key)
      switch random.next() % 5 {
      case 0...1:
        let value = random.next()
        let isFull = oracle.values[exact] == nil && oracle.values.count == shape.entries
        let result = map.update(bytes: key, bytes(value))
        #expect(result == (isFull ? Errno.noSpace : 0), "seed \(seed), step \(step)")
        if !isFull { oracle.values[exact] = value }
      case 2:
        let expected = oracle.values.removeValue(forKey: exact) == nil ? Errno.noEntry : 0
        #expect(map.delete(bytes: key) == expected, "seed \(seed), step \(step)")
      default:
        let found = unsafe map.lookup(bytes: key).map { unsafe $0.load(as: UInt64.self) }
        #expect(found == oracle.lookup(key), "seed \(seed), step \(step)")
      }
      #expect(map.count == oracle.values.count)
      if step % 50 == 0 { participant.pass() }
    }
    participant.leave()
    var left: [[UInt8]: UInt64] = [:]
    map.forEach { key, value in
      #expect(left.updateValue(word(value)!, forKey: Oracle.canonical(key)) == nil)
    }
    #expect(left == oracle.values, "seed \(seed)")
    for key in left.keys { #expect(map.delete(key: key) == 0) }
    #expect(map.count == 0 && map.keys() == [])
  }

  /// Data that shares long prefixes with other data.
  private func randomKey(_ shape: Shape, _ random: inout SplitMix64) -> [UInt8] {
    var data = [UInt8](repeating: 0xA5, count: shape.data)
    for _ in 0..<random.next() % 4 {
      data[Int.random(in: 0..<shape.data, using: &random)] ^= 1 << UInt8(random.next() % 8)
    }
    let bitCount = 8 * shape.data
    let length = random.next() % 3 == 0 ? bitCount : Int.random(in: 0...bitCount, using: &random)
    return bytes(UInt32(length)) + data
  }

  /// Prefixes that stay are found while those above, below and beside them come and go.
  @Test(arguments: [0, 8, 16])
  func readersAreNeverMisled(_ rootBitCount: Int) throws {
    let epochs = try Epochs(participantCount: 2)
    let map = try Map(Self.spec(entries: 8192), epochs: epochs, rootBitCount: rootBitCount)
    // Each value says which prefix it belongs to.
    @Sendable func put(_ length: UInt32, _ address: UInt32) -> Int64 {
      let key = bytes(length) + bytes(address.bigEndian)
      return map.update(bytes: key, bytes(UInt64(length) << 32 | UInt64(address)))
    }
    for net in UInt32(0)..<16 { #expect(put(12, 10 << 24 | net << 20) == 0) }
    let rounds = isThorough ? 40_000 : 2_000
    let faults = Faults()
    let running = Atomic<Int>(2)
    onThreads(4) { thread in
      var random = SplitMix64(seed: UInt64(thread))
      if thread < 2 {
        for _ in 0..<rounds {
          let length = UInt32.random(in: 1...32, using: &random)
          if length == 12 { continue }
          let mask = UInt32.max << (32 - length)
          let address = (10 << 24 | UInt32(random.next() & 0xF0_00F0)) & mask
          if random.next() % 2 == 0 {
            let result = put(length, address)
            // Readers that the system has stopped keep the spare nodes.
            if result != 0 && result != Errno.noMemory { faults.add("\(result)") }
          } else {
            _ = map.delete(bytes: bytes(length) + bytes(address.bigEndian))
          }
        }
        running.subtract(1, ordering: .releasing)
        return
      }
      let participant = epochs.participant(thread - 2)
      participant.enter()
      while running.load(ordering: .acquiring) > 0 {
        let address = 10 << 24 | UInt32(random.next() & 0xFF_FFFF)
        let found = unsafe map.lookup(bytes: bytes(UInt32(32)) + bytes(address.bigEndian))
        if let value = unsafe found?.load(as: UInt64.self) {
          let (length, prefix) = (UInt32(value >> 32), UInt32(truncatingIfNeeded: value))
          if length < 12 { faults.add("a prefix that stays was missed") }
          if (prefix ^ address) >> (32 - length) != 0 { faults.add("a prefix that doesn't match") }
        } else {
          faults.add("missed")
        }
        participant.pass()
      }
      participant.leave()
    }
    #expect(faults.all == [:])
  }

  @Test func aHeldValueStays() throws {
    let map = try Map(Self.spec(entries: 2), seed: 1, epochs: epochs)
    let reader = epochs.participant(0)
    reader.enter()
    let host = key(32, [10, 0, 0, 1])
    #expect(map.update(bytes: host, bytes(UInt64(5))) == 0)
    let value = unsafe map.lookup(bytes: host)!
    var result: Int64 = 0
    var rounds = 0
    while result == 0 {
      result = map.update(bytes: host, bytes(UInt64(rounds)))
      rounds += 1
    }
    #expect(result == Errno.noMemory && rounds > 500)
    #expect(unsafe value.load(as: UInt64.self) == 5)
    reader.leave()
    #expect(map.update(bytes: host, bytes(UInt64(6))) == 0)
  }
}
