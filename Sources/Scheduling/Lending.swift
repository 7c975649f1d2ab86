/// How long best-effort work has a core that it is lent, and waits for one. In nanoseconds.
public enum Lending {
  /// How long it runs at a time: then those whose core it is are asked whether they have anything to do. What comes to their
  /// devices is seen sooner.
  public static let quantum: UInt64 = 10_000
  /// How long it waits, as the core's own workers are busy, before it goes to another core.
  public static let patience: UInt64 = 50_000
  /// How often it is looked whether anybody is better off elsewhere: a period that loads seldom have.
  public static let lookInterval: UInt64 = 47_000
  /// How long it waits at most before it has a quantum all the same: it lies on the way of whoever replaces programs, or
  /// frees what nobody may have a pointer to any more.
  public static let waitMax: UInt64 = 1_000_000
}

/// How much of the time each core's own workers had nothing to do lately, from looks at regular times: of one more look, a
/// sixteenth part.
public struct IdleShares: Sendable, Equatable {
  /// All of the time.
  public static let whole = 1024
  private var shares: [Int]

  /// All cores are idle at first.
  public init(coreCount: Int) { shares = Array(repeating: Self.whole, count: coreCount) }

  /// Allocates nothing.
  public mutating func look(_ isIdle: (_ core: Int) -> Bool) {
    for core in shares.indices {
      // Rounded away from what it is, so that it gets there.
      shares[core] =
        isIdle(core) ? (15 * shares[core] + Self.whole + 15) / 16 : 15 * shares[core] / 16
    }
  }

  /// Of ``whole``.
  public subscript(_ core: Int) -> Int { shares[core] }
}

/// What a core is worth to a best-effort worker.
public struct CoreOffer: Sendable, Equatable {
  /// How much of the time it may be had, of ``IdleShares/whole``: all of it where it is the worker's group's or nobody's, and
  /// nothing where the group may not be there.
  public var share: Int
  /// How many other best-effort workers are there.
  public var rivalCount: Int

  public init(share: Int, rivalCount: Int) {
    self.share = share
    self.rivalCount = rivalCount
  }

  /// What the worker would have.
  var part: Int { share / (rivalCount + 1) }

  /// Below this nobody moves, which takes a while.
  static let leastPart = IdleShares.whole / 16

  /// By more than is seen by chance.
  func isBetter(than other: CoreOffer) -> Bool {
    part >= Self.leastPart && 2 * part > 3 * other.part
  }

  /// The core for a worker that is on `current`; nil where none is better than that one.
  public static func betterCore(
    than current: Int, of coreCount: Int, _ offer: (_ core: Int) -> CoreOffer
  ) -> Int? {
    let own = offer(current)
    var best: (core: Int, part: Int)?
    for core in 0..<coreCount where core != current {
      let candidate = offer(core)
      guard candidate.isBetter(than: own), candidate.part > best?.part ?? 0 else { continue }
      best = (core, candidate.part)
    }
    return best?.core
  }
}
