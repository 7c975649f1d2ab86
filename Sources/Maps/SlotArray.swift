import CBaton
import Synchronization

/// An array of words that may be empty: programs for tail calls, maps, and what packets are redirected
/// to. A word is read and written in one piece; 0 is empty.
///
///     programs, maps      | identifier or address       |
///     devices, CPUs       | number or queue size | program, where values have eight bytes |
///     AF_XDP sockets      | socket               | 1      |
@safe
struct SlotArray {
  let head: UnsafeMutablePointer<baton_map>

  static var stride: Int { 8 }
  /// Linux's limit of packets that wait for a CPU.
  private static var cpuQueueSizeMax: UInt32 { 16384 }

  /// Sound for an index below `max_entries`.
  @inline(__always)
  private func slot(_ index: UInt32) -> UnsafeMutablePointer<Atomic<UInt64>> {
    let address = unsafe head.pointee.storage &+ UInt64(index) &* UInt64(Self.stride)
    return unsafe UnsafeMutablePointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }

  private var type: MapType { unsafe MapOperations.type(of: head) }

  /// The word at the index; 0 where it is empty and beyond the end.
  @inline(__always)
  func word(at index: UInt32) -> UInt64 {
    guard unsafe index < head.pointee.max_entries else { return 0 }
    // Pairs with the store of `exchange`: what a word leads to is complete when it is found.
    return unsafe slot(index).pointee.load(ordering: .acquiring)
  }

  /// Where the value lies; null where there is none.
  func lookup(_ key: UnsafeRawPointer) -> UnsafeMutableRawPointer? {
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    return word(at: index) == 0 ? nil : unsafe UnsafeMutableRawPointer(slot(index))
  }

  /// As Linux checks them for each type: E2BIG beyond the end, EINVAL for flags it doesn't know.
  func update(_ key: UnsafeRawPointer, _ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    let type = type
    let flagsMax = type.isForControlToWrite ? UpdateFlags.any : UpdateFlags.exist
    guard flags <= flagsMax else { return LinuxError.invalid }
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return LinuxError.tooBig }
    switch type {
    case .xskMap: return unsafe updateSocket(index, source.loadUnaligned(as: UInt32.self), flags)
    case .deviceMap, .cpuMap:
      guard flags != UpdateFlags.noExist else { return LinuxError.exists }
      let number = unsafe source.loadUnaligned(as: UInt32.self)
      let program =
        unsafe head.pointee.value_size == 8
        ? source.loadUnaligned(fromByteOffset: 4, as: UInt32.self) : 0
      if type == .cpuMap, number > Self.cpuQueueSizeMax { return LinuxError.overflow }
      // Nothing at all empties the slot; a program alone is nothing to redirect to.
      if number == 0, program != 0 { return LinuxError.invalid }
      unsafe slot(index).pointee.store(UInt64(program) << 32 | UInt64(number), ordering: .releasing)
    default:
      unsafe slot(index).pointee.store(
        source.loadUnaligned(as: UInt64.self), ordering: .releasing)
    }
    return 0
  }

  private func updateSocket(_ index: UInt32, _ socket: UInt32, _ flags: UInt64) -> Int64 {
    let new = 1 << 32 | UInt64(socket)
    var old = unsafe slot(index).pointee.load(ordering: .relaxed)
    while true {
      if old != 0, flags == UpdateFlags.noExist { return LinuxError.exists }
      if old == 0, flags == UpdateFlags.exist { return LinuxError.noEntry }
      let (done, current) = unsafe slot(index).pointee.compareExchange(
        expected: old, desired: new, ordering: .releasing)
      if done { return 0 }
      old = current
    }
  }

  /// Empties a slot. Linux says E2BIG beyond the end, and ENOENT for an empty slot, of programs and maps,
  /// and EINVAL and nothing of the others.
  func delete(_ key: UnsafeRawPointer) -> Int64 {
    let isStrict = type.isForControlToWrite
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else {
      return isStrict ? LinuxError.tooBig : LinuxError.invalid
    }
    let old = unsafe slot(index).pointee.exchange(0, ordering: .acquiringAndReleasing)
    return isStrict && old == 0 ? LinuxError.noEntry : 0
  }

  /// The bytes of a word, as many as a value has; null where it is empty.
  func snapshot(_ index: UInt32) -> [UInt8]? {
    let word = word(at: index)
    if word == 0 { return nil }
    let byteCount = unsafe Int(head.pointee.value_size)
    return unsafe withUnsafeBytes(of: word) { unsafe Array($0.prefix(byteCount)) }
  }
}

/// Where the parts of such a map lie in its memory.
struct SlotPlan: MapPlan {
  let byteCount: Int
  private let slots: Int

  init(_ spec: MapSpec) {
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    slots = plan.reserve(Int(spec.maxEntries) * SlotArray.stride, alignment: 64)
    byteCount = plan.byteCount
  }

  /// Makes the map; its slots are empty, since the block is zero. Sound: both parts lie within
  /// `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(SlotArray.stride),
        storage: UInt64(UInt(bitPattern: base + slots)), control: 0))
  }
}
