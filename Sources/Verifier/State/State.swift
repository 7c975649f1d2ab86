import Bytecode
import Contracts

/// Everything that is known at one point of one path.
struct State {
  /// The call chain; the last one runs.
  var frames: [Frame]
  var instances: [Instance] = []
  /// The one that was taken last is the last.
  var locks: [HeldLock] = []
  /// How many sections for reading are open (RCU), and how many that nothing interrupts.
  var rcuDepth: UInt8 = 0
  var preemptionDepth: UInt8 = 0

  struct Frame {
    var function: Int
    /// The slot of the call that entered this frame; nil for the program's entry.
    var callSite: Int?
    /// What the frame's return has to keep, when the call site is that of an exported function which
    /// runs the frame any number of times.
    var callback: Callback?
    /// How often the call at hand has run its callback; 0 when it makes none.
    var callbackCount: UInt32 = 0
    /// `r0` to `r10`. An array, so that states which are kept share it with paths that go on.
    var registers: [RegisterState]
    var stack = StackState()

    init(function: Int, callSite: Int?) {
      self.function = function
      self.callSite = callSite
      registers = Array(repeating: .uninitialised, count: Register.count)
    }
  }

  /// A callback that runs, as it was when it began.
  struct Callback: Equatable {
    /// The prototype's name.
    var name: String
    var instances: [UInt32]
  }

  /// One object that the program knows: state and ownership belong to it, never to a register.
  struct Instance: Equatable {
    var id: UInt32
    /// Number of its interface type; with ``kernelBit``, of a type of the kernel, and with ``programBit``,
    /// of one of the program.
    var type: UInt32
    var states = TypeStates()
    var isOwned: Bool
    /// The frame's head keeps it, so no register or stack slot has to.
    var isHomed: Bool
    /// The slot of the call that gave it; −1 for the program's argument.
    var acquiredAt: Int32
    /// The slot of the call that brought it into the state it is in.
    var changedAt: Int32 = -1
    /// Of use only in the section for reading in which it was made.
    var reading = Reading.notNeeded
    /// Borrowed from a list or tree, until the lock is given up that guards it.
    var isLent = false
    /// The instance that it was made of or belongs to, or 0.
    var origin: UInt32 = 0

    enum Reading {
      case notNeeded, needed
      /// That section has ended.
      case over
    }

    static let kernelBit: UInt32 = 1 << 31
    /// Instead, a type of the program's own.
    static let programBit: UInt32 = 1 << 30
    var isKernels: Bool { type & Self.kernelBit != 0 }
    var isPrograms: Bool { type & Self.programBit != 0 }
  }

  struct HeldLock: Equatable {
    /// The map value that the lock lies in: which map's, and which of its values. Values whose
    /// address is part of the program have no identity of their own, as there is one a map. An object of
    /// the program's lies in no map: ``noMap``.
    var map: UInt32
    var identity: UInt32
    var offset: Int32
    var acquiredAt: Int32
    /// Of an object of the interface: its type, which tells such locks from those of map values; else nil.
    var type: UInt32?
    /// What that object belongs to.
    var origin: UInt32 = 0

    static let noMap = UInt32.max

    /// Whether both are the same lock.
    func isSame(as other: HeldLock) -> Bool {
      map == other.map && identity == other.identity && offset == other.offset && type == other.type
    }
  }

  /// A spin lock: while one is held, hardly anything is called.
  var spinLock: HeldLock? { locks.last { $0.type == nil } }

  init(function: Int) {
    frames = [Frame(function: function, callSite: nil)]
  }

  subscript(register: Register) -> RegisterState {
    get { frames[frames.count - 1].registers[register.index] }
    set { frames[frames.count - 1].registers[register.index] = newValue }
  }

  /// Whether what readers may see is not freed meanwhile. Programs that may not sleep are in such a section
  /// as a whole.
  func isInRCUSection(maySleep: Bool) -> Bool { rcuDepth > 0 || spinLock != nil || !maySleep }

  var depth: Int { frames.count - 1 }

  /// Equal for states that can be compared at all: the call chain, how many things are owned, what
  /// is locked.
  var shape: Int {
    var hasher = Hasher()
    for frame in frames {
      hasher.combine(frame.callSite)
      hasher.combine(frame.callback == nil)
    }
    for instance in instances { hasher.combine(instance.type) }
    hasher.combine(rcuDepth)
    hasher.combine(preemptionDepth)
    for lock in locks {
      hasher.combine(lock.map)
      hasher.combine(lock.offset)
    }
    return hasher.finalize()
  }

