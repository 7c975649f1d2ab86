import CBaton
import Coroutines
import JIT

/// Releasing what programs own runs destructors, and these are exported functions: they find these
/// very services by the current execution. So nothing here holds on to the services across such a
/// call, as a mutating function would, and each access goes through the pointer by itself.
extension UnsafeMutablePointer<Services> {
  /// Ends a suspended coroutine. What it owns may be further coroutines: they wait in a list, so
  /// that destroying is no recursion.
  func destroy(_ frame: Services.Frame) {
    unsafe frame.pointee.next = pointee.condemned
    unsafe pointee.condemned = frame
    guard unsafe !pointee.isDestroying else { return }
    unsafe pointee.isDestroying = true
    while let next = unsafe pointee.condemned {
      unsafe pointee.condemned = next.pointee.next
      if let ticket = unsafe Ticket(next) {
        unsafe condemn(ticket)
        continue
      }
      let unit = unsafe pointee.versions.unit(of: next)
      if unsafe !unit._withUnsafeGuaranteedRef({ unsafe $0.isForgotten(next) }) {
        unsafe releaseOwned(by: next)
        unsafe pointee.counters.destroyed += 1
      }
      unsafe pointee.bury(next)
    }
    unsafe pointee.isDestroying = false
  }

  /// The coroutine for which a ticket stands is to be destroyed in its place, if it still waits.
  private func condemn(_ ticket: Ticket) {
    guard let frame = unsafe pointee.claim(ticket) else { return }
    unsafe frame.pointee.next = pointee.condemned
    unsafe pointee.condemned = unsafe frame
  }

  /// Releases what the places of a suspended coroutine own, which waits no more.
  private func releaseOwned(by frame: Services.Frame) {
    unsafe pointee.versions.unit(of: frame)._withUnsafeGuaranteedRef { image in
      unsafe image.forEachOwned(in: frame) { image.dispose(of: $0.type, at: $0.address) }
    }
    unsafe pointee.waits.noteDestruction(of: frame)
  }

  /// Ends a suspended coroutine whose handle somebody has, and keeps: all that it owns is released, and whoever uses the
  /// handle at last finds that it was cancelled. No worker runs meanwhile.
  func forget(_ frame: Services.Frame) {
    unsafe releaseOwned(by: frame)
    unsafe frame.pointee.handle.queue = 0
    let unit = unsafe pointee.versions.unit(of: frame)
    unsafe unit._withUnsafeGuaranteedRef { unsafe $0.markForgotten(frame) }
    unsafe pointee.counters.forgotten += 1
    guard let packet = unsafe frame.pointee.packet else { return }
    unsafe frame.pointee.packet = nil
    unsafe pointee.drop(packet, as: .destroyed)
  }

  /// Releases everything that the program owns that throws at the instruction that has the number `slot` among those of
  /// all versions, and says where to go on.
  func unwind(
    slot: Int, framePointer: UInt64, stackPointer: UInt64, on execution: Services.Execution
  ) -> baton_landing {
    // First: who sees that all is released sees what did it, too.
    unsafe pointee.counters.thrown += 1
    let unit = unsafe pointee.versions.unit(ofSlot: slot)
    let landing = unsafe unit._withUnsafeGuaranteedRef { image in
      unsafe image.unwind(
        slot: slot - image.place.firstSlot, framePointer: framePointer, stackPointer: stackPointer,
        on: execution)
    }
    var result = UInt64(CO_CANCELLED.rawValue)
    switch landing.level {
    case .coroutine: unsafe pointee.bury(execution.pointee.current)
    case .worker: break
    // The handle is stashed or destroyed: to the coroutine's resumer it is suspended.
    case .queue: result = 0
    }
    return baton_landing(stack_pointer: landing.stackPointer, result: result)
  }
}
