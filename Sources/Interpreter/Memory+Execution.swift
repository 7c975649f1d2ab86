import Bytecode
import CBaton
import Telemetry

/// The part of the worker's `baton_execution`, and of the frames it leads to, that the engine
/// reads and writes.
///
/// Sound while the execution lives, which is the duty of whoever started the thread on it, and
/// while `current` is a frame that only this worker has: the queue protocol says until when.
@safe
struct ExecutionView {
  typealias Pointer = UnsafeMutablePointer<baton_execution>

  /// What lies before the stacks in a coroutine's frame.
  static let frameHeadByteCount = unsafe MemoryLayout<baton_frame>.size

  private let pointer: Pointer

  init(_ pointer: Pointer) { unsafe self.pointer = unsafe pointer }

  /// The address of the coroutine that runs; 0 for none.
  var current: UInt64 {
    get { unsafe UInt64(UInt(bitPattern: pointer.pointee.current)) }
    nonmutating set { unsafe baton_set_current(pointer, Self.frame(newValue)) }
  }

  /// Tells a virtual worker's clock how many steps are left of those that it may take.
  @inline(__always)
  func noteSteps(left: Int) {
    guard let time = unsafe pointer.pointee.time else { return }
    unsafe time.pointee.left = Int64(left)
  }

  /// How many steps exported functions have used up by taking virtual time.
  @inline(__always)
  func takeCharge() -> Int {
    guard let time = unsafe pointer.pointee.time, unsafe time.pointee.charge > 0 else { return 0 }
    return unsafe Int(baton_take_charge(time))
  }

  /// A coroutine never goes on before it was suspended: a virtual core that is a little behind the one on which that was
  /// waits for it.
  func catchUpWithSuspension() {
    guard let time = unsafe pointer.pointee.time, let frame = unsafe pointer.pointee.current else {
      return
    }
    let suspended = unsafe frame.pointee.handle.suspended_at &* 1_000
    let elapsed = unsafe baton_elapsed(time)
    if suspended > elapsed { unsafe time.pointee.charge += suspended - elapsed }
  }

  /// Whether the last exported function found its lock held. Reading it clears it.
  func takeBlocked() -> Bool {
    guard unsafe pointer.pointee.is_blocked != 0 else { return false }
    unsafe pointer.pointee.is_blocked = 0
    return true
  }

  /// Counts that the program whose first instruction is `slot` begins.
  func countRun(slot: Int) {
    // Sound: where there is an array, it has a count for each instruction.
    unsafe pointer.pointee.run_counts?[slot] += 1
  }

  func clearTailCalls() { unsafe pointer.pointee.tail_calls = 0 }

  /// The first slot of the program at `index` of a program array, and one more tail call counted; nil
  /// where there is none, or after `limit` of them.
  func takeTailCall(array: UInt64, index: UInt32, limit: UInt32) -> Int? {
    // Sound: what a program holds as a map is the address of its head, and a program array's values
    // are null or addresses of programs.
    let map = unsafe UnsafePointer<baton_map>(bitPattern: UInt(array))!
    guard unsafe index < map.pointee.max_entries, unsafe pointer.pointee.tail_calls < limit else {
      return nil
    }
    let value = unsafe Memory.load(at: map.pointee.storage + 8 * UInt64(index))
    guard let program = unsafe UnsafePointer<baton_program>(bitPattern: UInt(value)) else {
      return nil
    }
    unsafe pointer.pointee.tail_calls += 1
    return unsafe Int(program.pointee.slot)
  }

  /// Where legacy packet access finds `byteCount` octets at an offset; nil when they are not in the packet.
  func packetPlace(at offset: Int32, byteCount: UInt64) -> UInt64? {
    let start: UInt64
    let distance: UInt32
    switch PacketOffset(offset) {
    case .data(let offset): (start, distance) = unsafe (pointer.pointee.packet_start, offset)
    case .network(let offset): (start, distance) = unsafe (pointer.pointee.packet_network, offset)
    case .link(let offset): (start, distance) = unsafe (pointer.pointee.packet_link, offset)
    }
    let window = unsafe pointer.pointee.packet_end - start
    return UInt64(distance) + byteCount <= window ? start + UInt64(distance) : nil
  }

