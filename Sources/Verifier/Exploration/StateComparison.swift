/// Decides whether everything that is possible in one state was already possible in another.
///
/// Names of instances differ from path to path, so they are matched by a bijection that must be
/// consistent over registers, stack slots, instances and locks.
struct StateComparison {
  let liveRegisters: [RegisterSet]
  let exactLocations: Set<FrameLocation>
  /// Demand equality instead of inclusion.
  let isExact: Bool
  /// The stack words of the old state that matter.
  let liveStack: StackMask
  private var forward: [UInt32: UInt32] = [:]
  private var backward: [UInt32: UInt32] = [:]

  init(
    liveRegisters: [RegisterSet], exactLocations: Set<FrameLocation>, isExact: Bool,
    liveStack: StackMask
  ) {
    self.liveRegisters = liveRegisters
    self.exactLocations = exactLocations
    self.isExact = isExact
    self.liveStack = liveStack
  }

  /// True when `old`, met at `slot`, covers `new` there.
  mutating func covers(_ old: State, _ new: State, at slot: Int) -> Bool {
    guard old.frames.count == new.frames.count, old.instances.count == new.instances.count,
      (old.lock == nil) == (new.lock == nil)
    else { return false }
    for index in old.frames.indices {
      let isTop = index == old.frames.count - 1
      let live =
        isTop
        ? liveRegisters[slot]
        : liveRegisters[(old.frames[index + 1].callSite ?? 0) + 1]
          .subtracting(.callerSaved)
      guard covers(old.frames[index], new.frames[index], live: live, depth: index) else {
        return false
      }
    }
    for (oldInstance, newInstance) in zip(old.instances, new.instances) {
      guard oldInstance.type == newInstance.type, oldInstance.isOwned == newInstance.isOwned,
        oldInstance.isHomed == newInstance.isHomed, match(oldInstance.id, newInstance.id)
      else { return false }
    }
    guard coversOwnership(old, new) else { return false }
    if let oldLock = old.lock, let newLock = new.lock {
      return oldLock.offset == newLock.offset && match(oldLock.identity, newLock.identity)
    }
    return true
  }

  /// What was unwound from `old` on relied on the places that own something there, read or not.
  private mutating func coversOwnership(_ old: State, _ new: State) -> Bool {
    guard old.instances.contains(where: { $0.isOwned && !$0.isHomed }) else { return true }
    for (oldFrame, newFrame) in zip(old.frames, new.frames) {
      for index in 0..<10 {
        guard coversOwner(oldFrame.registers[index], newFrame.registers[index], in: old) else {
          return false
        }
      }
      for index in oldFrame.stack.slots.indices {
        guard let spilled = oldFrame.stack.spilledRegister(at: index) else { continue }
        let counterpart = newFrame.stack.spilledRegister(at: index) ?? .uninitialised
        guard coversOwner(spilled, counterpart, in: old) else { return false }
      }
    }
    return true
  }

  private mutating func coversOwner(
    _ old: RegisterState, _ new: RegisterState, in state: State
  ) -> Bool {
    guard old.kind == .object, let instance = state.instance(old.instance), instance.isOwned,
      !instance.isHomed
    else { return true }
    return new.kind == .object && new.offset == old.offset && match(old.instance, new.instance)
  }

  private mutating func covers(
    _ old: State.Frame, _ new: State.Frame, live: RegisterSet, depth: Int
  ) -> Bool {
    guard old.function == new.function, old.callSite == new.callSite else { return false }
    for index in 0..<10 {
      if isExact(.register(index), of: old.function),
        !sameOwnership(old.registers[index], new.registers[index])
      {
        return false
      }
      guard live.rawValue & 1 << index != 0 else { continue }
      guard covers(old.registers[index], new.registers[index]) else { return false }
    }
    return covers(old.stack, new.stack, function: old.function, depth: depth)
  }

