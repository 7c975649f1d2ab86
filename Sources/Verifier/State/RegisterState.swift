/// What is known about the value of one register or of one spilled stack slot.
struct RegisterState: Equatable {
  var kind: Kind
  /// A pointer that may still be null; `identity` links all copies of the check's outcome.
  var isNullable = false
  /// Fixed part of a pointer's offset from the start of what it points to, in bytes.
  var offset: Int32 = 0
  /// Which map, type, function or stack frame, depending on `kind`.
  var detail: UInt32 = 0
  /// Names the object pointed to, or, for scalars, the value itself: equal identities are equal
  /// values, but for `delta`. 0 means nothing is known.
  var identity: UInt32 = 0
  /// For scalars: how much, modulo 2⁶⁴, this value lies above the one that `identity` names.
  var delta: UInt64 = 0
  /// The value is the lower half of that sum, zero-extended.
  var isLowHalf = false
  /// The instance that the value belongs to: itself when it is an object, the packet of a packet
  /// pointer. 0 for none.
  var instance: UInt32 = 0
  /// For packet pointers: how many bytes from the pointer's variable part are inside the packet.
  var packetRange: Int32 = 0
  /// For what a consumed value left behind: one more than the slot of the consuming call.
  var consumedAt: Int32 = 0
  /// For pointers to the kernel's structures: what they are worth.
  var trust = Trust.plain
  /// The value was consumed where it is, so the engines null its place. Copies that are made later
  /// hold rubbish: see ``copied``.
  var isNulled = false
  /// The numbers of the state that was last remembered from which this scalar was computed.
  var sources = SourceSet()
  /// A scalar's value, or the variable part of a pointer's offset.
  var number = Number(constant: 0)

  enum Kind: UInt8 {
    case uninitialised
    case scalar
    /// Into the stack of frame `detail`; offsets are from its `r10`, so negative.
    case stack
    /// The address of map `detail`.
    case map
    case mapValue
    /// A key of map `detail`, in the map.
    case mapKey
    case packet, packetMeta, packetEnd
    /// An interface type, numbered by `detail`.
    case object
    /// The address of function `detail`.
    case function
    /// An object of the program's structure `detail`, which its own types describe.
    case allocated
    /// A structure of the kernel, whose types have it as `detail`.
    case kernel
    /// The arguments of a function of the kernel, which its types describe as `detail`.
    case arguments
    /// Memory of `detail` bytes that the program was given: the value of `instance`, or a part of it.
    case memory
    /// In stacks: the eight bytes at `offset` of a value of interface type `detail` that lies there. In a
    /// register: the address of such a value, in a stack that is not known.
    case local
  }

  /// How certain it is that a pointer to a structure of the kernel points to one that lives.
  enum Trust: UInt8 {
    /// As it was before Linux told them apart: calls take it.
    case plain
    case trusted
    /// As long as the section for reading lasts (RCU).
    case rcu
    /// Nobody knows: it may only be read through, which yields zeros where there is nothing.
    case untrusted
    /// Memory of a process, or of one processor: not read through.
    case user, perProcessor
    /// Memory that a call gave out for reading.
    case readOnly
  }

  static let uninitialised = RegisterState(kind: .uninitialised)
  static let unknownScalar = RegisterState(kind: .scalar, number: .unknown)

  static func scalar(_ number: Number, from sources: SourceSet = SourceSet()) -> RegisterState {
    RegisterState(kind: .scalar, sources: sources, number: number)
  }

  static func constant(_ value: UInt64) -> RegisterState {
    .scalar(Number(constant: value))
  }

  /// The value as another place holds it.
  var copied: RegisterState {
    var copy = self
    copy.isNulled = false
    return copy
  }

  /// The number in the lowest bytes, which is still the same one where the others are zeros.
  func narrowed(toByteCount byteCount: Int) -> RegisterState {
    let narrow = number.zeroExtended(fromBits: byteCount * 8)
    return narrow == number ? copied : .scalar(narrow, from: sources)
  }

  /// Takes over how a number is linked to others.
  mutating func link(to other: RegisterState) {
    identity = other.identity
    delta = other.delta
    isLowHalf = other.isLowHalf
  }

  /// Takes in what is known of `other`, a number that is linked to this one.
  mutating func learn(from other: RegisterState) {
    // What was learnt depends on the link, and so on both.
    sources.formUnion(other.sources)
    let distance = Number(constant: delta &- other.delta)
    let moved: Number
    if isLowHalf || other.isLowHalf {
      // Only the lower halves are linked.
      guard number.unsignedMax <= UInt64(UInt32.max) else { return }
      moved = other.number.applying(.add, .word32, distance)
    } else {
      moved =
        distance.constantValue == 0
        ? other.number : other.number.applying(.add, .word64, distance)
    }
    // Both say something of one value. Where they contradict, no program comes here.
    number = moved.intersection(number) ?? moved
  }

  var isPointer: Bool { kind != .uninitialised && kind != .scalar }

  /// True for a pointer to the very value that `instance` names, and not to a part of it.
  var isWholeInstance: Bool {
    switch kind {
    case .object, .allocated: true
    case .memory: identity == instance && number.constantValue == 0
    case .local: offset == 0
    default: false
    }
  }

  /// The scalar's value when only one is possible.
  var constantValue: UInt64? { kind == .scalar ? number.constantValue : nil }

  /// True for a scalar that can only be zero.
  var isZero: Bool { constantValue == 0 }

  /// The kind in the words of Linux's messages.
  var kindName: String {
    switch kind {
    case .uninitialised: "?"
    case .scalar: "scalar"
    case .stack: "fp"
    case .map: isNullable ? "map_value_or_null" : "map_ptr"
    case .mapValue: isNullable ? "map_value_or_null" : "map_value"
    case .mapKey: "map_key"
    case .packet: "pkt"
    case .packetMeta: "pkt_meta"
    case .packetEnd: "pkt_end"
    case .object: isNullable ? "ptr_or_null_" : "ptr_"
    case .function: "func"
    case .allocated: isNullable ? "ptr_or_null_" : "ptr_"
    case .kernel: trust.prefix + (isNullable ? "ptr_or_null_" : "ptr_")
    case .arguments: "ctx"
    case .memory: trust.prefix + (isNullable ? "mem_or_null" : "mem")
    case .local: "dynptr_ptr"
    }
  }
}

extension RegisterState.Trust {
  /// In front of the kind, in Linux's messages.
  fileprivate var prefix: String {
    switch self {
    case .plain: ""
    case .trusted: "trusted_"
    case .rcu: "rcu_"
    case .untrusted: "untrusted_"
    case .user: "user_"
    case .perProcessor: "percpu_"
    case .readOnly: "rdonly_"
    }
  }
}

/// The numbers of production: 64 bits with a 32-bit half.
typealias Number = Scalar<Bits64>
