import Runtime
import World

/// Under what a data path is run: what is not its own, and may not matter to what it computes.
package struct Circumstances: Sendable {
  package var engine: EngineKind
  /// The interpreter's monitors watch.
  package var isChecked = false
  package var world: World
  package var workerCount: Int
  package var packetCount: Int
  /// How many coroutines each worker may begin that have not ended.
  package var frameLimit = FuzzPacket.pendingCountMax
  /// Somebody records what happens to coroutines.
  package var isTraced = false
  /// Of interleaving, time and random numbers.
  package var seed: UInt64
  package var wishes = Wishes()
  /// What becomes of coroutines at safe points, where that is not left to time and requests.
  package var stops: StopPlan.Wish?
  /// After how many turns of the virtual world the instance is shut down, whatever is going on then.
  package var turnLimit: Int?

  package enum World: String, Sendable {
    /// Workers take turns as the seed says.
    case virtual
    /// A worker that has just given a handle away waits, so that others run the coroutine before it has returned.
    case window
    /// Threads.
    case real
  }

  /// What the programs of the surroundings are asked for, in the order of their `struct wishes`. Rates are out of 256.
  package struct Wishes: Equatable, Sendable {
    package var refused: UInt64 = 0
    package var destroyedByQueue: UInt64 = 0
    package var destroyed: UInt64 = 0
    package var moved: UInt64 = 0
    package var preempted: UInt64 = 0
    package var thrown: UInt64 = 0
    /// In nanoseconds.
    package var quantum: UInt64 = 0
    package var victim = UInt64.max
    package var isVictimKept = false

    func octets(workerCount: Int) -> [UInt8] {
      [
        refused, destroyedByQueue, destroyed, moved, preempted, thrown, quantum, victim,
        isVictimKept ? 1 : 0, UInt64(workerCount),
      ].flatMap(\.octets)
    }
  }

  /// Whether every packet's coroutine comes to its own end.
  var isSparing: Bool {
    if turnLimit != nil || wishes.victim != .max { return false }
    if wishes.thrown > 0 || wishes.destroyed > 0 || wishes.destroyedByQueue > 0 { return false }
    switch stops {
    case .at(_, .cancel)?: return false
    case .randomly(_, let cancelled)?: return cancelled == 0
    default: return true
    }
  }
}

extension Circumstances: CustomStringConvertible {
  package var description: String {
    var parts = [
      isChecked ? "checked \(engine.rawValue)" : engine.rawValue, "\(world.rawValue) world",
      "\(workerCount) workers", "\(packetCount) packets", "seed \(seed)", wishes.text,
    ]
    switch stops {
    case .at(let pass, let verdict)?: parts.append("\(verdict) in pass \(pass) of safe points")
    case .randomly(let suspended, let cancelled)?:
      parts.append("safe points suspend \(suspended), cancel \(cancelled) of 256 passes")
    case nil: break
    }
    if isTraced { parts.append("traced") }
    if frameLimit < FuzzPacket.pendingCountMax { parts.append("\(frameLimit) frames a worker") }
    if let turnLimit { parts.append("shut down after \(turnLimit) turns") }
    return parts.filter { !$0.isEmpty }.joined(separator: ", ")
  }
}

extension Circumstances.Wishes {
  fileprivate var text: String {
    let rates = [
      ("refused", refused), ("destroyed by queues", destroyedByQueue), ("destroyed", destroyed),
      ("moved", moved), ("preempted", preempted), ("thrown by queues and workers", thrown),
    ].filter { $0.1 > 0 }.map { "\($0.1) of 256 \($0.0)" }
    let turns = quantum > 0 ? ["quantum \(quantum) ns"] : []
    let ended =
      victim == .max
      ? [] : ["suspension \(victim) destroyed by \(isVictimKept ? "a worker" : "its queue")"]
    return (rates + turns + ended).joined(separator: ", ")
  }
}
