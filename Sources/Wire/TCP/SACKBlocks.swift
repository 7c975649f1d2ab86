/// What has arrived beyond a gap: sequence numbers `start` up to, but not with, `end` (RFC 2018 §3).
@frozen
public struct SACKBlock: Hashable, Sendable, BitwiseCopyable {
  public var start: UInt32
  public var end: UInt32

  @inlinable
  public init(start: UInt32, end: UInt32) {
    self.start = start
    self.end = end
  }
}

/// Up to four blocks, in order, within the value.
@frozen
public struct SACKBlocks: Sendable, BitwiseCopyable {
  /// As many as a header has room for (RFC 2018 §3).
  public static let countMax = 4

  @usableFromInline var blocks: InlineArray<4, SACKBlock>
  @usableFromInline var storedCount: Int

  @inlinable
  public init() {
    blocks = InlineArray(repeating: SACKBlock(start: 0, end: 0))
    storedCount = 0
  }

  @inlinable public var count: Int { storedCount }
  @inlinable public var isEmpty: Bool { count == 0 }

  /// Traps beyond `count`.
  @inlinable
  public subscript(_ index: Int) -> SACKBlock {
    precondition(index < count, "there are fewer blocks")
    return blocks[index]
  }

  /// Adds a block behind the others; false, and nothing is done, when there are four.
  @inlinable
  @discardableResult
  public mutating func append(_ block: SACKBlock) -> Bool {
    guard count < Self.countMax else { return false }
    blocks[storedCount] = block
    storedCount += 1
    return true
  }

  @inlinable
  public mutating func removeLast() {
    precondition(count > 0, "there is a last block")
    storedCount -= 1
  }
}

extension SACKBlocks: Equatable {
  @inlinable
  public static func == (one: Self, other: Self) -> Bool {
    guard one.count == other.count else { return false }
    for index in 0..<one.count where one.blocks[index] != other.blocks[index] { return false }
    return true
  }
}
