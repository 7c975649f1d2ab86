/// The stack of one frame, in 8-byte slots counted downwards: slot 0 ends at `r10`.
struct StackState: Equatable {
  static let slotByteCount = 8

  private(set) var slots: [Slot] = []

  struct Slot: Equatable {
    /// One kind a byte, lowest address first.
    var bytes: Bytes
    /// What was spilled, valid while the slot's first byte says so. A narrow store keeps a number in
    /// the slot's lower bytes: then it is the number that these bytes hold.
    var spilled: RegisterState

    /// How many bytes, from the slot's lowest address, hold the spilled value.
    var spilledByteCount: Int { bytes.count(leading: .spilled) }

    /// Keeps what is known of the bytes, not of the value that they made up.
    mutating func forgetSpill() {
      let kind = rest
      for index in 0..<8 where bytes[index] == .spilled { bytes[index] = kind }
      spilled = .uninitialised
    }

    /// What bytes of the spilled value are by themselves. That a number is zero is only told where it
    /// comes from no other: nobody notes here that it matters.
    private var rest: ByteKind {
      spilled.isZero && spilled.sources.isEmpty ? .zero : .miscellaneous
    }

    /// Notes that the byte at `index` is overwritten. A number whose lower bytes are left keeps what
    /// is known of these: compilers put two 32-bit variables into one slot.
    mutating func cutSpill(at index: Int) {
      guard bytes[0] == .spilled, bytes[index] == .spilled else { return }
      guard spilled.kind == .scalar, index >= 4 else {
        forgetSpill()
        return
      }
      let rest = rest
      for upper in 4..<8 where bytes[upper] == .spilled { bytes[upper] = rest }
      spilled = spilled.narrowed(toByteCount: 4)
    }
  }

  enum ByteKind: UInt8 {
    case uninitialised, spilled, miscellaneous, zero
    /// As unreadable as an uninitialised byte, but a store may have reached it.
    case touched
  }

  /// Eight byte kinds in one word.
  struct Bytes: Equatable {
    private var word: UInt64

    init(all kind: ByteKind) { word = UInt64(kind.rawValue) &* 0x0101_0101_0101_0101 }

    subscript(index: Int) -> ByteKind {
      get { ByteKind(rawValue: UInt8(truncatingIfNeeded: word >> (index * 8)))! }
      set {
        word = word & ~(0xff << (index * 8)) | UInt64(newValue.rawValue) << (index * 8)
      }
    }

    /// How many bytes, from the lowest address on, are of a kind.
    func count(leading kind: ByteKind) -> Int {
      (word ^ Bytes(all: kind).word).trailingZeroBitCount / 8
    }

    func isAll(_ kind: ByteKind) -> Bool { self == Bytes(all: kind) }
  }

  static let emptySlot = Slot(bytes: Bytes(all: .uninitialised), spilled: .uninitialised)

  /// How many bytes below `r10` have been touched.
  var byteCount: Int { slots.count * Self.slotByteCount }

  /// The slot that holds the byte at `offset` (negative) from `r10`.
  static func slotIndex(at offset: Int) -> Int { (-offset - 1) / slotByteCount }

  subscript(index: Int) -> Slot {
    get { index < slots.count ? slots[index] : Self.emptySlot }
    set {
      while slots.count <= index { slots.append(Self.emptySlot) }
      slots[index] = newValue
    }
  }

  /// The register that was spilled whole into the slot, if that is what it holds.
  func spilledRegister(at index: Int) -> RegisterState? {
    let slot = self[index]
    return slot.bytes.isAll(.spilled) ? slot.spilled : nil
  }

  /// What the slot holds as a whole: what was spilled, null, nothing yet, or something.
  func content(at index: Int) -> RegisterState {
    let bytes = self[index].bytes
    if bytes.isAll(.spilled) { return self[index].spilled }
    if bytes.isAll(.uninitialised) { return .uninitialised }
    if bytes.isAll(.zero) { return .constant(0) }
    return .unknownScalar
  }

  mutating func spill(_ register: RegisterState, at index: Int) {
    self[index] = Slot(bytes: Bytes(all: .spilled), spilled: register)
  }

  /// Keeps the lower `byteCount` bytes of a scalar at the slot's lowest address.
  mutating func spill(_ scalar: RegisterState, byteCount: Int, at index: Int) {
    write(.miscellaneous, at: -Self.slotByteCount * (index + 1), byteCount: byteCount)
    var slot = self[index]
    slot.forgetSpill()
    slot.spilled = scalar.narrowed(toByteCount: byteCount)
    for byte in 0..<byteCount { slot.bytes[byte] = .spilled }
    self[index] = slot
  }

  /// Nothing is known any more of the number in the slot's lower bytes, or in all.
  mutating func forgetNumber(at index: Int) {
    let byteCount = self[index].spilledByteCount
    let number = RegisterState.unknownScalar
    self[index].spilled = byteCount == 8 ? number : number.narrowed(toByteCount: byteCount)
  }

  /// Keeps what is known of the slot's bytes, not of what they made up.
  mutating func forgetSpill(at index: Int) { self[index].forgetSpill() }

  /// Marks `byteCount` bytes at `offset` as written with `kind`; a spill they cut into loses
  /// at least those bytes.
  mutating func write(_ kind: ByteKind, at offset: Int, byteCount: Int) {
    for position in offset..<offset + byteCount {
      let index = Self.slotIndex(at: position)
      var slot = self[index]
      slot.cutSpill(at: position + (index + 1) * Self.slotByteCount)
      slot.bytes[position + (index + 1) * Self.slotByteCount] = kind
      self[index] = slot
    }
  }

  func byte(at offset: Int) -> ByteKind {
    let index = Self.slotIndex(at: offset)
    return self[index].bytes[offset + (index + 1) * Self.slotByteCount]
  }

  /// Applies `change` to every spilled register.
  mutating func updateSpilled(_ change: (inout RegisterState) -> Void) {
    for index in slots.indices where slots[index].bytes[0] == .spilled {
      change(&slots[index].spilled)
    }
  }
}
