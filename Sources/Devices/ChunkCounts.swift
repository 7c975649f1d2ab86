/// Who has the chunks of a pool.
public struct ChunkCounts: Equatable, Sendable {
  public let free: Int
  /// With programs, or with whoever else took a packet and has neither sent nor released it.
  public let held: Int
  /// With the device: to receive into, received, or on the way out; at the peer of a memory link.
  public let lent: Int

  public init(free: Int, held: Int, lent: Int) {
    self.free = free
    self.held = held
    self.lent = lent
  }

  public var total: Int { free + held + lent }
}

extension PacketPool {
  public var chunkCounts: ChunkCounts { .init(free: freeCount, held: heldCount, lent: lentCount) }
}
