import CBaton

/// An array map of which each worker has its own values ("per-CPU array"), zeroed, that always exist.
@safe
struct WorkerArray {
  let head: UnsafeMutablePointer<baton_map>

  /// What the map keeps behind its head.
  struct Control {
    let shape: ValueShape
    let values: WorkerValues
  }

  private var control: UnsafeMutablePointer<Control> {
    unsafe UnsafeMutablePointer(bitPattern: UInt(head.pointee.control)).unsafelyUnwrapped
  }

  var shape: ValueShape { unsafe control.pointee.shape }
  var values: WorkerValues { unsafe control.pointee.values }

  /// The worker's value at the 32-bit index that `key` points to; null when there is none.
  @inline(__always)
  func lookup(_ key: UnsafeRawPointer, worker: UInt32) -> UnsafeMutableRawPointer? {
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return nil }
    return unsafe control.pointee.values.value(index, worker: worker)
  }

  /// Values exist always, so `BPF_NOEXIST` never finds room (EEXIST); E2BIG beyond the end.
  func update(
    _ key: UnsafeRawPointer, _ source: UnsafeRawPointer, _ flags: UInt64, _ writer: Writer
  ) -> Int64 {
    guard flags <= UpdateFlags.exist else { return LinuxError.invalid }
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return LinuxError.tooBig }
    guard flags != UpdateFlags.noExist else { return LinuxError.exists }
    unsafe values.overwrite(index, from: source, by: writer, shape)
    return 0
  }

  /// The values of all workers; null beyond the end.
  func snapshot(_ key: UnsafeRawPointer) -> [UInt8]? {
    let index = unsafe key.loadUnaligned(as: UInt32.self)
    guard unsafe index < head.pointee.max_entries else { return nil }
    return values.snapshot(index, shape)
  }
}

/// Where the parts of such a map lie in its memory.
struct WorkerArrayPlan: MapPlan {
  let byteCount: Int
  private let control: Int
  private let tables: Int
  private let values: WorkerValuesPlan

  init(_ spec: MapSpec, workerCount: Int) {
    var plan = BlockPlan()
    _ = plan.reserve(MemoryLayout<baton_map>.size, alignment: 64)
    control = plan.reserve(MemoryLayout<WorkerArray.Control>.size, alignment: 64)
    tables = plan.reserve(ValueShape.tablesByteCount(spec), alignment: 8)
    values = WorkerValuesPlan(
      spec, count: Int(spec.maxEntries), workerCount: workerCount, in: &plan)
    byteCount = plan.byteCount
  }

  /// Makes the map. Sound: every part lies within `byteCount` bytes of the block, aligned.
  func build(_ spec: MapSpec, _ maker: MapMaker, in block: borrowing MemoryBlock) {
    let base = unsafe block.base
    let values = unsafe values.values(in: base)
    let shape = unsafe ValueShape(spec, release: nil, tables: base + tables)
    unsafe (base + control).bindMemory(to: WorkerArray.Control.self, capacity: 1).initialize(
      to: WorkerArray.Control(shape: shape, values: values))
    unsafe base.bindMemory(to: baton_map.self, capacity: 1).initialize(
      to: baton_map(
        type: spec.type, key_size: spec.keySize, value_size: spec.valueSize,
        max_entries: spec.maxEntries, stride: UInt64(values.stride),
        storage: UInt64(UInt(bitPattern: values.base)),
        control: UInt64(UInt(bitPattern: base + control))))
  }
}
