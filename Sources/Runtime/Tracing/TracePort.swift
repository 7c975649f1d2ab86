import CBaton
import Synchronization

/// Through which others turn the tracing of one worker on and off. The worker looks at the beginning of each turn, so
/// nothing changes while a program runs.
@safe
struct TracePort: ~Copyable {
  /// The address of the ring that is to be used; 0 for none.
  private let wanted = Atomic<UInt>(0)
  /// Made when the worker is traced first. One thread at a time uses it, by ``TraceSession``.
  private let ring: UnsafeMutablePointer<TraceRing.Pointer?>

  init() {
    unsafe ring = .allocate(capacity: 1)
    unsafe ring.initialize(to: nil)
  }

  deinit {
    if let made = unsafe ring.pointee {
      unsafe made.deinitialize(count: 1)
      unsafe made.deallocate()
    }
    unsafe ring.deallocate()
  }

  /// The worker's: where it has to note from here on; nil for nowhere.
  func current() -> TraceRing.Pointer? {
    // Pairs with the release of `begin`: the ring is made.
    unsafe TraceRing.Pointer(bitPattern: wanted.load(ordering: .acquiring))
  }

  /// The watcher's: has the worker note from its next turn on, into an empty ring, which is made by `make` once.
  func begin(_ make: () -> TraceRing) -> TraceRing.Pointer {
    let ring = unsafe made(make)
    unsafe ring.pointee.clear()
    wanted.store(UInt(bitPattern: ring), ordering: .releasing)
    return unsafe ring
  }

  private func made(_ make: () -> TraceRing) -> TraceRing.Pointer {
    if let made = unsafe ring.pointee { return unsafe made }
    let new = TraceRing.Pointer.allocate(capacity: 1)
    unsafe new.initialize(to: make())
    unsafe ring.pointee = unsafe new
    return unsafe new
  }

  /// The watcher's: has the worker note nothing more from its next turn on.
  func end() { wanted.store(0, ordering: .relaxed) }
}
