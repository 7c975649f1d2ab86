/// How the ticks of a clock become nanoseconds: a line through two moments at which both were read.
public struct TickScale: Equatable, Codable, Sendable {
  /// A moment, by both counts.
  public struct Moment: Equatable, Codable, Sendable {
    public var ticks: UInt64
    public var nanoseconds: UInt64

    public init(ticks: UInt64, nanoseconds: UInt64) {
      self.ticks = ticks
      self.nanoseconds = nanoseconds
    }
  }

  private let origin: Moment
  private let nanosecondsPerTick: Double

  /// The farther apart the moments are, the better; where no tick lies between them, ticks are nanoseconds.
  public init(_ first: Moment, _ second: Moment) {
    origin = first
    let ticks = Double(second.ticks &- first.ticks)
    let nanoseconds = Double(second.nanoseconds &- first.nanoseconds)
    nanosecondsPerTick = ticks > 0 && nanoseconds > 0 ? nanoseconds / ticks : 1
  }

  /// The time of a tick; 0 for what was before time began.
  public func nanoseconds(at ticks: UInt64) -> UInt64 {
    let isLater = ticks >= origin.ticks
    let distance = isLater ? ticks - origin.ticks : origin.ticks - ticks
    let time = UInt64((Double(distance) * nanosecondsPerTick).rounded())
    if isLater { return origin.nanoseconds &+ time }
    return time > origin.nanoseconds ? 0 : origin.nanoseconds - time
  }
}
