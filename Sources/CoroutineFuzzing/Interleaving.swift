import Runtime
import Verifier
import World

/// Whose turn it is in the virtual world, where what happens between two instructions of a queue program is what
/// matters: as soon as one may have given its handle away, its worker waits, and others run the coroutine, to its end
/// if they can.
struct Interleaving {
  /// Instructions of queue programs behind the first call by which they may give the handle away.
  private let windows: Set<Int>
  private let queueSlots: Set<Int>
  private var random: RandomSource
  private let workerCount: Int
  private var waiting: Waiting?
  /// How often a coroutine went on, or began anew, while the queue program that had its handle had not returned.
  private(set) var hitCount = 0

  private struct Waiting {
    var worker: Int
    var coroutine: VirtualRuntime.HandedOver
    var turnsLeft: Int
  }

  /// What puts a handle where others take it out, or ends it.
  private static let givingAway: Set<String> = [
    "bpf_list_push_front", "bpf_list_push_back", "bpf_rbtree_add", "bpf_kptr_xchg",
    "bpf_spsc_push", "bpf_mpsc_push", "bpf_local_push", "bpf_wheel_add", "bpf_co_destroy",
  ]

  init(_ unit: ProgramUnit, workerCount: Int, seed: UInt64) {
    var windows: Set<Int> = []
    var queueSlots: Set<Int> = []
    for entry in unit.entries where unit.role(of: entry) == VerifiedUnit.queueRole {
      let range = unit.image.functions[entry].range
      queueSlots.formUnion(range)
      let first = range.first {
        unit.contract(calledAt: $0).map { Self.givingAway.contains($0.name) } ?? false
      }
      if let first { windows.formUnion(first + 1..<range.upperBound) }
    }
    self.windows = windows
    self.queueSlots = queueSlots
    self.workerCount = workerCount
    random = RandomSource(seed: seed)
  }

  /// Lets one worker run.
  mutating func turn(_ runtime: VirtualRuntime) {
    if let waiting { return turnOfAnother(than: waiting, runtime) }
    let worker = Int(random.next() % UInt64(workerCount))
    let isInQueue = runtime.nextSlot(of: worker).map(queueSlots.contains) ?? false
    let most: UInt64 = isInQueue ? 3 : 64
    runtime.take(.init(worker: worker, stepLimit: 1 + Int(random.next() % most)))
    guard workerCount > 1, let slot = runtime.nextSlot(of: worker), windows.contains(slot),
      random.next() % 4 > 0, let coroutine = runtime.handedOver(on: worker)
    else { return }
    waiting = Waiting(
      worker: worker, coroutine: coroutine, turnsLeft: 2 + Int(random.next() % 24))
  }

  private mutating func turnOfAnother(than waiting: Waiting, _ runtime: VirtualRuntime) {
    let distance = 1 + Int(random.next() % UInt64(workerCount - 1))
    runtime.take(
      .init(worker: (waiting.worker + distance) % workerCount, stepLimit: 1 << (random.next() % 9)))
    self.waiting?.turnsLeft -= 1
    guard waiting.turnsLeft <= 1 else { return }
    if runtime.hasGoneOn(waiting.coroutine) { hitCount += 1 }
    self.waiting = nil
  }
}
