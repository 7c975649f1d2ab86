import CBaton
import ObjectFile

extension MapDefinition {
  /// What the map holds on all sides: multiples of a large odd number as a hash map's keys, prefixes
  /// of 8 to 32 bits in a trie, an array's indices.
  func forEachBenchEntry(_ body: (_ key: [UInt8], _ value: [UInt8]) throws -> Void) rethrows {
    guard contents == .octets else { return }
    for number in 0..<UInt64(maxEntries) {
      try body(benchKey(number), Self.octets(number &* 31, Int(valueSize)))
    }
  }

  private func benchKey(_ number: UInt64) -> [UInt8] {
    switch type {
    case BPF_MAP_TYPE_HASH.rawValue:
      return Self.octets(number &* 0x9e37_79b9_7f4a_7c15, Int(keySize))
    case BPF_MAP_TYPE_LPM_TRIE.rawValue:
      let address = number &* 0x9e37_79b9
      return Self.octets(8 + number % 25, 4) + Self.octets(address, Int(keySize) - 4)
    default: return Self.octets(number, Int(keySize))
    }
  }

  private static func octets(_ word: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) : 0 }
  }
}
