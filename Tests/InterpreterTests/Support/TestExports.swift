import CBaton

/// Exported functions as tests need them: they log, and keep handles in lists of the plainest kind.
enum TestExports {
  typealias Handle = UnsafeMutablePointer<coroutine>

  static let finish = unsafe address(finished)
  static let abandon = unsafe address(abandoned)

  /// The C function for an exported name; one that traps for names that no test calls.
  static func address(of name: String) -> UInt64 {
    switch name {
    case "bpf_local_push": unsafe address(localPush)
    case "bpf_local_pop": unsafe address(localPop)
    case "bpf_co_destroy": unsafe address(destroy)
    case "bpf_packet_drop": unsafe address(dropPacket)
    case "bpf_spin_lock": unsafe address(lock)
    case "bpf_spin_unlock": unsafe address(unlock)
    case "bpf_list_push_back": unsafe address(listPush)
    case "bpf_list_pop_front": unsafe address(listPop)
    case "bpf_ktime_get_ns": address(clock)
    case "bpf_get_smp_processor_id": address(processor)
    case "bpf_get_prandom_u32": address(random)
    // Engines do all of it.
    case "co_await": 0
    default: address(unexpected)
    }
  }

  private static func address<Function>(_ function: Function) -> UInt64 {
    // Sound: each is a C function pointer, which is one word.
    unsafe UInt64(unsafeBitCast(function, to: UInt.self))
  }

  // MARK: The run time's own

  private static let finished:
    @convention(c) (UnsafeMutablePointer<baton_execution>, UInt32) -> Void = { execution, result in
      let frame = unsafe execution.pointee.current
      unsafe TestWorld.current.note("finish \(TestWorld.current.name(frame)) \(result)")
    }

  private static let abandoned:
    @convention(c) (UnsafeMutablePointer<baton_execution>, UnsafeMutablePointer<baton_frame>) ->
      Void = { execution, frame in
        precondition(unsafe execution.pointee.current == frame)
        unsafe TestWorld.current.note("abandon \(TestWorld.current.name(frame))")
      }

  private static let unexpected: @convention(c) () -> Void = {
    preconditionFailure("no test calls this function")
  }

  // MARK: Handles

  private static let localPush: @convention(c) (Handle) -> Void = { handle in
    let execution = unsafe baton_current_execution()!
    unsafe handle.pointee.node.opaque.0 = UInt64(UInt(bitPattern: execution.pointee.local))
    unsafe execution.pointee.local = unsafe handle
    unsafe TestWorld.current.note(
      "push \(TestWorld.current.name(handle)) argument \(handle.pointee.argument)"
        + " at \(handle.pointee.suspended_at) worker \(handle.pointee.worker)")
  }

  private static let localPop: @convention(c) () -> Handle? = {
    let execution = unsafe baton_current_execution()!
    guard let handle = unsafe execution.pointee.local else { return nil }
    unsafe execution.pointee.local = Handle(bitPattern: UInt(handle.pointee.node.opaque.0))
    return unsafe handle
  }

  private static let destroy: @convention(c) (Handle) -> Void = { handle in
    unsafe TestWorld.current.note("destroy \(TestWorld.current.name(handle))")
  }

  private static let listPush: @convention(c) (UnsafeMutablePointer<UInt64>, Handle) -> Void = {
    head, node in
    unsafe node.pointee.node.opaque.0 = head.pointee
    unsafe head.pointee = UInt64(UInt(bitPattern: node))
    unsafe TestWorld.current.note("list push \(TestWorld.current.name(node))")
  }

  private static let listPop: @convention(c) (UnsafeMutablePointer<UInt64>) -> Handle? = { head in
    guard let node = unsafe Handle(bitPattern: UInt(head.pointee)) else { return nil }
    unsafe head.pointee = node.pointee.node.opaque.0
    return unsafe node
  }

  // MARK: Others

  private static let dropPacket: @convention(c) (UnsafeMutableRawPointer) -> Void = {
    let index = unsafe $0.load(fromByteOffset: TestWorld.ingressOffset, as: UInt32.self)
    TestWorld.current.note("drop packet \(index)")
    unsafe baton_current_execution()!.pointee.current.pointee.packet = nil
  }

  private static let lock: @convention(c) (UnsafeMutablePointer<UInt32>) -> Void = { word in
    let world = TestWorld.current
    if world.heldLockCount > 0 {
      world.heldLockCount -= 1
      unsafe baton_current_execution()!.pointee.is_blocked = 1
      return
    }
    precondition(unsafe word.pointee == 0)
    unsafe word.pointee = 1
  }

  private static let unlock: @convention(c) (UnsafeMutablePointer<UInt32>) -> Void = { word in
    precondition(unsafe word.pointee == 1)
    unsafe word.pointee = 0
  }

  private static let clock: @convention(c) () -> UInt64 = { 0x1_0000_0002 }
  /// The upper half of the result is rubbish, as C allows it to be.
  private static let processor: @convention(c) () -> UInt64 = { 0xffff_ffff_0000_0003 }
  private static let random: @convention(c) () -> UInt64 = { 0x1234_5678_8000_0001 }
}
