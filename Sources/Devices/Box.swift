/// One value on the heap, in place, owned by this box: it can be used without being moved.
@safe
struct Box<Value: ~Copyable>: ~Copyable {
  private let pointer: UnsafeMutablePointer<Value>

  init(_ value: consuming Value) {
    unsafe pointer = .allocate(capacity: 1)
    unsafe pointer.initialize(to: value)
  }

  deinit {
    unsafe pointer.deinitialize(count: 1)
    unsafe pointer.deallocate()
  }

  /// Reads the value, which lives as long as the box.
  @inline(__always)
  func read<Result: ~Copyable>(_ body: (borrowing Value) -> Result) -> Result {
    unsafe body(pointer.pointee)
  }

  /// Uses the value in place. Whoever may call this must hold the box's owner exclusively, which a
  /// `mutating` method does: the box itself is only borrowed, so that an enum can hold it.
  @inline(__always)
  func mutate<Result: ~Copyable>(_ body: (inout Value) -> Result) -> Result {
    unsafe body(&pointer.pointee)
  }
}

extension Box: @unchecked Sendable where Value: Sendable & ~Copyable {}
