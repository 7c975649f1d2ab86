import Runtime
import SamplePrograms
import Testing

/// Programs that run for longer than they may are ended at a safe point, and the rest goes on.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct OverrunTests {
  private enum Kind: UInt8 {
    case answer, loop, insist, loopInWorker
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
}
