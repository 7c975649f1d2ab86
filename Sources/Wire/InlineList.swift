/// Up to `capacity` elements, in order, within the value.
@frozen
public struct InlineList<let capacity: Int, Element: BitwiseCopyable & Sendable>: Sendable,
  BitwiseCopyable
{
  @usableFromInline var elements: InlineArray<capacity, Element>
  @usableFromInline var storedCount: Int

  /// An empty list; `filler` stands where there is no element yet.
  @inlinable
  init(filler: Element) {
    elements = InlineArray(repeating: filler)
    storedCount = 0
  }

  @inlinable public var count: Int { storedCount }
  @inlinable public var isEmpty: Bool { storedCount == 0 }

  /// Traps beyond `count`.
  @inlinable
  public subscript(_ index: Int) -> Element {
    precondition(index < storedCount, "there are fewer elements")
    return elements[index]
  }

  /// Adds an element behind the others; false, and nothing is done, when there is no room.
  @inlinable
  @discardableResult
  public mutating func append(_ element: Element) -> Bool {
    guard storedCount < capacity else { return false }
    elements[storedCount] = element
    storedCount += 1
    return true
  }

  /// Traps when there is none.
  @inlinable
  public mutating func removeLast() {
    precondition(storedCount > 0, "there is a last element")
    storedCount -= 1
  }
}

extension InlineList: Equatable where Element: Equatable {
  @inlinable
  public static func == (one: Self, other: Self) -> Bool {
    guard one.count == other.count else { return false }
    for index in 0..<one.count where one.elements[index] != other.elements[index] { return false }
    return true
  }
}
