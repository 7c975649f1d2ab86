import CBaton
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
      unsafe pointee.versions.unit(of: next)._withUnsafeGuaranteedRef { image in
        unsafe image.forEachOwned(in: next) { image.dispose(of: $0.type, at: $0.address) }
      }
      unsafe pointee.counters.destroyed += 1
      unsafe pointee.waits.noteDestruction(of: next)
      unsafe pointee.bury(next)
    }
    unsafe pointee.isDestroying = false
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
