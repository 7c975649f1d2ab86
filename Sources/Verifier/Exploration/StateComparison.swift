/// Decides whether everything that is possible in one state was already possible in another.
///
/// Names of instances differ from path to path, so they are matched by a bijection that must be
/// consistent over registers, stack slots, instances and locks. Places that own something are
/// compared even when nothing reads them: unwinding does.
struct StateComparison {
  let liveRegisters: [RegisterSet]
  /// Places whose ownership must agree exactly: what some path owns there, another does not.
  let exactLocations: Set<FrameLocation>
  /// Demand equality instead of inclusion.
  private var isExact = false
  /// What is read of the old state's stacks; nil where all of it may be.
  private var reads: StackMarks?
  /// The old state's numbers that matter; nil where all of them may.
  private var demanded: SourceSet?
  /// How many of the old state's numbers were passed, in the order that ``SourceSet`` counts them.
  private var numberCount = 0
  private var names = IdentityMatches()
  private var links = LinkMatches()

  init(liveRegisters: [RegisterSet], exactLocations: Set<FrameLocation>) {
    self.liveRegisters = liveRegisters
    self.exactLocations = exactLocations
  }

  /// True when `old`, met at `slot`, covers `new` there.
  ///
  /// - Parameters:
  ///   - reads: what paths from `old` read of the stacks; nil where that isn't known.
  ///   - demanded: the numbers of `old` that matter; nil where that isn't known.
  mutating func covers(
    _ old: State, _ new: State, at slot: Int, reads: StackMarks?, demanded: SourceSet?
  ) -> Bool {
    isExact = false
    self.reads = reads
    self.demanded = demanded
    return matches(old, new, at: slot)
  }

  /// True when both states are the same but for names.
  mutating func isSame(_ old: State, _ new: State, at slot: Int) -> Bool {
    isExact = true
    reads = nil
    demanded = nil
    return matches(old, new, at: slot)
  }

  private mutating func matches(_ old: State, _ new: State, at slot: Int) -> Bool {
    guard old.frames.count == new.frames.count, old.instances.count == new.instances.count,
      old.locks.count == new.locks.count, old.rcuDepth == new.rcuDepth,
      old.preemptionDepth == new.preemptionDepth
    else { return false }
    names.removeAll()
    links.removeAll()
    numberCount = 0
    // The innermost frame differs most often.
    for index in old.frames.indices.reversed() {
      let isTop = index == old.frames.count - 1
      let live = isTop ? liveRegisters[slot] : liveRegisters(below: old.frames[index + 1])
      guard covers(old, new, frame: index, live: live) else { return false }
    }
    for (oldInstance, newInstance) in zip(old.instances, new.instances) {
      guard oldInstance.type == newInstance.type, oldInstance.isOwned == newInstance.isOwned,
        oldInstance.states == newInstance.states,
        oldInstance.reading == newInstance.reading,
        oldInstance.isLent == newInstance.isLent,
        oldInstance.isHomed == newInstance.isHomed, names.match(oldInstance.id, newInstance.id),
        names.match(oldInstance.origin, newInstance.origin)
      else { return false }
    }
    return zip(old.locks, new.locks).allSatisfy { oldLock, newLock in
      oldLock.offset == newLock.offset && oldLock.map == newLock.map && oldLock.type == newLock.type
        && names.match(oldLock.identity, newLock.identity)
        && names.match(oldLock.origin, newLock.origin)
    }
  }

  /// What the caller of `frame` reads once that returns: a callback's caller makes its call again.
  private func liveRegisters(below frame: State.Frame) -> RegisterSet {
    guard let site = frame.callSite else { return [] }
    return frame.callback == nil
      ? liveRegisters[site + 1].subtracting(.callerSaved) : liveRegisters[site]
  }

