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

/// As many as a header has room for (RFC 2018 §3).
public typealias SACKBlocks = InlineList<4, SACKBlock>

extension InlineList where Element == SACKBlock {
  @inlinable
  public init() { self.init(filler: SACKBlock(start: 0, end: 0)) }
}
