/// The explored states of one slot, so that those which may cover a path are found quickly.
///
/// Of a state that is done it is known which of its numbers may matter. Where some of these are
/// constants, as the counters of loops are, only paths with these very constants are worth a look: the
/// state is filed under them. All others are looked at one by one, and forgotten when that is in vain too often.
struct SlotIndex {
  /// Looked at one by one, oldest first.
  private(set) var others: [Int] = []
  private var filed: [Key: [Int]] = [:]
  /// The places that constants were found in, for each set of such places.
  private var patterns: [[NumberPlace]] = []

  private struct Key: Hashable {
    var pattern: Int
    var values: [UInt64]
  }

  /// The newest states of the same constants; older ones are dropped.
  private static let filedCountMax = 16
  /// With more sets of places than this, states are no longer filed.
  private static let patternCountMax = 32

  mutating func add(_ node: Int) { others.append(node) }

  mutating func forget(where isUseless: (Int) -> Bool) { others.removeAll(where: isUseless) }

  /// Files a state that is done under those of the numbers that may matter which are constants.
  mutating func file(_ node: Int, under constants: [(place: NumberPlace, value: UInt64)]) {
    guard !constants.isEmpty, let pattern = pattern(of: constants.map(\.place)) else { return }
    if let index = others.lastIndex(of: node) { others.remove(at: index) }
    let key = Key(pattern: pattern, values: constants.map(\.value))
    var nodes = filed.removeValue(forKey: key) ?? []
    if nodes.count == Self.filedCountMax { nodes.removeFirst() }
    nodes.append(node)
    filed[key] = nodes
  }

  private mutating func pattern(of places: [NumberPlace]) -> Int? {
    if let known = patterns.firstIndex(of: places) { return known }
    guard patterns.count < Self.patternCountMax else { return nil }
    patterns.append(places)
    return patterns.count - 1
  }

  /// The states that may cover `state` by their constants, newest first.
  func filed(for state: State) -> [Int] {
    var result: [Int] = []
    for (pattern, places) in patterns.enumerated() {
      let values = places.compactMap { state.constant(at: $0) }
      guard values.count == places.count,
        let nodes = filed[Key(pattern: pattern, values: values)]
      else { continue }
      result += nodes.reversed()
    }
    return result
  }
}

/// The explored states of all slots. Most slots never have any: they take four bytes.
struct SlotIndices {
  private var indices = [SlotIndex()]
  /// Which index is a slot's own; the first one is that of all slots without states.
  private var places: [Int32]

  init(slotCount: Int) { places = Array(repeating: 0, count: slotCount) }

  subscript(slot: Int) -> SlotIndex {
    get { indices[Int(places[slot])] }
    _modify {
      if places[slot] == 0 {
        places[slot] = Int32(indices.count)
        indices.append(SlotIndex())
      }
      yield &indices[Int(places[slot])]
    }
  }
}

extension State {
  /// Those of the numbers in `set` that are constants.
  func constants(in set: SourceSet) -> [(place: NumberPlace, value: UInt64)] {
    var result: [(place: NumberPlace, value: UInt64)] = []
    var count = 0
    forEachNumber { place, _ in
      if set.contains(index: count), let value = constant(at: place) {
        result.append((place, value))
      }
      count += 1
    }
    return result
  }

  /// Those of the innermost frame's registers in `set` that are constants.
  func constants(in set: RegisterSet) -> [(place: NumberPlace, value: UInt64)] {
    let registers = frames[frames.count - 1].registers
    var result: [(place: NumberPlace, value: UInt64)] = []
    for index in 0..<10 where set.rawValue & 1 << index != 0 {
      guard let value = registers[index].constantValue else { continue }
      result.append((NumberPlace(frame: 0, place: .register(index)), value))
    }
    return result
  }
}