  private mutating func covers(
    _ old: StackState, _ new: StackState, function: Int, depth: Int
  ) -> Bool {
    let count = max(old.byteCount, new.byteCount) / StackState.slotByteCount
    for index in 0..<count {
      let oldRegister = old.spilledRegister(at: index) ?? .uninitialised
      let newRegister = new.spilledRegister(at: index) ?? .uninitialised
      if isExact(.stackSlot(index), of: function), !sameOwnership(oldRegister, newRegister) {
        return false
      }
      let lowest = -8 * (index + 1)
      let lowIsLive = liveStack.contains(frame: depth, byteAt: lowest)
      let highIsLive = liveStack.contains(frame: depth, byteAt: lowest + 4)
      guard lowIsLive || highIsLive else { continue }
      let live = (lowIsLive ? 0 : 4)..<(highIsLive ? 8 : 4)
      guard covers(old[index], new[index], live: live) else { return false }
    }
    return true
  }

  private mutating func covers(
    _ old: StackState.Slot, _ new: StackState.Slot, live: Range<Int>
  ) -> Bool {
    let newIsSpill = new.bytes[0] == .spilled
    if old.bytes[0] == .spilled, newIsSpill, old.spilledByteCount == new.spilledByteCount,
      !covers(old.spilled, new.spilled)
    {
      return false
    }
    for index in live {
      let oldKind = old.bytes[index]
      // A spilled number reads as bytes of unknown value.
      var newKind = new.bytes[index]
      if oldKind == .spilled {
        guard newKind == .spilled, old.spilledByteCount == new.spilledByteCount else {
          return false
        }
        continue
      }
      if newKind == .spilled, new.spilled.kind == .scalar { newKind = .miscellaneous }
      switch oldKind {
      case .uninitialised: if isExact, newKind != .uninitialised { return false }
      case .spilled: return false
      case .miscellaneous: guard newKind == .miscellaneous || newKind == .zero else { return false }
      case .zero: guard newKind == .zero else { return false }
      }
    }
    return true
  }

  private mutating func covers(_ old: RegisterState, _ new: RegisterState) -> Bool {
    if old.kind == .uninitialised { return !isExact || new.kind == .uninitialised }
    guard old.kind == new.kind else { return false }
    if old.kind == .scalar { return coversScalar(old, new) }
    guard old.isNullable == new.isNullable, old.offset == new.offset, old.detail == new.detail,
      isExact ? old.packetRange == new.packetRange : old.packetRange <= new.packetRange,
      isExact ? old.number == new.number : new.number.isSubset(of: old.number)
    else { return false }
    return match(old.identity, new.identity) && match(old.instance, new.instance)
  }

  private mutating func coversScalar(_ old: RegisterState, _ new: RegisterState) -> Bool {
    guard isExact ? old.number == new.number : new.number.isSubset(of: old.number) else {
      return false
    }
    // A link between copies in the old state was relied on: the new one must have it too.
    return old.identity == 0 || match(old.identity, new.identity)
  }

  /// Whether ownership of the place has to agree, read later or not.
  private func isExact(_ place: FrameLocation.Place, of function: Int) -> Bool {
    !exactLocations.isEmpty
      && exactLocations.contains(FrameLocation(function: function, place: place))
  }

  private mutating func match(_ old: UInt32, _ new: UInt32) -> Bool {
    if old == 0 || new == 0 { return old == new }
    switch (forward[old], backward[new]) {
    case (nil, nil):
      forward[old] = new
      backward[new] = old
      return true
    case (new, old): return true
    default: return false
    }
  }

  private func sameOwnership(_ old: RegisterState, _ new: RegisterState) -> Bool {
    old.kind == new.kind && old.consumedAt == new.consumedAt
      && old.isNulledWhenConsumed == new.isNulledWhenConsumed && old.isZero == new.isZero
      && (old.instance == 0) == (new.instance == 0)
  }
}