  func instance(_ id: UInt32) -> Instance? { instances.first { $0.id == id } }

  /// Applies `change` to every register and spilled value, with the index of its frame.
  mutating func updateAll(_ change: (Int, inout RegisterState) -> Void) {
    for frame in frames.indices {
      for index in 0..<Register.count { change(frame, &frames[frame].registers[index]) }
      frames[frame].stack.updateSpilled { change(frame, &$0) }
    }
  }

  /// True for a value that something must dispose of, and that only registers and stack keep.
  func isKept(_ register: RegisterState) -> Bool {
    guard register.isWholeInstance, let instance = instance(register.instance) else { return false }
    return instance.isOwned && !instance.isHomed
  }

  /// Forgets an owned instance, of which a call at `slot` was given the pointer `argument`: every
  /// value that belongs to it becomes a number of no meaning.
  ///
  /// Where the call takes it whatever it returns (`isCertain`), the engines null the places of the calling
  /// function that hold just the argument, so these are marked. Copies in other functions' frames, and pointers
  /// to other parts of the object, stay.
  mutating func consume(_ argument: RegisterState, at slot: Int, isCertain: Bool) {
    let id = argument.instance
    precondition(id != 0, "only objects are consumed")
    instances.removeAll { $0.id == id }
    let top = frames.count - 1
    updateAll { frame, register in
      guard register.instance == id else { return }
      guard register.kind != .local else {
        // What ends a value in the stack leaves zeros there.
        register = .constant(0)
        return
      }
      let isNulled =
        isCertain && frame == top && register.kind == argument.kind
        && register.offset == argument.offset && register.number == argument.number
      register = .unknownScalar
      register.consumedAt = Int32(slot) + 1
      register.isNulled = isNulled
    }
  }

  /// Forgets an instance that nobody owns: what belongs to it becomes numbers of no meaning.
  mutating func forget(instance id: UInt32) {
    instances.removeAll { $0.id == id }
    updateAll { _, register in
      if register.instance == id { register = .unknownScalar }
    }
  }

  /// Pointers into the packet `moved`, or into any where it is nil, become numbers of no meaning.
  mutating func forgetPacketPointers(of moved: UInt32? = nil) {
    let isSliced = instances.contains { $0.origin != 0 }
    let instances = instances
    updateAll { _, register in
      let packet: UInt32?
      switch register.kind {
      case .packet, .packetMeta, .packetEnd: packet = register.instance
      case .memory where register.isPart && (isSliced || register.instance == moved):
        // A part of the packet itself, or of a value that was made of it.
        let id = register.instance
        packet = id == moved ? id : instances.first { $0.id == id && $0.origin != 0 }?.origin
      default: packet = nil
      }
      if let packet, packet == moved ?? packet { register = .unknownScalar }
    }
  }

  /// Parts of a value, or of all where it is nil, become numbers of no meaning.
  mutating func endParts(of owner: UInt32?) {
    updateAll { _, register in
      if register.isPart, register.instance == owner ?? register.instance {
        register = .unknownScalar
      }
    }
  }

  /// What was owned is handed over, and may still be looked at until the lock is given up.
  mutating func lend(_ id: UInt32) {
    guard let index = instances.firstIndex(where: { $0.id == id }) else { return }
    instances[index].isOwned = false
    instances[index].isLent = true
  }

  /// The lock has been given up: what was lent may be anybody's.
  mutating func endLoans() {
    for instance in instances where instance.isLent { forget(instance: instance.id) }
  }

  /// A section for reading has ended: of pointers that were certain to live until then, nobody knows now.
  mutating func endReading() {
    updateAll { _, register in
      if register.kind == .kernel, register.trust == .rcu { register.trust = .untrusted }
    }
    for index in instances.indices where instances[index].reading == .needed {
      instances[index].reading = .over
    }
  }

  /// Settles what a nullable value with `identity` is, wherever it is kept.
  mutating func resolveNull(identity: UInt32, isNull: Bool) {
    var released: UInt32 = 0
    updateAll { _, register in
      guard register.isNullable, register.identity == identity else { return }
      if isNull {
        if register.identity == register.instance { released = register.instance }
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
