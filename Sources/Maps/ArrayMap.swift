import CBaton

/// One writer at a time, on cache lines of its own.
struct WriterLock: ~Copyable {
  let lock = Lock()
  private let padding = InlineArray<15, UInt32>(repeating: 0)
}

/// What an array map keeps behind its head.
@safe
struct ArrayControl {
  let shape: ValueShape
  /// A power of two of them; an index has the one of its low bits.
  let locks: UnsafeMutablePointer<WriterLock>
  let lockMask: UInt32
  /// True when a value is stored in one piece, so that its writers needn't take turns.
  let isSingleUnit: Bool
}

/// An array map: `max_entries` zeroed values, `stride` bytes apart, that always exist.
///
/// Readers take no lock and see aligned units of up to eight bytes whole; updates of one value
/// take turns, so that it ends as one of them wrote it.
@safe
struct ArrayMap {
  let head: UnsafeMutablePointer<baton_map>

  private var control: UnsafeMutablePointer<ArrayControl> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(head.pointee.control)).unsafelyUnwrapped
  }

  var shape: ValueShape { unsafe control.pointee.shape }

  /// The value at the 32-bit index that `key` points to; null when there is none.
  @inline(__always)
  func lookup(_ key: UnsafeRawPointer) -> UnsafeMutableRawPointer? {
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return nil }
    return unsafe value(at: index)
  }

  /// Sound for an index below `max_entries`: the storage has that many strides.
  @inline(__always)
  func value(at index: UInt32) -> UnsafeMutableRawPointer {
    let address = unsafe head.pointee.storage &+ UInt64(index) &* head.pointee.stride
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }

  /// Values exist always, so `BPF_NOEXIST` never finds room (EEXIST); E2BIG beyond the end.
  func update(_ key: UnsafeRawPointer, _ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    guard flags <= UpdateFlags.exist else { return LinuxError.invalid }
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return LinuxError.tooBig }
    guard flags != UpdateFlags.noExist else { return LinuxError.exists }
    let (control, value) = unsafe (control, value(at: index))
    if unsafe control.pointee.isSingleUnit {
      unsafe control.pointee.shape.overwrite(value, from: source)
      return 0
    }
    let slot = unsafe Int(index & control.pointee.lockMask)
    unsafe control.pointee.locks[slot].lock.withLock {
      unsafe control.pointee.shape.overwrite(value, from: source)
    }
    return 0
  }

  func forEach(_ body: (_ index: UInt32, _ value: UnsafeMutableRawPointer) -> Void) {
    for index in unsafe 0..<head.pointee.max_entries { unsafe body(index, value(at: index)) }
  }
}

/// Where the parts of an array map lie in its memory.
struct ArrayPlan: MapPlan {
  let byteCount: Int
  private let control: Int
  private let tables: Int
  private let locks: Int
  private let lockCount: Int
  private let values: Int
  private let stride: Int

  private static let lockCountMax = 64

  init(_ spec: MapSpec) {
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    control = plan.reserve(MemoryLayout<ArrayControl>.size, alignment: 64)
    tables = plan.reserve(ValueShape.tablesByteCount(spec), alignment: 8)
    lockCount = min(Int(spec.maxEntries).roundedUpToPowerOfTwo, Self.lockCountMax)
    locks = plan.reserve(lockCount * MemoryLayout<WriterLock>.stride, alignment: 64)
    stride = Int(spec.valueSize).rounded(upTo: 8)
    values = plan.reserve(Int(spec.maxEntries) * stride, alignment: 64)
    byteCount = plan.byteCount
  }

  /// Makes the map. Sound: every part lies within `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    let locks = unsafe (base + locks).bindMemory(to: WriterLock.self, capacity: lockCount)
    for slot in 0..<lockCount { unsafe (locks + slot).initialize(to: WriterLock()) }
    unsafe (base + control).bindMemory(to: ArrayControl.self, capacity: 1).initialize(
      to: ArrayControl(
        shape: ValueShape(spec, release: maker.release, tables: base + tables), locks: locks,
        lockMask: UInt32(lockCount - 1),
        isSingleUnit: spec.fields.isEmpty && [1, 2, 4, 8].contains(spec.valueSize)))
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(stride),
        storage: UInt64(UInt(bitPattern: base + values)),
        control: UInt64(UInt(bitPattern: base + control))))
  }
}

extension Int {
  /// The smallest power of two that is not below this positive number.
  var roundedUpToPowerOfTwo: Int {
    self <= 1 ? 1 : 1 << (Int.bitWidth - (self - 1).leadingZeroBitCount)
  }
}
