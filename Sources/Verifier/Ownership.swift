import Bytecode
import Contracts

/// What the places of one function's frame were seen to hold at one point where it may be unwound.
struct OwnershipPoint {
  var function: Int
  var visitCount = 0
  var observations: [FrameLocation.Place: Observation] = [:]

  /// Everything one place held, over all paths.
  struct Observation {
    var visitCount = 0
    var owned: OwnedValue?
    /// Seen holding an owned value of another type, or an alias of one kept elsewhere.
    var isAmbiguous = false
    var sawZero = false
    var sawUninitialised = false
    /// Seen holding something that is neither owned nor null.
    var sawOther = false
    var consumedAt: Set<Int> = []
  }
}

/// An owned value as it is kept in a frame.
public struct OwnedValue: Hashable, Sendable {
  /// The interface type's name.
  public var type: String
  /// What to subtract from the kept pointer to get the object's address.
  public var pointerOffset: Int
}

extension Exploration {
  /// Records, for every frame of the chain, what it owns at this call, which may unwind it.
  mutating func noteUnwinding(
    _ callee: FunctionContract, registers: ClosedRange<Int>
  ) throws(Rejection) {
    if let lock = path.state.lock {
      throw reject(
        "\(callee.name) can't be called while a lock is held", contract: callee,
        hint: "the lock was taken at insn \(lock.acquiredAt)")
    }
    for index in path.state.frames.indices {
      let function = path.state.frames[index].function
      if callee.suspends { evidence.suspendingFunctions.insert(function) }
      if callee.throws { evidence.throwingFunctions.insert(function) }
    }
    var kept: Set<UInt32> = []
    for index in path.state.frames.indices.reversed() {
      let isTop = index == path.state.frames.count - 1
      let slot = isTop ? path.slot : path.state.frames[index + 1].callSite!
      observe(frame: index, at: slot, registers: isTop ? registers : 6...9, kept: &kept)
    }
    for instance in path.state.instances
    where instance.isOwned && !instance.isHomed && !kept.contains(instance.id) {
      throw reject(
        "reference id=\(instance.id) alloc_insn=\(instance.acquiredAt) is held here, but no "
          + "register or stack slot keeps it", contract: callee,
        hint: "keep the \(unit.typeRules[instance.type].name) in a variable that is used later")
    }
  }

  private mutating func observe(
    frame index: Int, at slot: Int, registers: ClosedRange<Int>, kept: inout Set<UInt32>
  ) {
    let depth = index
    let frame = path.state.frames[index]
    var point = evidence.ownership[slot] ?? OwnershipPoint(function: frame.function)
    point.visitCount += 1
    // Of several places that hold one value, the first counts; what a call clobbers comes last.
    for number in registers where number > 5 {
      note(frame.registers[number], in: .register(number), of: &point, kept: &kept)
    }
    for slotIndex in 0..<frame.stack.byteCount / StackState.slotByteCount {
      let held =
        frame.stack.spilledRegister(at: slotIndex) ?? frame.stack[slotIndex].unspilledContent
      let keptBefore = kept.count
      note(held, in: .stackSlot(slotIndex), of: &point, kept: &kept)
      // Unwinding reads the places that own something.
      if kept.count > keptBefore {
        markStackRead(frame: depth, -8 * (slotIndex + 1)..<(-8 * slotIndex))
      }
    }
    for number in registers where number <= 5 {
      note(frame.registers[number], in: .register(number), of: &point, kept: &kept)
    }
    evidence.ownership[slot] = point
  }

  private func note(
    _ held: RegisterState, in place: FrameLocation.Place, of point: inout OwnershipPoint,
    kept: inout Set<UInt32>
  ) {
    var observation = point.observations[place] ?? OwnershipPoint.Observation()
    observation.visitCount += 1
    defer { point.observations[place] = observation }
    if let instance = path.state.instance(held.instance), instance.isOwned, !instance.isHomed,
      held.kind == .object
    {
      let owned = OwnedValue(
        type: unit.typeRules[held.detail].name, pointerOffset: Int(held.offset))
      guard kept.insert(instance.id).inserted else {
        observation.sawOther = true
        return
      }
      if let known = observation.owned, known != owned { observation.isAmbiguous = true }
      observation.owned = owned
      return
    }
    if held.kind == .uninitialised {
      observation.sawUninitialised = true
    } else if held.isZero {
      observation.sawZero = true
    } else if held.isNulledWhenConsumed {
      observation.consumedAt.insert(Int(held.consumedAt) - 1)
    } else {
      observation.sawOther = true
    }
  }
}

extension StackState.Slot {
  /// What a slot without a whole spill counts as: null, untouched, or something.
  fileprivate var unspilledContent: RegisterState {
    if bytes.isAll(.uninitialised) { return .uninitialised }
    if bytes.isAll(.zero) { return .constant(0) }
    return .unknownScalar
  }
}
