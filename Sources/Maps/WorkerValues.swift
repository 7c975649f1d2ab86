import CBaton

/// On whose behalf a map is written.
enum Writer {
  /// A program's on that worker, which has one value in its hand.
  case worker(UInt32)
  /// The control side's, which has the values of all workers, each `paddedByteCount` long, where the
  /// map has one for each.
  case control
}

/// Values that each worker has its own of: each worker's lie together, two cache lines or more from
/// those of any other.
///
///     | worker 0: value of 0 | value of 1 | … | padding | worker 1: value of 0 | …
@safe
struct WorkerValues {
  let base: UnsafeMutableRawPointer
  /// From one value of a worker to its next, in bytes.
  let stride: Int
  /// From a value to that of the next worker.
  let workerStride: Int
  let workerCount: UInt32

  /// Sound for an index that the values were made for. A worker that doesn't exist is our mistake.
  @inline(__always)
  func value(_ index: UInt32, worker: UInt32) -> UnsafeMutableRawPointer {
    precondition(worker < workerCount, "a worker that the map was not made for")
    let offset = Int(worker) &* workerStride &+ Int(index) &* stride
    return unsafe base + offset
  }

  /// Writes a value that others may be reading: one worker's, or all.
  func overwrite(
    _ index: UInt32, from source: UnsafeRawPointer, by writer: Writer, _ shape: ValueShape
  ) {
    switch writer {
    case .worker(let worker):
      unsafe shape.overwrite(value(index, worker: worker), from: source)
    case .control:
      for worker in 0..<workerCount {
        unsafe shape.overwrite(value(index, worker: worker), from: source + Int(worker) * stride)
      }
    }
  }

  /// Writes values that nobody else sees yet: a program sets its worker's, the others are zero.
  func initialize(
    _ index: UInt32, from source: UnsafeRawPointer, by writer: Writer, _ shape: ValueShape
  ) {
    if case .worker = writer {
      for worker in 0..<workerCount {
        unsafe value(index, worker: worker).initializeMemory(
          as: UInt8.self, repeating: 0, count: stride)
      }
    }
    unsafe overwrite(index, from: source, by: writer, shape)
  }

  /// The values of all workers, as the control side has them.
  func snapshot(_ index: UInt32, _ shape: ValueShape) -> [UInt8] {
    var bytes: [UInt8] = []
    for worker in 0..<workerCount {
      let value = unsafe shape.snapshot(value(index, worker: worker))
      bytes += value
      bytes += [UInt8](repeating: 0, count: stride - value.count)
    }
    return bytes
  }
}

/// Where the values lie in the memory of their map.
struct WorkerValuesPlan {
  private let offset: Int
  private let stride: Int
  private let workerStride: Int
  private let workerCount: Int

  /// Two cache lines: the hardware prefetches them in pairs.
  private static let alignment = 128

  init(_ spec: MapSpec, count: Int, workerCount: Int, in plan: inout BlockPlan) {
    stride = Int(spec.valueSize).rounded(upTo: 8)
    workerStride = (count * stride).rounded(upTo: Self.alignment)
    self.workerCount = workerCount
    offset = plan.reserve(workerCount * workerStride, alignment: Self.alignment)
  }

  /// Sound: the plan was made for the block that starts at `base`.
  func values(in base: UnsafeMutableRawPointer) -> WorkerValues {
    unsafe WorkerValues(
      base: base + offset, stride: stride, workerStride: workerStride,
      workerCount: UInt32(workerCount))
  }
}
