/// The memory of a run, as its engine knows it.
public struct MonitoredMemory {
  /// Where stacks of the program lie.
  public var stacks: [Range<UInt64>]
  /// Reads up to eight octets, zero-extended.
  public var load: (_ address: UInt64, _ byteCount: Int) -> UInt64

  public init(stacks: [Range<UInt64>], load: @escaping (UInt64, Int) -> UInt64) {
    self.stacks = stacks
    self.load = load
  }

  func isStack(_ address: UInt64, _ byteCount: UInt64) -> Bool {
    stacks.contains { stack in
      stack.contains(address) && byteCount <= stack.upperBound - address
    }
  }
}
