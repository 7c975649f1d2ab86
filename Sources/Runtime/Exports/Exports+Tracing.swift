import CBaton
import Coroutines
import Telemetry

/// Something of a kind of ``TraceEvent`` happens to a coroutine on a worker that is traced; engines call it. What a
/// queue program did is not said by its frame, which may be another worker's by then.
@c
func batonTrace(
  _ execution: UnsafeMutablePointer<baton_execution>, _ frame: UnsafeMutablePointer<baton_frame>?,
  _ kind: u32
) {
  guard let ring = unsafe execution.pointee.trace?.assumingMemoryBound(to: TraceRing.self),
    let kind = TraceEvent.Kind(rawValue: UInt8(truncatingIfNeeded: kind))
  else { return }
  switch (kind, unsafe frame) {
  case (.stash, _), (.refuse, _): unsafe ring.pointee.noteOutcome(kind)
  case (.resume, let frame?) where unsafe Ticket(frame) != nil:
    // It is noted once it is known whether its coroutine still waits.
    break
  case (_, let frame?):
    let coroutine = unsafe Ticket(frame)?.frame ?? frame
    unsafe ring.pointee.note(kind, coroutine)
  case (_, nil): preconditionFailure("a coroutine runs while it is suspended or goes on")
  }
}
