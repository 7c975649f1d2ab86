import CBaton
import Synchronization

/// A queue or a stack of values, without keys. Its lock is held for as long as one value is copied.
@safe
struct QueueMap {
  let head: UnsafeMutablePointer<baton_map>

  /// What the map keeps behind its head.
  struct Control: ~Copyable {
    let lock = Lock()
    // Atomic for those who count without the lock; they change under it.
    /// Where the oldest value lies; values follow one another round the storage.
    let oldest = Atomic<UInt32>(0)
    let count = Atomic<UInt32>(0)
  }

  private var control: UnsafeMutablePointer<Control> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(head.pointee.control)).unsafelyUnwrapped
  }

  private var isStack: Bool { unsafe head.pointee.type == MapType.stack.rawValue }

  /// Values at this moment.
  var count: UInt32 { unsafe control.pointee.count.load(ordering: .relaxed) }

  /// Puts a value behind all others; in a full map, with `BPF_EXIST`, in place of the oldest one.
  func push(_ source: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    guard flags == UpdateFlags.any || flags == UpdateFlags.exist else { return LinuxError.invalid }
    return unsafe control.pointee.lock.withLock {
      if unsafe count == head.pointee.max_entries {
        guard flags == UpdateFlags.exist else { return LinuxError.tooBig }
        dropOldest()
      }
      let place = count
      unsafe value(place).copyMemory(from: source, byteCount: valueSize)
      unsafe control.pointee.count.store(place + 1, ordering: .relaxed)
      return 0
    }
  }

  /// Copies the value that is next to go: the oldest of a queue, the newest of a stack. ENOENT, and
  /// zeros, when there is none.
  func take(_ target: UnsafeMutableRawPointer, removing: Bool) -> Int64 {
    unsafe control.pointee.lock.withLock {
      let count = count
      if count == 0 {
        unsafe target.initializeMemory(as: UInt8.self, repeating: 0, count: valueSize)
        return LinuxError.noEntry
      }
      unsafe target.copyMemory(from: value(isStack ? count - 1 : 0), byteCount: valueSize)
      guard removing else { return 0 }
      if isStack {
        unsafe control.pointee.count.store(count - 1, ordering: .relaxed)
      } else {
        dropOldest()
      }
      return 0
    }
  }

  private func dropOldest() {
    let next = unsafe control.pointee.oldest.load(ordering: .relaxed) + 1
    let oldest = unsafe next == head.pointee.max_entries ? 0 : next
    unsafe control.pointee.oldest.store(oldest, ordering: .relaxed)
    unsafe control.pointee.count.store(count - 1, ordering: .relaxed)
  }

  private var valueSize: Int { unsafe Int(head.pointee.value_size) }

  /// Where the value lies that has so many older ones. Sound: the storage has `max_entries` strides.
  private func value(_ place: UInt32) -> UnsafeMutableRawPointer {
    let oldest = unsafe UInt64(control.pointee.oldest.load(ordering: .relaxed))
    let index = unsafe (oldest + UInt64(place)) % UInt64(head.pointee.max_entries)
    let address = unsafe head.pointee.storage &+ index &* head.pointee.stride
    return unsafe UnsafeMutableRawPointer(bitPattern: UInt(address)).unsafelyUnwrapped
  }
}

/// Where the parts of a queue lie in its memory.
struct QueuePlan: MapPlan {
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
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
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
