import CBaton
import Interpreter
import World

/// What a fuzzer needs whose programs are no part of the unit: it runs them itself, on this run's worker
/// and with this unit's maps.
extension TestRun {
  /// What the programs run on. Nobody counts their runs.
  package var execution: UnsafeMutablePointer<baton_execution> { unsafe worker.execution }

  /// From here on this thread is the run's worker.
  package func enter() {
    worker.enter()
    unsafe execution.pointee.run_counts = nil
  }

  package func leave() { baton_set_current_execution(nil) }

  /// No program holds a pointer into a map.
  package func passQuiescentPoint() { worker.pass() }

  /// Decides what `bpf_get_prandom_u32` gives from here on.
  package func seed(_ seed: UInt64) {
    unsafe worker.services.pointee.random = RandomSource(seed: seed)
  }

  /// What legacy packet access reads from here on.
  package func setPacket(from start: UInt64, to end: UInt64) {
    worker.setPacket(from: start, to: end)
  }
}

extension LoadedUnit {
  /// What an interpreter is told that runs other programs with this unit's maps.
  package var interpreterAddresses: InterpreterAddresses {
    Self.interpreterAddresses(
      exports: exports, maps: maps, destructors: destructors)
  }
}
