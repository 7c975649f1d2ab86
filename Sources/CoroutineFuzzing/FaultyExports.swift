import CBaton

/// Exported functions with a mistake, for ``PlantedMistake``. Each has the signature of the one that it stands for, and
/// is called by programs only, on a thread that is a worker.
enum FaultyExports {
  private typealias Handle = UnsafeMutablePointer<coroutine>
  private typealias Head = UnsafeMutablePointer<bpf_list_head>
  private typealias Node = UnsafeMutablePointer<bpf_list_node>
  private typealias Push = @convention(c) (Head?, Node?) -> Void

  /// Destroys a coroutine, but for its packet.
  static let destroy = unsafe address(
    { handle in
      guard let handle = unsafe handle else { return }
      unsafe baton_frame_of(handle).pointee.packet = nil
      unsafe bpf_co_destroy(handle)
    } as @convention(c) (Handle?) -> Void)

  /// Forgets every fourth handle.
  static let pop = unsafe address(
    { ring in
      guard let handle = unsafe bpf_mpsc_pop(ring) else { return nil }
      unsafe popCount += 1
      return unsafe popCount % 4 == 0 ? nil : handle
    } as @convention(c) (UnsafeMutablePointer<bpf_mpsc_ring>?) -> Handle?)

  /// Gives nothing out where something is put in.
  static let exchange = unsafe address(
    { place, object in
      let displaced = unsafe bpf_kptr_xchg(place, object)
      return unsafe object == nil ? displaced : nil
    }
      as @convention(c) (UnsafeMutableRawPointer?, UnsafeMutableRawPointer?)
      -> UnsafeMutableRawPointer?)

  static let pushFront = unsafe address(
    { head, node in
      unsafe remember(node)
      unsafe bpf_list_push_front(head, node)
    } as Push)

  static let pushBack = unsafe address(
    { head, node in
      unsafe remember(node)
      unsafe bpf_list_push_back(head, node)
    } as Push)

  /// Writes the argument of the handle that was pushed last once more.
  static let wake = address(
    { worker in
      let own = unsafe Int(baton_current_execution()!.pointee.worker)
      if let late = unsafe pushed[own] { unsafe late.handle.pointee.argument = late.argument }
      unsafe pushed[own] = nil
      return bpf_worker_wake(worker)
    } as @convention(c) (u32) -> Int32)

  /// What each worker has pushed last.
  @safe
  private struct Pushed {
    var handle: Handle
    var argument: u64
  }

  // Sound: mistakes are planted in the virtual world alone, whose workers share a thread; and an instance's frames
  // are mapped for as long as its programs run.
  nonisolated(unsafe) private static var pushed: [Int: Pushed] = [:]
  nonisolated(unsafe) private static var popCount = 0

  /// Forgets what programs of an earlier instance did.
  static func reset() {
    unsafe pushed = [:]
    unsafe popCount = 0
  }

  private static func remember(_ node: Node?) {
    // A handle's node is its first member.
    guard let handle = unsafe UnsafeMutableRawPointer(node)?.assumingMemoryBound(to: coroutine.self)
    else { return }
    let own = unsafe Int(baton_current_execution()!.pointee.worker)
    unsafe pushed[own] = Pushed(handle: handle, argument: handle.pointee.argument)
  }

  private static func address<Function>(_ function: Function) -> UInt64 {
    // Sound: a C function is its address.
    unsafe UInt64(unsafeBitCast(function, to: UInt.self))
  }
}
