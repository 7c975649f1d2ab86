/// What a ``FaultInjector`` does to the packets of one direction. Each packet meets, in this order: loss, duplication,
/// corruption, the rate, the delay, reordering.
public struct Faults: Equatable, Sendable {
  /// How often it happens to a packet, in parts per million.
  public var loss = Probability.never
  /// A second packet with the same octets follows, if there is a chunk for it.
  public var duplication = Probability.never
  /// One bit of the packet, any of them, is flipped.
  public var corruption = Probability.never
  /// Packets that follow overtake this one.
  public var reordering = Probability.never
  /// One to as many packets overtake one that is reordered.
  public var overtakerCountMax = 3
  /// How long a packet is on its way, beside the rate.
  public var delayNanoseconds: UInt64 = 0
  /// How much longer or shorter that takes at most, uniformly. No packet overtakes another by that.
  public var jitterNanoseconds: UInt64 = 0
  /// How many bits pass in a second; nil: any number.
  public var bitsPerSecond: UInt64?
  /// How many packets are on their way at once. One more is dropped.
  public var packetCountMax = 1024

  /// What becomes of a packet that is to be overtaken, and nothing follows: it goes on after that time.
  public static let overtakingNanosecondsMax: UInt64 = 1_000_000
  public static let overtakerCountLimit = 64
  public static let packetCountLimit = 1 << 16

  public init() {}

  public var isValid: Bool {
    (1...Self.overtakerCountLimit).contains(overtakerCountMax)
      && (1...Self.packetCountLimit).contains(packetCountMax)
      && jitterNanoseconds <= delayNanoseconds && bitsPerSecond != 0
  }
}

/// How often something happens.
public struct Probability: Equatable, Sendable {
  public let partsPerMillion: UInt32

  public static let never = Probability(partsPerMillion: 0)

  public init(partsPerMillion: UInt32) {
    precondition(partsPerMillion <= 1_000_000, "more often than always")
    self.partsPerMillion = partsPerMillion
  }
}
