import CBaton
import Runtime
import SamplePrograms
import Testing

/// What policies are told of how long locks are held.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct LockSignalTests {
  /// As the program has it: the number of locks taken, and the signals behind that.
  private struct Report {
    var taken: UInt64
    var signals: worker_signals

    init(_ octets: [UInt8]) {
      precondition(octets.count == 8 + MemoryLayout<worker_signals>.size)
      // Sound: there are as many octets, and all values of the members are valid.
      (taken, signals) = unsafe octets.withUnsafeBytes {
        unsafe (
          $0.loadUnaligned(as: UInt64.self),
          $0.loadUnaligned(fromByteOffset: 8, as: worker_signals.self)
        )
      }
    }
  }

  private func report(_ instance: Instance) -> Report {
    Report(instance.map("reports").value(forKey: littleEndian(UInt32(0))) ?? [])
  }

  private static let timedCount: UInt64 = 10

  @Test(arguments: Setting.all.filter { $0.language == "c" })
  func someOfTheLocksThatAreTakenAreTimed(_ one: Setting) throws {
    let instance = try one.instance(of: "locked", seed: 5)
    let isEnough = instance.advance {
      report(instance).signals.locks_timed >= Self.timedCount
    }
    #expect(isEnough, "\(report(instance))")
    let (taken, signals) = (report(instance).taken, report(instance).signals)
    #expect(taken >= 251 * Self.timedCount)
    #expect(signals.lock_held_longest <= signals.lock_held)
    #expect(signals.lock_held <= signals.lock_held_longest * signals.locks_timed)
    #expect(signals.lock_waits == 0)
    switch (one.world, one.engine) {
    case (.real, _): #expect(signals.lock_held >= signals.locks_timed)
    // An instruction takes a nanosecond, of 400 rounds of a few. Times are those of turns.
    case (.virtual, .interpreter):
      let mean = signals.lock_held / signals.locks_timed
      #expect((400...4_000).contains(mean), "\(mean) ns")
    // Machine code takes no time there.
    case (.virtual, .jit): #expect(signals.lock_held == 0)
    }
    instance.expectBalanceAfterShutDown()
  }
}
