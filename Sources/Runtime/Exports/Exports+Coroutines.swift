import CBaton

// Suspending, resuming, throwing, tail calls and loops are code that the engines emit themselves; these
// stand for the declarations, so that every one has an implementation, and are never called.

@c @implementation
func co_await(
  _ queue: (@convention(c) (UnsafeMutablePointer<coroutine>?, u64) -> Int32)!, _ argument: u64
) -> Int32 {
  preconditionFailure("engines suspend by themselves")
}

@c @implementation
func bpf_co_resume(_ handle: UnsafeMutablePointer<coroutine>!) -> Int32 {
  preconditionFailure("engines resume by themselves")
}

@c @implementation
func bpf_throw(_ cookie: u64) -> Never { preconditionFailure("engines throw by themselves") }

@c @implementation
func __bpf_trap() -> Never { preconditionFailure("engines throw by themselves") }

@c @implementation
func bpf_tail_call(
  _ ctx: UnsafeMutablePointer<xdp_md>!, _ array: UnsafeMutableRawPointer!, _ index: u32
) { preconditionFailure("engines make tail calls by themselves") }

@c @implementation
func bpf_loop(
  _ count: u32, _ body: UnsafeMutableRawPointer!, _ context: UnsafeMutableRawPointer!, _ flags: u64
) -> Int { preconditionFailure("engines loop by themselves") }

@c @implementation
func bpf_for_each_map_elem(
  _ map: UnsafeMutableRawPointer!, _ body: UnsafeMutableRawPointer!,
  _ context: UnsafeMutableRawPointer!, _ flags: u64
) -> Int { preconditionFailure("engines loop by themselves") }

@c @implementation
func bpf_co_destroy(_ handle: UnsafeMutablePointer<coroutine>!) {
  unsafe Services.current.destroy(baton_frame_of(handle))
}

@c @implementation
func bpf_local_push(_ handle: UnsafeMutablePointer<coroutine>!) {
  let execution = unsafe baton_current_execution()!
  unsafe handle.pointee.node.opaque.0 = u64(UInt(bitPattern: execution.pointee.local))
  unsafe execution.pointee.local = unsafe handle
}

@c @implementation
func bpf_local_pop() -> UnsafeMutablePointer<coroutine>? {
  let execution = unsafe baton_current_execution()!
  guard let handle = unsafe execution.pointee.local else { return nil }
  unsafe execution.pointee.local = UnsafeMutablePointer(
    bitPattern: UInt(handle.pointee.node.opaque.0))
  return unsafe handle
}

@c @implementation
func bpf_wheel_add(_ handle: UnsafeMutablePointer<coroutine>!, _ deadline: u64) {
  let execution = unsafe baton_current_execution()!
  unsafe baton_frame_of(handle).pointee.due = deadline
  unsafe Services.of(execution).pointee.sleepers
    .add(handle, until: deadline, now: execution.pointee.now)
}

@c @implementation
func bpf_wheel_pop() -> UnsafeMutablePointer<coroutine>? {
  let execution = unsafe baton_current_execution()!
  return unsafe Services.of(execution).pointee.sleepers.next(now: execution.pointee.now)
}

/// A coroutine's entry function has returned `result`, an XDP action.
@c
func batonFinish(_ execution: UnsafeMutablePointer<baton_execution>, _ result: u32) {
  unsafe Services.of(execution).pointee.finish(execution.pointee.current, result: result)
}

/// A coroutine threw, and what its frame's places owned is released: the rest goes, too.
@c
func batonAbandon(
  _ execution: UnsafeMutablePointer<baton_execution>, _ frame: UnsafeMutablePointer<baton_frame>
) {
  unsafe Services.of(execution).pointee.bury(frame)
}

/// A program threw. What it owns is released after that.
@c
func batonThrown(_ execution: UnsafeMutablePointer<baton_execution>) {
  unsafe Services.of(execution).pointee.counters.thrown += 1
}

/// A JITed program threw at `slot`.
@c
func batonUnwind(
  _ execution: UnsafeMutablePointer<baton_execution>, _ framePointer: u64, _ stackPointer: u64,
  _ slot: u64
) -> baton_landing {
  unsafe Services.of(execution).unwind(
    slot: Int(slot), framePointer: framePointer, stackPointer: stackPointer, on: execution)
}
