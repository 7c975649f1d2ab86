// What Swift programs have of the interface beside its C declarations, which every program sees: the same functions with
// types that say more. All of it is inlined; nothing of it is left in the object but calls of the exported functions.

/// A suspended coroutine: resumed, destroyed or put somewhere, exactly once.
///
/// Whoever uses a handle twice is told so by the compiler; whoever forgets one, by the verifier.
struct Handle: ~Copyable {
  /// The handle as C has it.
  private let pointer: UnsafeMutablePointer<coroutine>

  /// Takes over what a queue program was given.
  @inline(__always)
  init(_ pointer: UnsafeMutablePointer<coroutine>) { self.pointer = pointer }

  /// The handle whose `node` was taken out of a list.
  @inline(__always)
  fileprivate init(node: UnsafeMutablePointer<bpf_list_node>) {
    let offset = MemoryLayout<coroutine>.offset(of: \.node)!
    pointer = (UnsafeMutableRawPointer(node) - offset).assumingMemoryBound(to: coroutine.self)
  }

  /// The handle whose `order` was taken out of a tree.
  @inline(__always)
  fileprivate init(order: UnsafeMutablePointer<bpf_rb_node>) {
    let offset = MemoryLayout<coroutine>.offset(of: \.order)!
    pointer = (UnsafeMutableRawPointer(order) - offset).assumingMemoryBound(to: coroutine.self)
  }

  /// Gives it up to whoever calls C's functions with it.
  @inline(__always)
  consuming func take() -> UnsafeMutablePointer<coroutine> { pointer }

  /// Runs the coroutine until it suspends again, ends or is cancelled.
  @inline(__always) @discardableResult
  consuming func resume() -> CoroutineStatus { CoroutineStatus(rawValue: bpf_co_resume(pointer)) }

  /// Ends the coroutine where it is, and releases all that it owns.
  @inline(__always)
  consuming func destroy() { bpf_co_destroy(pointer) }

  /// What the data path passed on when it was suspended.
  var argument: UInt64 { @inline(__always) get { pointer.pointee.argument } }
  /// When that was, in nanoseconds of `bpf_ktime_get_ns`.
  var suspendedAt: UInt64 { @inline(__always) get { pointer.pointee.suspended_at } }
  /// The worker that ran it last.
  var worker: UInt32 { @inline(__always) get { pointer.pointee.worker } }
  /// Which packet it owns: see `bpf_co_packet`.
  var packet: UInt64 { @inline(__always) get { bpf_co_packet(pointer) } }
  /// Whether its coroutine has gone on without it, as its deadline has passed.
  var isExpired: Bool { @inline(__always) get { bpf_co_expired(pointer) != 0 } }
  /// What policies keep of it.
  var user: (UInt64, UInt64) {
    @inline(__always) get { pointer.pointee.user }
    @inline(__always) nonmutating set { pointer.pointee.user = newValue }
  }
}

/// What became of a coroutine that was resumed.
struct CoroutineStatus: RawRepresentable, Equatable {
  var rawValue: Int32

  static var finished: Self { Self(rawValue: Int32(CO_FINISHED.rawValue)) }
  static var suspended: Self { Self(rawValue: Int32(CO_SUSPENDED.rawValue)) }
  static var cancelled: Self { Self(rawValue: Int32(CO_CANCELLED.rawValue)) }
  static var expired: Self { Self(rawValue: Int32(CO_EXPIRED.rawValue)) }
}

// MARK: Suspending

/// A queue program.
typealias Queue = @convention(c) (UnsafeMutablePointer<coroutine>?, UInt64) -> Int32

/// How a wait has ended.
struct Wakeup: RawRepresentable, Equatable {
  /// What the C function returned.
  var rawValue: Int32

  /// Somebody has let the coroutine go on.
  static var resumed: Self { Self(rawValue: 0) }
  /// Its deadline has passed.
  static var timedOut: Self { Self(rawValue: -110) }
  /// It has not waited: the queue program did not keep it, or there was no room.
  var isRefused: Bool { @inline(__always) get { rawValue < 0 && self != .timedOut } }
}

/// Suspends the data path, and hands its handle to `queue`.
@inline(__always) @discardableResult
func coAwait(_ queue: Queue, _ argument: UInt64 = 0) -> Wakeup {
  Wakeup(rawValue: co_await(queue, argument))
}

/// The same until `deadline` at the latest, in nanoseconds of `bpf_ktime_get_ns`.
@inline(__always) @discardableResult
func coAwait(_ queue: Queue, _ argument: UInt64 = 0, until deadline: UInt64) -> Wakeup {
  Wakeup(rawValue: co_await_until(queue, argument, deadline))
}

/// Lets others run that wait in `queue`.
@inline(__always) @discardableResult
func coYield(_ queue: Queue) -> Wakeup { coAwait(queue) }

/// Suspends the data path until `deadline`.
@inline(__always)
func coSleep(until deadline: UInt64) { _ = co_sleep_until(deadline) }

/// A data path.
typealias DataPath = @convention(c) (UnsafeMutablePointer<xdp_md>?) -> Int32

/// A child of the data path, suspended before its first instruction, over a packet that it takes over; nil, and the
/// packet is still the caller's, where there is no frame for it.
@inline(__always)
func coSpawn(_ program: DataPath, over packet: UnsafeMutablePointer<xdp_md>) -> Handle? {
  guard let handle = co_spawn(program, packet) else { return nil }
  return Handle(handle)
}

