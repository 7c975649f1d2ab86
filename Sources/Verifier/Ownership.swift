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
  /// The place is the value's first word, and not a pointer to it. A zero there is none.
  public var isInPlace = false

  /// Where the value is, when the place at address `place` holds `kept`; nil where that is nothing.
  @inlinable
  public func address(keeping kept: UInt64, in place: UInt64) -> UInt64? {
    if kept == 0 { return nil }
    return isInPlace ? place : kept - UInt64(pointerOffset)
  }
}

extension Exploration {
  /// Records, for every frame of the chain, what it owns at this call, which may unwind it.
  mutating func noteUnwinding(
    _ callee: FunctionContract, registers: ClosedRange<Int>
  ) throws(Rejection) {
    if let lock = path.state.locks.last {
      throw reject(
        "\(callee.name) can't be called while a lock is held", contract: callee,
        hint: "the lock was taken at insn \(insn(lock.acquiredAt))")
    }
    for index in path.state.frames.indices {
      let function = path.state.frames[index].function
      if callee.suspends { evidence.suspendingFunctions.insert(function) }
      if callee.throws { evidence.throwingFunctions.insert(function) }
    }
    var kept: Set<UInt32> = []
    observeFrames(into: \.ownership, registers: registers, live: .all, kept: &kept)
    for instance in path.state.instances
    where instance.isOwned && !instance.isHomed && !kept.contains(instance.id) {
      throw reject(
        "reference id=\(instance.id) alloc_insn=\(insn(instance.acquiredAt)) is held here, but no "
          + "register or stack slot keeps it", contract: callee,
        hint: "keep the \(unit.typeName(of: instance)) in a variable that is used later")
    }
  }

  /// Notes what each active frame owns, innermost first: of the top one in those of `registers` that are `live`.
  mutating func observeFrames(
    into points: WritableKeyPath<Evidence, [Int: OwnershipPoint]>, registers: ClosedRange<Int>,
    live: RegisterSet, kept: inout Set<UInt32>
  ) {
    for index in path.state.frames.indices.reversed() {
      let isTop = index == path.state.depth
      let slot = isTop ? path.slot : path.state.frames[index + 1].callSite!
      let places = (isTop ? registers : 6...9).filter {
        !isTop || $0 >= 6 || live.contains(Register(rawValue: UInt8($0)))
      }
      observe(frame: index, at: slot, registers: places, into: points, kept: &kept)
    }
  }

  private mutating func observe(
    frame index: Int, at slot: Int, registers: [Int],
    into points: WritableKeyPath<Evidence, [Int: OwnershipPoint]>, kept: inout Set<UInt32>
  ) {
    let frame = path.state.frames[index]
    var point = evidence[keyPath: points][slot] ?? OwnershipPoint(function: frame.function)
    point.visitCount += 1
    // Preferring the places that a call leaves alone: what r0 to r5 hold is seldom the same on all
    // paths.
    for number in registers where number >= 6 {
      note(frame.registers[number], in: .register(number), of: &point, kept: &kept)
    }
    for index in 0..<frame.stack.slots.count {
      note(frame.stack.content(at: index), in: .stackSlot(index), of: &point, kept: &kept)
    }
    for number in registers where number < 6 {
      note(frame.registers[number], in: .register(number), of: &point, kept: &kept)
    }
    evidence[keyPath: points][slot] = point
  }

  private func note(
    _ held: RegisterState, in place: FrameLocation.Place, of point: inout OwnershipPoint,
    kept: inout Set<UInt32>
  ) {
    var observation = point.observations[place] ?? OwnershipPoint.Observation()
    observation.visitCount += 1
    defer { point.observations[place] = observation }
    if path.state.isKept(held) {
      guard let instance = path.state.instance(held.instance) else {
        preconditionFailure("what is kept is owned")
      }
      let owned = OwnedValue(
        type: unit.typeName(of: instance), pointerOffset: Int(held.offset),
        isInPlace: held.kind == .local)
      guard kept.insert(held.instance).inserted else {
        observation.sawOther = true
        return
      }
      if let known = observation.owned, known != owned { observation.isAmbiguous = true }
      observation.owned = owned
      return
    }
    if held.kind == .uninitialised, !place.isClobberedByCalls {
      observation.sawUninitialised = true
    } else if held.isZero {
      observation.sawZero = true
    } else if held.isNulled {
      observation.consumedAt.insert(Int(held.consumedAt) - 1)
    } else {
      observation.sawOther = true
    }
  }
}

extension FrameLocation.Place {
  /// `r0` to `r5` hold rubbish after a call: nulling them when their function begins says nothing.
  fileprivate var isClobberedByCalls: Bool {
    if case .register(let number) = self { number < 6 } else { false }
  }
}
