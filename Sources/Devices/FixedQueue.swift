/// A first-in-first-out queue of values in memory that is allocated once. For one thread at a time.
@safe
struct FixedQueue<Element: BitwiseCopyable>: ~Copyable {
  let capacity: Int
  private(set) var count = 0
  private let slots: UnsafeMutablePointer<Element>
  private var head = 0

  init(capacity: Int) {
    precondition(capacity > 0)
    self.capacity = capacity
    unsafe slots = .allocate(capacity: capacity)
  }

  deinit { unsafe slots.deallocate() }

  var isFull: Bool { count == capacity }

  /// The oldest element; nil when there is none.
  var first: Element? {
    // Sound: `head` is below `capacity`, and its slot was written as the queue is not empty.
    count > 0 ? unsafe slots[head] : nil
  }

  /// Adds an element, for which there has to be room.
  mutating func append(_ element: Element) {
    precondition(!isFull, "the queue is full")
    let end = head + count
    // Sound: below `capacity`, as the sum is less than twice that.
    unsafe (slots + (end < capacity ? end : end - capacity)).initialize(to: element)
    count += 1
  }

  /// Lets go of the oldest element, of which there has to be one.
  mutating func removeFirst() {
    precondition(count > 0, "the queue is empty")
    head = head + 1 == capacity ? 0 : head + 1
    count -= 1
  }

  mutating func removeAll() {
    head = 0
    count = 0
  }

  /// Calls `body` with each element, the oldest first.
  func forEach(_ body: (Element) -> Void) {
    for index in head..<head + count {
      // Sound: below `capacity`, and one of those that were written and not let go of.
      unsafe body(slots[index < capacity ? index : index - capacity])
    }
  }
}

// Its memory is its own; being non-copyable, it is on one thread at a time.
extension FixedQueue: @unchecked Sendable {}
