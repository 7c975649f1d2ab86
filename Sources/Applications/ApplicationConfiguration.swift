/// What services are told at their start, since they read no clock and draw no random number.
public struct ApplicationConfiguration: Sendable {
  /// What to add to a time that comes in, for nanoseconds since 1970-01-01 00:00 UTC.
  public var epochNanoseconds: UInt64
  /// A secret, drawn at random by whoever starts the service: keys are hashed with it, so that nobody can choose
  /// keys that all meet in one place.
  public var hashKey: (UInt64, UInt64)
  /// How much memory keys and values may take.
  public var memoryByteCountMax: Int

  public init(
    epochNanoseconds: UInt64 = 0, hashKey: (UInt64, UInt64) = (0, 0),
    memoryByteCountMax: Int = 256 << 20
  ) {
    precondition(memoryByteCountMax >= 1 << 20, "a store has at least one MiB")
    self.epochNanoseconds = epochNanoseconds
    self.hashKey = hashKey
    self.memoryByteCountMax = memoryByteCountMax
  }
}
