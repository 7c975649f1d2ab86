import CBaton
import Maps
import SamplePrograms
import Testing

@testable import Runtime

/// Programs that run for longer than they may are ended at a safe point, and the rest goes on.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct OverrunTests {
  private enum Kind: UInt8 {
    case answer, loop, insist, loopInWorker, lock, guest, loopAsOwner
  }

  private func frame(_ kind: Kind) -> [UInt8] {
    Array(repeating: 0x55, count: 14) + [kind.rawValue] + Array(repeating: 0, count: 45)
  }

  @Test(arguments: Setting.all)
  func whatRunsForTooLongIsEnded(_ setting: Setting) throws {
    // Machine code takes no virtual time, and is not interrupted there.
    if setting.world == .virtual, setting.engine == .jit { return }
    let instance = try setting.instance(of: "overrunning", seed: 3, runLimit: 5_000_000)
    let kinds: [Kind] = [.answer, .loop, .insist, .answer, .loopInWorker, .loop, .answer]
    for kind in kinds { #expect(instance.peers[0].offer(frame(kind))) }
    var answers = 0
    let isDone = instance.advance {
      _ = instance.peers[0].collect { _ in answers += 1 }
      return answers == 4 && instance.counters.cancelled == 4
    }
    #expect(isDone, "\(answers) answers, \(instance.counters)")
    let slots = instance.unit.overruns.take().compactMap { overrun -> Int? in
      if case .cancelled(let slot) = overrun.kind { slot } else { nil }
    }
    let functions = slots.compactMap {
      instance.unit.verified.unit.image.functionIndex(containing: $0)
    }
    #expect(functions.count == 4)
    #expect(instance.counters.thrown == 4)
    #expect(instance.counters.droppedDestroyed == 3)
    instance.expectBalanceAfterShutDown()
  }

  /// All that it owns is released, whichever of its functions owns it: no record stays reserved, and its guest ends.
  @Test(arguments: Setting.all)
  func whatEndsWithItIsReleased(_ setting: Setting) throws {
    // Machine code takes no virtual time, and is not interrupted there.
    if setting.world == .virtual, setting.engine == .jit { return }
    let instance = try setting.instance(of: "overrunning", seed: 4, runLimit: 5_000_000)
    let records = try #require(instance.unit.map(named: "records"))
    let rounds = 3
    for _ in 0..<rounds {
      #expect(instance.peers[0].offer(frame(.guest)))
      #expect(instance.peers[0].offer(frame(.loopAsOwner)))
    }
    let isDone = instance.advance { instance.counters.droppedDestroyed == UInt64(2 * rounds) }
    #expect(isDone, "\(instance.counters)")
    #expect(instance.counters.cancelled == UInt64(rounds))
    #expect(instance.counters.destroyed == UInt64(rounds))
    let image = instance.unit.verified.unit.image
    // On a busy machine some may be named besides, as they come to no safe point for long.
    let slots = instance.unit.overruns.take().compactMap { overrun -> Int? in
      if case .cancelled(let slot) = overrun.kind { slot } else { nil }
    }
    #expect(slots.count == rounds)
    #expect(slots.allSatisfy { image.functionIndex(containing: $0) != nil })
    instance.expectBalanceAfterShutDown()
    var submitted = 0
    records.consumeRecords { _ in submitted += 1 }
    #expect(submitted == 0)
    unsafe #expect(MapOperations.query(records.address, 0) == 0)
  }

  /// An exported function can't be cancelled: it is named, with the place that calls it, and the program goes on where
  /// it returns at last.
  @Test(arguments: Setting.all)
  func exportedFunctionsThatDoNotReturnAreNamed(_ setting: Setting) throws {
    let limit: UInt64 = setting.world == .virtual ? 200_000 : 5_000_000
    let instance = try setting.instance(of: "overrunning", seed: 5, runLimit: limit)
    // Machine code waits for locks in the virtual world as the interpreter does: by trying again, which takes steps.
    if setting.world == .virtual, setting.engine == .jit { return }
    let unit = instance.unit.verified.unit
    let locks = try #require(instance.unit.map(named: "locks"))
    guard
      let lock = unsafe UnsafeMutablePointer<bpf_spin_lock>(
        bitPattern: UInt(locks.firstValueAddress))
    else {
      Issue.record("an array has values")
      return
    }
    unsafe bpf_spin_lock(lock)
    #expect(instance.peers[0].offer(frame(.lock)))
    var found: [Overrun] = []
    let isNamed = instance.advance {
      found += instance.unit.overruns.take()
      return !found.isEmpty
    }
    unsafe bpf_spin_unlock(lock)
    #expect(isNamed, "\(instance.counters)")
    guard case .stuck(let stuck)? = found.first?.kind else {
      Issue.record("\(found)")
      return
    }
    #expect(unit.image.functions[stuck.entry].name == "answer")
    #expect(stuck.nanoseconds >= 2 * limit)
    let call = try #require(stuck.call)
    #expect(unit.contract(calledAt: call)?.name == "bpf_spin_lock")
    let isDone = instance.advance { instance.counters.endedCount == 1 }
    #expect(isDone, "\(instance.counters)")
    #expect(locks.value(forKey: [0, 0, 0, 0])?[4] == 1)
    instance.expectBalanceAfterShutDown()
  }
}
