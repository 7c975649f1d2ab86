import CBaton

/// A queue or a stack of values, without keys. Its lock is held for as long as one value is copied.
@safe
struct QueueMap {
  let head: UnsafeMutablePointer<baton_map>

  /// What the map keeps behind its head.
  struct Control: ~Copyable {
    let lock = Lock()
    /// Where the oldest value lies; values follow one another round the storage.
    var oldest: UInt32 = 0
    var count: UInt32 = 0
  }

  private var control: UnsafeMutablePointer<Control> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(head.pointee.control)).unsafelyUnwrapped
  }

  private var isStack: Bool { unsafe head.pointee.type == MapType.stack.rawValue }

  /// Values at this moment.
  var count: Int { unsafe control.pointee.lock.withLock { unsafe Int(control.pointee.count) } }

  /// Puts a value behind all others; in a full map, with `BPF_EXIST`, in place of the oldest one.
  func push(_ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    guard flags == UpdateFlags.any || flags == UpdateFlags.exist else { return LinuxError.invalid }
    return unsafe control.pointee.lock.withLock {
      if unsafe control.pointee.count == head.pointee.max_entries {
        guard flags == UpdateFlags.exist else { return LinuxError.tooBig }
        dropOldest()
      }
      let value = unsafe value(control.pointee.count)
      unsafe value.copyMemory(from: source, byteCount: valueSize)
      unsafe control.pointee.count += 1
      return 0
    }
  }

  /// Copies the value that is next to go: the oldest of a queue, the newest of a stack. ENOENT, and
  /// zeros, when there is none.
  func take(_ target: UnsafeMutableRawPointer, removing: Bool) -> Int64 {
    unsafe control.pointee.lock.withLock {
      let count = unsafe control.pointee.count
      if count == 0 {
        unsafe target.initializeMemory(as: UInt8.self, repeating: 0, count: valueSize)
        return LinuxError.noEntry
      }
      let value = unsafe value(isStack ? count - 1 : 0)
      unsafe target.copyMemory(from: value, byteCount: valueSize)
      guard removing else { return 0 }
      if isStack { unsafe control.pointee.count -= 1 } else { dropOldest() }
      return 0
    }
  }

  private func dropOldest() {
    let next = unsafe control.pointee.oldest + 1
    unsafe control.pointee.oldest = next == head.pointee.max_entries ? 0 : next
    unsafe control.pointee.count -= 1
  }

  private var valueSize: Int { unsafe Int(head.pointee.value_size) }

  /// Where the value lies that has so many older ones. Sound: the storage has `max_entries` strides.
  private func value(_ place: UInt32) -> UnsafeMutableRawPointer {
    let index =
      unsafe (UInt64(control.pointee.oldest) + UInt64(place)) % UInt64(head.pointee.max_entries)
    let address = unsafe head.pointee.storage &+ index &* head.pointee.stride
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }
}

/// Where the parts of a queue lie in its memory.
struct QueuePlan {
  let byteCount: Int
  private let control: Int
  private let values: Int
  private let stride: Int

  init(_ spec: MapSpec) {
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    control = plan.reserve(MemoryLayout<QueueMap.Control>.size, alignment: 64)
    stride = Int(spec.valueSize).rounded(upTo: 8)
    values = plan.reserve(Int(spec.maxEntries) * stride, alignment: 64)
    byteCount = plan.byteCount
  }

  /// Makes the map. Sound: every part lies within `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    unsafe (base + control).bindMemory(to: QueueMap.Control.self, capacity: 1).initialize(
      to: QueueMap.Control())
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(stride),
        storage: UInt64(UInt(bitPattern: base + values)),
        control: UInt64(UInt(bitPattern: base + control))))
  }
}
