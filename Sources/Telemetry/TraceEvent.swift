/// Something that happened to a coroutine on a worker, as the worker notes it: 32 octets, in the processor's byte
/// order, which those who watch from another process get as they are.
public struct TraceEvent: Equatable, Sendable {
  /// What happened.
  public enum Kind: UInt8, CaseIterable, Sendable {
    /// It was made.
    case spawn
    /// It awaits a queue: its frame is complete, and the queue program has not begun.
    case suspend
    /// The queue program has kept it.
    case stash
    /// The queue program has not kept it, so it goes on. Engines compute this kind from the one before.
    case refuse
    /// It goes on.
    case resume
    /// It is about to go on, on another worker than the one that it was suspended on.
    case migrate
    /// It was made to stop at a safe point.
    case preempt
    /// It ended before its function did: by a throw, or since somebody destroyed it.
    case destroy
    /// Its function has returned.
    case finish

    private static let names = allCases.map { "\($0)" }

    public var name: String { Self.names[Int(rawValue)] }
  }

  public static let byteCount = 32

  /// In ticks of the world's clock.
  public var ticks: UInt64
  /// The address of its frame.
  public var frame: UInt64
  /// How many coroutines have been in that frame, with it.
  public var generation: UInt32
  /// Of being suspended, and of what follows until it goes on: which suspension of worker `origin` that is; 0 where
  /// that was not noted.
  public var suspension: UInt32
  public var origin: UInt16
  /// Of awaiting and what the queue program does with it: the queue. Else: the program, as its function's index.
  public var number: UInt16
  /// The processor that the worker was on when its turn began; all ones where that isn't known.
  public var core: UInt16
  /// ``kind``, as a number.
  private var kindNumber: UInt8
  private let unused: UInt8 = 0

  public init(
    _ kind: Kind, ticks: UInt64, core: UInt16, frame: UInt64, generation: UInt32,
    suspension: UInt32, origin: UInt16, number: UInt16
  ) {
    self.ticks = ticks
    self.frame = frame
    self.generation = generation
    self.suspension = suspension
    self.origin = origin
    self.number = number
    self.core = core
    kindNumber = kind.rawValue
  }

  public var kind: Kind {
    guard let kind = Kind(rawValue: kindNumber) else {
      preconditionFailure("events are made with a kind")
    }
    return kind
  }

  /// The event that lies in `octets` from `start` on; nil when that is none.
  public init?(_ octets: Span<UInt8>, at start: Int) {
    guard start >= 0, start + Self.byteCount <= octets.count,
      Kind(rawValue: octets[start + 30]) != nil
    else { return nil }
    func number(_ offset: Int, _ count: Int) -> UInt64 {
      (0..<count).reduce(0) { $0 | UInt64(octets[start + offset + $1]) << UInt64(8 * $1) }
    }
    ticks = number(0, 8)
    frame = number(8, 8)
    generation = UInt32(number(16, 4))
    suspension = UInt32(number(20, 4))
    origin = UInt16(number(24, 2))
    self.number = UInt16(number(26, 2))
    core = UInt16(number(28, 2))
    kindNumber = octets[start + 30]
  }
}
