import Coroutines

/// How often the programs of all versions have begun on one worker, and how long they took. The worker is the
/// only writer; anybody may read.
@safe
struct RunStatistics: ~Copyable {
  /// By the first instruction of a program: machine code finds its own by a constant.
  let counts: UnsafeMutablePointer<UInt64>
  private let nanoseconds: UnsafeMutablePointer<UInt64>
  private let count: Int
  private let memory: LazyMemory

  /// Room for so many instructions, of which only those take memory that programs begin with.
  init(slotCount: Int) throws(SlabError) {
    count = slotCount
    let stride = MemoryLayout<UInt64>.stride
    memory = try LazyMemory(byteCount: max(2 * slotCount, 1) * stride)
    // Sound: the memory is zeroed, and has room for both.
    unsafe counts = memory.base.bindMemory(to: UInt64.self, capacity: 2 * slotCount)
    unsafe nanoseconds = unsafe counts + slotCount
  }

  /// Forgets what lies there of a version that is gone. Only the worker may.
  func clear(_ slots: Range<Int>) {
    precondition(slots.upperBound <= count, "no version lies there")
    // What was never written stays so.
    for slot in slots {
      if unsafe counts[slot] != 0 { unsafe counts[slot] = 0 }
      if unsafe nanoseconds[slot] != 0 { unsafe nanoseconds[slot] = 0 }
    }
  }

  func add(_ time: UInt64, toProgramAt slot: Int) {
    precondition((0..<count).contains(slot), "no program begins there")
    unsafe nanoseconds[slot] += time
  }

  func ofProgram(at slot: Int) -> (count: UInt64, nanoseconds: UInt64) {
    precondition((0..<count).contains(slot), "no program begins there")
    return unsafe (counts[slot], nanoseconds[slot])
  }
}

/// How often a program has run, and how long that took, on all workers.
public struct ProgramStatistics: Equatable, Codable, Sendable {
  public var name: String
  public var role: String
  /// How often it has begun. Programs that others tail-call count, too.
  public var runCount: UInt64
  /// Of the runs that a worker began, while it is measured, with all that they called and resumed: a data
  /// path's up to its first suspension, a queue program's never by itself.
  public var nanoseconds: UInt64
}

extension LoadedUnit {
  /// The sums over some workers, in the order of the object.
  func statistics(of workers: [Worker]) -> [ProgramStatistics] {
    let unit = verified.unit
    return unit.entries.map { entry in
      let function = unit.image.functions[entry]
      var sum = ProgramStatistics(
        name: function.name, role: unit.role(of: entry) ?? "", runCount: 0, nanoseconds: 0)
      for worker in workers {
        let (count, nanoseconds) = unsafe worker.services.pointee.statistics.ofProgram(
          at: place.firstSlot + function.start)
        sum.runCount += count
        sum.nanoseconds += nanoseconds
      }
      return sum
    }
  }
}