  /// Where the suspended coroutine at `frame` goes on.
  static func record(ofFrame frame: UInt64) -> UInt64 { unsafe Self.frame(frame)!.pointee.record }

  /// The function that the coroutine at `frame` begins with, an index into its unit.
  static func program(ofFrame frame: UInt64) -> Int {
    unsafe Int(Self.frame(frame)!.pointee.program)
  }

  /// The address of the frame's packet, 0 once it was given away.
  static func packet(ofFrame frame: UInt64) -> UInt64 {
    unsafe UInt64(UInt(bitPattern: Self.frame(frame)!.pointee.packet))
  }

  /// Completes the current frame for whoever gets its handle, by the program of the queue of that number.
  func noteSuspension(record: UInt64, argument: UInt64, queue number: Int) {
    guard let frame = unsafe pointer.pointee.current else {
      preconditionFailure("a coroutine runs while it suspends")
    }
    unsafe frame.pointee.record = record
    unsafe frame.pointee.handle.argument = argument
    unsafe frame.pointee.handle.suspended_at = pointer.pointee.now
    unsafe frame.pointee.handle.worker = pointer.pointee.worker
    unsafe frame.pointee.handle.queue = UInt32(number * MemoryLayout<baton_waits>.stride)
  }

  /// The current coroutine was not kept by the queue that it was handed to.
  func noteRefusal() {
    guard let waits = unsafe currentWaits else { return }
    unsafe waits.pointee.refused += 1
  }

  /// The current coroutine goes on: counts how long it has waited, if it has.
  func noteResumption() {
    guard let waits = unsafe currentWaits else { return }
    let time = unsafe pointer.pointee.now &- pointer.pointee.current.pointee.handle.suspended_at
    unsafe baton_count_wait(waits, time)
  }

  /// The current coroutine goes on: another run of it begins.
  func countRun() {
    unsafe baton_count_run(pointer)
  }

  /// Where the waits of the current coroutine's last queue are counted; nil where nobody counts.
  private var currentWaits: UnsafeMutablePointer<baton_waits>? {
    guard let waits = unsafe pointer.pointee.waits, let frame = unsafe pointer.pointee.current
    else { return nil }
    // Sound: a frame is marked by the number of a queue of its unit, and there are waits for each.
    return unsafe waits + Int(frame.pointee.handle.queue) / MemoryLayout<baton_waits>.stride
  }

  /// The same at a safe point, where the run time has noted all else.
  func noteRecord(_ record: UInt64) {
    guard let frame = unsafe pointer.pointee.current else {
      preconditionFailure("a coroutine runs while it is suspended")
    }
    unsafe frame.pointee.record = record
  }

  /// What the queue program of a suspended coroutine is told.
  static func argument(ofFrame frame: UInt64) -> UInt64 {
    unsafe Self.frame(frame)!.pointee.handle.argument
  }

  /// What a coroutine that goes on is told by the call that has suspended it, where that has a part of its own.
  static func outcome(ofFrame frame: UInt64) -> UInt64 {
    unsafe UInt64(bitPattern: Self.frame(frame)!.pointee.outcome)
  }

  /// What stands for the current coroutine while it waits until a deadline.
  var ticket: UInt64 { unsafe UInt64(UInt(bitPattern: pointer.pointee.ticket)) }

  /// An exported function is about to be called.
  func noteCall(at slot: Int) { unsafe pointer.pointee.last_call = UInt32(slot + 1) }

  /// Takes the cost of a round from the budget; false where there was too little.
  func takes(cost: Int) -> Bool {
    unsafe pointer.pointee.budget &-= Int64(cost)
    return unsafe pointer.pointee.budget >= 0
  }

