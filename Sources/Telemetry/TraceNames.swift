/// What the numbers in a trace's events stand for.
public struct TraceNames: Equatable, Codable, Sendable {
  /// Of the process, as whoever watches sees it.
  public var instance: String
  /// By function of the unit.
  public var functions: [String]
  /// By number, from 1 on.
  public var queues: [String]
  /// The frames of each worker.
  public var slabs: [Slab]

  /// Where the frames of a worker lie.
  public struct Slab: Equatable, Codable, Sendable {
    public var address: UInt64
    public var frameByteCount: UInt64
    public var limit: UInt64

    public init(address: UInt64, frameByteCount: UInt64, limit: UInt64) {
      self.address = address
      self.frameByteCount = frameByteCount
      self.limit = limit
    }
  }

  public init(instance: String, functions: [String], queues: [String], slabs: [Slab]) {
    self.instance = instance
    self.functions = functions
    self.queues = queues
    self.slabs = slabs
  }

  public func function(_ number: UInt16) -> String {
    functions.indices.contains(Int(number)) ? functions[Int(number)] : "function \(number)"
  }

  public func queue(_ number: UInt16) -> String {
    let index = Int(number) - 1
    return queues.indices.contains(index) ? queues[index] : "queue \(number)"
  }

  /// A coroutine's name: the worker that it began on, its frame there, and how many were in that frame, with it.
  public func coroutine(_ event: TraceEvent) -> String {
    for (worker, slab) in slabs.enumerated() {
      let offset = event.frame &- slab.address
      guard offset < slab.frameByteCount * slab.limit else { continue }
      return "\(worker).\(offset / slab.frameByteCount).\(event.generation)"
    }
    return "\(event.frame).\(event.generation)"
  }
}