/// Suspends the data path until all of its children have ended.
@inline(__always)
func coJoin() { _ = co_join() }

// MARK: Where handles are kept

extension bpf_list_head {
  @inline(__always)
  mutating func pushFront(_ handle: consuming Handle) {
    bpf_list_push_front(&self, &handle.take().pointee.node)
  }

  @inline(__always)
  mutating func pushBack(_ handle: consuming Handle) {
    bpf_list_push_back(&self, &handle.take().pointee.node)
  }

  @inline(__always)
  mutating func popFront() -> Handle? {
    guard let node = bpf_list_pop_front(&self) else { return nil }
    return Handle(node: node)
  }

  @inline(__always)
  mutating func popBack() -> Handle? {
    guard let node = bpf_list_pop_back(&self) else { return nil }
    return Handle(node: node)
  }
}

extension bpf_rb_root {
  /// Says whether its first argument comes before its second one.
  typealias Order =
    @convention(c) (UnsafeMutablePointer<bpf_rb_node>?, UnsafePointer<bpf_rb_node>?) -> Int32

  @inline(__always)
  mutating func add(_ handle: consuming Handle, by less: Order) {
    bpf_rbtree_add(&self, &handle.take().pointee.order, less)
  }

  @inline(__always)
  mutating func popFirst() -> Handle? {
    guard let node = bpf_rbtree_pop_first(&self) else { return nil }
    return Handle(order: node)
  }
}

extension bpf_spsc_ring {
  /// Gives the handle back where the ring is full, or another worker's.
  @inline(__always)
  mutating func push(_ handle: consuming Handle) -> Handle? {
    let pointer = handle.take()
    return bpf_spsc_push(&self, pointer) < 0 ? Handle(pointer) : nil
  }

  @inline(__always)
  mutating func pop() -> Handle? {
    guard let handle = bpf_spsc_pop(&self) else { return nil }
    return Handle(handle)
  }
}

extension bpf_mpsc_ring {
  /// Gives the handle back where the ring is full.
  @inline(__always)
  mutating func push(_ handle: consuming Handle) -> Handle? {
    let pointer = handle.take()
    return bpf_mpsc_push(&self, pointer) < 0 ? Handle(pointer) : nil
  }

  @inline(__always)
  mutating func pop() -> Handle? {
    guard let handle = bpf_mpsc_pop(&self) else { return nil }
    return Handle(handle)
  }
}

/// Maps that `BATON_HANDLES` has declared.
extension bpf_map {
  /// Gives the handle back where the map is full.
  @inline(__always)
  mutating func push(_ handle: consuming Handle) -> Handle? {
    let pointer = handle.take()
    return bpf_handles_push(&self, pointer) < 0 ? Handle(pointer) : nil
  }

  @inline(__always)
  mutating func pop() -> Handle? {
    guard let handle = bpf_handles_pop(&self) else { return nil }
    return Handle(handle)
  }
}

/// The timer wheel of the worker that runs the program.
enum Wheel {
  @inline(__always)
  static func add(_ handle: consuming Handle, until deadline: UInt64) {
    bpf_wheel_add(handle.take(), deadline)
  }

  /// A handle whose time has come.
  @inline(__always)
  static func pop() -> Handle? {
    guard let handle = bpf_wheel_pop() else { return nil }
    return Handle(handle)
  }
}

/// What is kept on the worker that runs the program: the last one in is the first one out.
enum Local {
  @inline(__always)
  static func push(_ handle: consuming Handle) { bpf_local_push(handle.take()) }

  @inline(__always)
  static func pop() -> Handle? {
    guard let handle = bpf_local_pop() else { return nil }
    return Handle(handle)
  }
}

// MARK: Maps and packets

extension bpf_map {
  /// The value that an array has at the index, or a map of numbers under that number; nil where it has none.
  @inline(__always)
  mutating func value<Value>(
    at index: UInt32, as _: Value.Type = Value.self
  ) -> UnsafeMutablePointer<Value>? {
    var index = index
    return lookUp(&self, &index, as: Value.self)
  }
}

/// The value that a map has under the key; nil where it has none.
@inline(__always)
func lookUp<Key, Value>(
  _ map: UnsafeMutablePointer<bpf_map>, _ key: UnsafePointer<Key>, as _: Value.Type
) -> UnsafeMutablePointer<Value>? {
  bpf_map_lookup_elem(map, key)?.assumingMemoryBound(to: Value.self)
}

/// The octets of a packet, as long as it is not moved.
struct PacketOctets {
  let start: UnsafeMutableRawPointer
  let end: UInt

  @inline(__always)
  init(_ ctx: UnsafeMutablePointer<xdp_md>) {
    start = UnsafeMutableRawPointer(bitPattern: UInt(ctx.pointee.data)).unsafelyUnwrapped
    end = UInt(ctx.pointee.data_end)
  }

  var byteCount: UInt { @inline(__always) get { end &- UInt(bitPattern: start) } }

  /// Its first octets as headers; nil where it has fewer.
  @inline(__always)
  func headers<Headers>(_: Headers.Type) -> UnsafeMutablePointer<Headers>? {
    guard UInt(bitPattern: start + MemoryLayout<Headers>.size) <= end else { return nil }
    return start.assumingMemoryBound(to: Headers.self)
  }
}

extension xdp_action {
  /// What a data path returns for the action to be taken.
  var code: Int32 { @inline(__always) get { Int32(rawValue) } }
}
