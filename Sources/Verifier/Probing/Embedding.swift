/// Decides whether what a machine holds is one of the things that a state stands for.
///
/// A number has to be one of those that its scalar allows, a pointer has to point where its state says,
/// and what is linked by an identity has to be linked in the machine, too.
struct Embedding {
  let view: MachineView
  /// Of all frames: of one that makes its call again, as they were then.
  private var registers: [UInt64]
  /// What of the state matters; nil where all of it does.
  private let relevance: Relevance?
  var links = EmbeddedLinks()
  private(set) var mismatch: Mismatch?

  /// What of a state the machine is not.
  package struct Mismatch: CustomStringConvertible {
    var place: String
    var expected: String
    var found: String

    package var description: String { "\(place) is \(found), and should be \(expected)" }
  }

  /// - Parameter frame: the one that is about to make its last call again, if one is.
  init(_ view: MachineView, relevance: Relevance?, isAtCallOf frame: Int? = nil) {
    self.view = view
    self.relevance = relevance
    registers = view.registers
    guard let frame else { return }
    let range = frame * Self.registerCount..<(frame + 1) * Self.registerCount
    registers[range] = view.registersAtCall[range]
  }

  /// Compares everything, innermost frame first, as ``SourceSet`` counts numbers.
  mutating func check(_ state: State, at slot: Int) {
    var count = 0
    for depth in state.frames.indices.reversed() {
      let isTop = depth == state.frames.count - 1
      let live = liveRegisters(isTop ? slot : nil, below: isTop ? nil : state.frames[depth + 1])
      // States are large: as little of them as possible is copied.
      let known = state.frames[depth].registers
      for register in 0..<Self.registerCount where known[register].kind != .uninitialised {
        let matters = passNumber(known[register].kind == .scalar && register < 10, &count)
        guard matters, live.rawValue & 1 << register != 0 else { continue }
        let value = value(of: register, depth)
        if known[register].kind == .scalar, known[register].identity == 0,
          known[register].number.contains(value)
        {
          continue
        }
        if !holds(known[register], value, state) {
          return fail("r\(register)", depth, state, known[register], value)
        }
      }
      checkStack(state, depth, &count)
      if mismatch != nil { return }
    }
    checkLock(state)
  }

  private static let registerCount = MachineView.registerCount

  private func value(of register: Int, _ depth: Int) -> UInt64 {
    registers[depth * Self.registerCount + register]
  }

  /// The registers that matter: those of a calling function are read again once the callee returns, and
  /// that of a callback makes its call again.
  private func liveRegisters(_ slot: Int?, below frame: State.Frame?) -> RegisterSet {
    guard let slot else {
      guard let frame, let site = frame.callSite else { return [] }
      let isCallback = frame.callback != nil
      guard let relevance else {
        return isCallback ? .all : RegisterSet.all.subtracting(.callerSaved)
      }
      return isCallback
        ? relevance.liveRegisters[site]
        : relevance.liveRegisters[site + 1].subtracting(.callerSaved)
    }
    return relevance?.liveRegisters[slot] ?? .all
  }

  private func passNumber(_ isNumber: Bool, _ count: inout Int) -> Bool {
    guard isNumber else { return true }
    defer { count += 1 }
    return relevance?.numbers.contains(index: count) ?? true
  }

  // MARK: Stacks

  private mutating func checkStack(_ state: State, _ depth: Int, _ count: inout Int) {
    let framePointer = value(of: 10, depth)
    let slots = state.frames[depth].stack.slots
    for index in slots.indices {
      let matters = passNumber(slots[index].holdsNumber, &count)
      let halves = relevance?.reads[depth].halves(ofSlot: index) ?? 3
      guard halves != 0 else { continue }
      let word = view.word(framePointer &- UInt64(8 * (index + 1)))
      let bytes = slots[index].bytes
      for byte in 0..<8 where halves & (byte < 4 ? 2 : 1) != 0 && bytes[byte] == .zero {
        guard word >> UInt64(8 * byte) & 0xff == 0 else {
          return fail("byte \(byte) of slot \(index)", depth, state, .constant(0), word)
        }
      }
      // What reads the upper half alone doesn't get what was spilled.
      guard bytes[0] == .spilled, halves & 2 != 0, matters else { continue }
      let byteCount = slots[index].spilledByteCount
      let value = byteCount == 8 ? word : word & (1 << UInt64(8 * byteCount) - 1)
      guard holds(slots[index].spilled, value, state) else {
        return fail("slot \(index)", depth, state, slots[index].spilled, value)
      }
    }
  }

  // MARK: Values

  private mutating func holds(_ held: RegisterState, _ value: UInt64, _ state: State) -> Bool {
    switch held.kind {
    case .uninitialised: return true
    case .scalar: return held.number.contains(value) && links.note(number: held, value)
    case .stack:
      guard Int(held.detail) < state.frames.count else { return false }
      let base = self.value(of: 10, Int(held.detail))
      return held.number.contains(value &- base &- held.fixedOffset)
    default: return pointsRight(held, value)
    }
  }

  // MARK: Locks

  private mutating func checkLock(_ state: State) {
    guard let lock = state.spinLock else {
      guard let address = view.heldLocks.first else { return }
      mismatch = Mismatch(
        place: "the lock at \(hex(address))", expected: "free", found: "held")
      return
    }
    let values = view.maps[Int(lock.map)].values
    let isHeld =
      view.heldLocks.count == 1
      && values.contains { value in
        view.heldLocks[0] == value &+ UInt64(lock.offset)
          && links.noteBase(value, of: lock.identity)
      }
    guard !isHeld else { return }
    mismatch = Mismatch(
      place: "the lock of map \(lock.map)", expected: "held",
      found: view.heldLocks.isEmpty ? "free" : "another one, at \(hex(view.heldLocks[0]))")
  }

  private mutating func fail(
    _ place: String, _ depth: Int, _ state: State, _ held: RegisterState, _ value: UInt64
  ) {
    let frame = depth == state.frames.count - 1 ? "" : " of frame \(depth)"
    let known = links.contradiction.map { " (\($0))" } ?? ""
    mismatch = Mismatch(
      place: place + frame, expected: held.text + known, found: hex(value))
  }
}

/// A number as findings write it.
package func hex(_ value: UInt64) -> String { "0x" + String(value, radix: 16) }
