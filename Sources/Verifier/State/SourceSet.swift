/// Which numbers of an earlier state a number was computed from.
///
/// The numbers of a state are counted in the order of ``State/forEachNumber(_:)``. Those from the
/// last place on share it: what is said of one is then said of all of them.
struct SourceSet: Equatable {
  static let placeCount = 128

  private var words = SIMD2<UInt64>(0, 0)

  init() {}

  /// The number that is counted as `index`, alone.
  init(index: Int) {
    let place = min(index, Self.placeCount - 1)
    words[place >> 6] = 1 << UInt64(place & 63)
  }

  var isEmpty: Bool { words == SIMD2(0, 0) }

  func contains(index: Int) -> Bool {
    let place = min(index, Self.placeCount - 1)
    return words[place >> 6] & 1 << UInt64(place & 63) != 0
  }

  mutating func formUnion(_ other: SourceSet) { words |= other.words }
  mutating func subtract(_ other: SourceSet) { words &= ~other.words }

  func union(_ other: SourceSet) -> SourceSet {
    var result = self
    result.formUnion(other)
    return result
  }
}

/// Where a number of a state lies.
struct NumberPlace: Hashable {
  /// From the innermost frame, which is 0.
  var frame: Int
  var place: FrameLocation.Place
}

extension State {
  /// Calls `body` for every number in a register or in a slot of a stack, in the order that ``SourceSet``
  /// counts them: the innermost frame's first, registers before slots.
  func forEachNumber(_ body: (NumberPlace, RegisterState) -> Void) {
    for depth in 0..<frames.count {
      let frame = frames[frames.count - 1 - depth]
      for index in 0..<10 where frame.registers[index].kind == .scalar {
        body(NumberPlace(frame: depth, place: .register(index)), frame.registers[index])
      }
      for (index, slot) in frame.stack.slots.enumerated() where slot.holdsNumber {
        body(NumberPlace(frame: depth, place: .stackSlot(index)), slot.spilled)
      }
    }
  }

  /// Has every number start anew: from here on it comes from itself, and from nothing before.
  mutating func renumberSources() {
    var count = 0
    func renumber(_ register: inout RegisterState) {
      register.sources = SourceSet(index: count)
      count += 1
    }
    for frame in frames.indices.reversed() {
      for index in 0..<10 where frames[frame].registers[index].kind == .scalar {
        renumber(&frames[frame].registers[index])
      }
      frames[frame].stack.updateSpilled { if $0.kind == .scalar { renumber(&$0) } }
    }
  }

  /// What the numbers in `set` were computed from.
  func sources(of set: SourceSet) -> SourceSet {
    var result = SourceSet()
    var count = 0
    forEachNumber { _, number in
      if set.contains(index: count) { result.formUnion(number.sources) }
      count += 1
    }
    return result
  }

  /// What is kept at a place, which may not be there; whole, or the lower bytes of a slot.
  func kept(at place: NumberPlace) -> RegisterState? {
    guard place.frame < frames.count else { return nil }
    let frame = frames[frames.count - 1 - place.frame]
    return switch place.place {
    case .register(let index): frame.registers[index]
    case .stackSlot(let index): frame.stack[index].spilled
    }
  }

  /// Nothing is known any more of the number at a place.
  mutating func forgetNumber(at place: NumberPlace) {
    let frame = frames.count - 1 - place.frame
    switch place.place {
    case .register(let index): frames[frame].registers[index] = .unknownScalar
    case .stackSlot(let index): frames[frame].stack.forgetNumber(at: index)
    }
  }

  /// The constant at a place, if a whole one is there.
  func constant(at place: NumberPlace) -> UInt64? {
    if case .stackSlot(let index) = place.place, place.frame < frames.count,
      !frames[frames.count - 1 - place.frame].stack[index].bytes.isAll(.spilled)
    {
      return nil
    }
    return kept(at: place)?.constantValue
  }
}

extension StackState.Slot {
  /// Whether a number, or the lower bytes of one, were spilled there.
  var holdsNumber: Bool { bytes[0] == .spilled && spilled.kind == .scalar }
}