  private mutating func covers(
    _ old: State, _ new: State, frame index: Int, live: RegisterSet
  ) -> Bool {
    let function = old.frames[index].function
    guard function == new.frames[index].function,
      old.frames[index].callSite == new.frames[index].callSite,
      (old.frames[index].callback == nil) == (new.frames[index].callback == nil),
      old.frames[index].callbackCount <= new.frames[index].callbackCount
    else { return false }
    let mayOwn = old.instances.contains { $0.isOwned && !$0.isHomed }
    for register in 0..<10 {
      let matters = passNumber(old.frames[index].registers[register].kind == .scalar)
      let isLive = live.rawValue & 1 << register != 0
      guard isLive || mayOwn || !exactLocations.isEmpty else { continue }
      let a = old.frames[index].registers[register]
      let b = new.frames[index].registers[register]
      if mayOwn, !coversOwnership(old, a, new, b) { return false }
      if !agree(a, b, at: FrameLocation(function: function, place: .register(register))) {
        return false
      }
      if isLive, !covers(a, b, matters: matters) { return false }
    }
    return coversStack(old, new, frame: index, function: function, mayOwn: mayOwn)
  }

  private mutating func coversStack(
    _ old: State, _ new: State, frame: Int, function: Int, mayOwn: Bool
  ) -> Bool {
    let a = old.frames[frame].stack
    let b = new.frames[frame].stack
    for index in 0..<max(a.slots.count, b.slots.count) {
      if mayOwn || !exactLocations.isEmpty {
        let (x, y) = (a.content(at: index), b.content(at: index))
        if mayOwn, !coversOwnership(old, x, new, y) { return false }
        if !agree(x, y, at: FrameLocation(function: function, place: .stackSlot(index))) {
          return false
        }
      }
      let matters = passNumber(a[index].holdsNumber)
      let halves = reads?[frame].halves(ofSlot: index) ?? 3
      guard halves == 0 || covers(a[index], b[index], halves: halves, matters: matters) else {
        return false
      }
    }
    return true
  }

  /// What one place owns, the other must own, in the same way.
  private mutating func coversOwnership(
    _ old: State, _ a: RegisterState, _ new: State, _ b: RegisterState
  ) -> Bool {
    let isKept = old.isKept(a)
    guard isKept == new.isKept(b) else { return false }
    return !isKept || covers(a, b, matters: true)
  }

  private func agree(
    _ old: RegisterState, _ new: RegisterState, at location: FrameLocation
  ) -> Bool {
    guard !exactLocations.isEmpty, exactLocations.contains(location) else { return true }
    return old.kind == new.kind && old.isNulled == new.isNulled
      && (!old.isNulled || old.consumedAt == new.consumedAt) && old.isZero == new.isZero
      && (old.instance == 0) == (new.instance == 0)
  }

  /// Counts one more of the old state's numbers, if it is one; answers whether its value matters.
  private mutating func passNumber(_ isNumber: Bool) -> Bool {
    guard isNumber else { return true }
    defer { numberCount += 1 }
    return demanded?.contains(index: numberCount) ?? true
  }

  /// - Parameter halves: the four-byte halves that are read: bit 0 for the upper, bit 1 for the lower.
  private mutating func covers(
    _ old: StackState.Slot, _ new: StackState.Slot, halves: UInt64, matters: Bool
  ) -> Bool {
    if old.bytes.isAll(.uninitialised), !isExact { return true }
    let areSpills = old.bytes[0] == .spilled && new.bytes[0] == .spilled
    if areSpills, old.spilledByteCount == new.spilledByteCount,
      !covers(old.spilled, new.spilled, matters: matters)
    {
      return false
    }
    if old.holdsNumber, !matters { return coversBytes(new, halves: halves, spilled: old) }
    for index in 0..<8 where halves & (index < 4 ? 2 : 1) != 0 {
      let oldKind = old.bytes[index]
      var newKind = new.bytes[index]
      if oldKind == .spilled {
        guard newKind == .spilled, old.spilledByteCount == new.spilledByteCount else {
          return false
        }
        continue
      }
      if isExact {
        guard oldKind == newKind else { return false }
        continue
      }
      // A spilled number reads as bytes of unknown value.
      if newKind == .spilled, new.spilled.kind == .scalar { newKind = .miscellaneous }
      switch oldKind {
      case .uninitialised, .touched: continue
      case .spilled: return false
      case .miscellaneous: guard newKind == .miscellaneous || newKind == .zero else { return false }
      case .zero: guard newKind == .zero else { return false }
      }
    }
    return true
  }