  /// Keeps `r0` to `r9` of a program that threw.
  func noteThrow(_ registers: borrowing RegisterFile) {
    unsafe withUnsafeMutableBytes(of: &pointer.pointee.thrown_registers) { bytes in
      for number in 0..<10 {
        unsafe bytes.storeBytes(
          of: registers[UInt8(number)], toByteOffset: 8 * number, as: UInt64.self)
      }
    }
  }

  /// Has what happens to the current coroutine noted where somebody traces: by `void (baton_execution *,
  /// baton_frame *, u32 kind)` at `address`.
  func note(_ kind: TraceEvent.Kind, by address: UInt64) {
    guard unsafe pointer.pointee.trace != nil, address != 0 else { return }
    unsafe unsafeBitCast(UInt(address), to: Trace.self)(
      pointer, pointer.pointee.current, UInt32(kind.rawValue))
  }

  // MARK: Calls into the run time

  private typealias Trace =
    @convention(c) (Pointer, UnsafeMutablePointer<baton_frame>?, UInt32) -> Void

  private typealias Finish = @convention(c) (Pointer, UInt32) -> Void
  private typealias Thrown = @convention(c) (Pointer) -> Void
  private typealias Abandon =
    @convention(c) (Pointer, UnsafeMutablePointer<baton_frame>) -> Void

  /// Calls `void (baton_execution *, u32 result)` at `address`.
  func finish(_ address: UInt64, result: UInt32) {
    unsafe unsafeBitCast(UInt(address), to: Finish.self)(pointer, result)
  }

  /// Calls `void (baton_execution *, baton_frame *)` at `address` with the current frame.
  func abandon(_ address: UInt64) {
    guard let frame = unsafe pointer.pointee.current else {
      preconditionFailure("a coroutine runs while it is abandoned")
    }
    unsafe unsafeBitCast(UInt(address), to: Abandon.self)(pointer, frame)
  }

  /// Calls `void (baton_execution *)` at `address`, if there is one.
  func noteThrow(countedBy address: UInt64) {
    guard address != 0 else { return }
    unsafe unsafeBitCast(UInt(address), to: Thrown.self)(pointer)
  }

  private typealias Claim = @convention(c) (Pointer) -> UnsafeMutablePointer<baton_frame>?

  /// Calls `baton_frame *(baton_execution *)` at `address`, which makes the coroutine the current one whose ticket the
  /// current one is; false where it does not wait any more.
  func takeTicket(_ address: UInt64) -> Bool {
    unsafe unsafeBitCast(UInt(address), to: Claim.self)(pointer) != nil
  }

  /// Calls `void (baton_execution *)` at `address`: a queue program has not kept the current coroutine's ticket.
  func withdraw(_ address: UInt64) { unsafe unsafeBitCast(UInt(address), to: Thrown.self)(pointer) }

  private typealias SafePoint = @convention(c) (Pointer, UInt32, UInt64) -> UInt32

  /// Calls `u32 (baton_execution *, u32 maySuspend, u64 slot)` at `address`.
  func stopVerdict(_ address: UInt64, maySuspend: Bool, slot: Int) -> StopVerdict {
    let verdict = unsafe unsafeBitCast(UInt(address), to: SafePoint.self)(
      pointer, maySuspend ? 1 : 0, UInt64(slot))
    guard let verdict = StopVerdict(rawValue: verdict) else {
      preconditionFailure("the run time answers a verdict")
    }
    return verdict
  }

  private static func frame(_ address: UInt64) -> UnsafeMutablePointer<baton_frame>? {
    unsafe UnsafeMutablePointer(bitPattern: UInt(address))
  }
}

/// The `baton_walk` at an address in the stack of the function that walks.
enum WalkView {
  private static func walk(_ address: UInt64) -> UnsafeMutablePointer<baton_walk> {
    // Sound: the verifier set the bytes aside, aligned, and no program can reach them.
    unsafe UnsafeMutablePointer(bitPattern: UInt(address))!
  }

  static func count(at address: UInt64) -> UInt64 { unsafe walk(address).pointee.count }

  static func arguments(at address: UInt64) -> (UInt64, UInt64, UInt64, UInt64) {
    unsafe walk(address).pointee.arguments
  }
}
