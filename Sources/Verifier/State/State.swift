import Bytecode

/// Everything that is known at one point of one path.
struct State {
  /// The call chain; the last one runs.
  var frames: [Frame]
  var instances: [Instance] = []
  var lock: HeldLock?

  struct Frame: Equatable {
    var function: Int
    /// The slot of the call that entered this frame; nil for the program's entry.
    var callSite: Int?
    var registers: InlineArray<11, RegisterState>
    var stack = StackState()

    static func == (a: Frame, b: Frame) -> Bool {
      guard a.function == b.function, a.callSite == b.callSite, a.stack == b.stack else {
        return false
      }
      return a.registers.indices.allSatisfy { a.registers[$0] == b.registers[$0] }
    }
  }

  /// One object that the program knows: state and ownership belong to it, never to a register.
  struct Instance: Equatable {
    var id: UInt32
    /// Number of its interface type.
    var type: UInt32
    var isOwned: Bool
    /// The frame's head keeps it, so no register or stack slot has to.
    var isHomed: Bool
    /// The slot of the call that gave it; −1 for the program's argument.
    var acquiredAt: Int32
  }

  struct HeldLock: Equatable {
    /// The map value or object that the lock lies in.
    var identity: UInt32
    var offset: Int32
    var acquiredAt: Int32
  }

  init(function: Int) {
    frames = [
      Frame(function: function, callSite: nil, registers: InlineArray(repeating: .uninitialised))
    ]
  }

  subscript(register: Register) -> RegisterState {
    get { frames[frames.count - 1].registers[register.index] }
    set { frames[frames.count - 1].registers[register.index] = newValue }
  }

  var depth: Int { frames.count - 1 }

  func instance(_ id: UInt32) -> Instance? { instances.first { $0.id == id } }

  /// Applies `change` to every register and spilled value of every frame that `isMeant`.
  mutating func updateAll(
    where isMeant: (RegisterState) -> Bool, _ change: (inout RegisterState) -> Void
  ) {
    for frame in frames.indices {
      for index in 0..<Register.count where isMeant(frames[frame].registers[index]) {
        change(&frames[frame].registers[index])
      }
      frames[frame].stack.updateSpilled(where: isMeant, change)
    }
  }

  /// Forgets an owned instance: every value that belongs to it becomes a number of no meaning.
  ///
  /// Engines null the places of the calling function that equal the argument. `offset` is how far
  /// that points into the object; other pointers into it are other numbers.
  mutating func consume(_ id: UInt32, at slot: Int, offset: Int32) {
    instances.removeAll { $0.id == id }
    func forget(_ register: inout RegisterState, isNulled: Bool) {
      let isArgument = register.kind == .object && register.offset == offset
      register = .unknownScalar
      register.consumedAt = Int32(slot) + 1
      register.isNulledWhenConsumed = isNulled && isArgument
    }
    for frame in frames.indices {
      let isTop = frame == frames.count - 1
      for index in 0..<Register.count where frames[frame].registers[index].instance == id {
        forget(&frames[frame].registers[index], isNulled: isTop)
      }
      frames[frame].stack.updateSpilled(where: { $0.instance == id }) {
        forget(&$0, isNulled: isTop)
      }
    }
  }

  /// Settles what a nullable value with `identity` is, wherever it is kept.
  mutating func resolveNull(identity: UInt32, isNull: Bool) {
    var released: UInt32 = 0
    updateAll(where: { $0.isNullable && $0.identity == identity }) { register in
      if isNull {
        released = register.instance
        register = .constant(0)
      } else {
        register.isNullable = false
      }
    }
    if released != 0 { instances.removeAll { $0.id == released } }
  }

  /// Clears what a call may change: `r0` to `r5`.
  mutating func clobberCallerSaved() {
    for index in 0...5 { frames[frames.count - 1].registers[index] = .uninitialised }
  }
}