  /// A number that doesn't matter is covered by any bytes that may be read as one.
  private func coversBytes(
    _ new: StackState.Slot, halves: UInt64, spilled old: StackState.Slot
  ) -> Bool {
    for index in 0..<8 where halves & (index < 4 ? 2 : 1) != 0 {
      switch (old.bytes[index], new.bytes[index]) {
      case (.uninitialised, _), (.touched, _): continue
      case (.zero, .zero): continue
      case (.zero, _): return false
      case (_, .spilled): guard new.spilled.kind == .scalar else { return false }
      case (_, .miscellaneous), (_, .zero): continue
      default: return false
      }
    }
    return true
  }

  private mutating func covers(
    _ old: RegisterState, _ new: RegisterState, matters: Bool
  ) -> Bool {
    if old.kind == .uninitialised { return !isExact || new.kind == .uninitialised }
    guard old.kind == new.kind else { return false }
    if old.kind == .scalar { return !matters || coversScalar(old, new) }
    guard old.isNullable == new.isNullable, old.offset == new.offset, old.detail == new.detail,
      old.trust == new.trust,
      isExact ? old.packetRange == new.packetRange : old.packetRange <= new.packetRange,
      isExact ? old.number == new.number : new.number.isSubset(of: old.number)
    else { return false }
    return names.match(old.identity, new.identity) && names.match(old.instance, new.instance)
  }

  private mutating func coversScalar(_ old: RegisterState, _ new: RegisterState) -> Bool {
    if isExact {
      return old.number == new.number && old.delta == new.delta
        && old.isLowHalf == new.isLowHalf && names.match(old.identity, new.identity)
    }
    return new.number.isSubset(of: old.number) && links.hold(old, new)
  }
}

/// What numbers of the old state are linked to others, which the new state must have linked, too: at the same
/// distance from each other. It may have more links, and what is linked to nothing isn't compared.
private struct LinkMatches {
  private struct Match {
    var old: UInt32
    /// Zero where what was met first isn't linked in the new state.
    var new: UInt32
    /// How much more the new one is away from its base.
    var shift: UInt64
  }

  /// Few, so that a search is faster than a table.
  private var matches: [Match] = []

  mutating func removeAll() { matches.removeAll(keepingCapacity: true) }

  mutating func hold(_ old: RegisterState, _ new: RegisterState) -> Bool {
    guard old.identity != 0 else { return true }
    let identity = old.isLowHalf == new.isLowHalf ? new.identity : 0
    let shift = new.delta &- old.delta
    for match in matches where match.old == old.identity {
      return identity != 0 && match.new == identity && match.shift == shift
    }
    matches.append(Match(old: old.identity, new: identity, shift: shift))
    return true
  }
}

/// A bijection between the names of two states, as far as it was needed.
private struct IdentityMatches {
  /// Few, so that a search is faster than a table.
  private var pairs: [(old: UInt32, new: UInt32)] = []

  mutating func removeAll() { pairs.removeAll(keepingCapacity: true) }

  mutating func match(_ old: UInt32, _ new: UInt32) -> Bool {
    if old == 0 || new == 0 { return old == new }
    for pair in pairs where pair.old == old || pair.new == new {
      return pair.old == old && pair.new == new
    }
    pairs.append((old, new))
    return true
  }
}
