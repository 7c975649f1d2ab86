/// Something about a core that did not go on.
public struct CoreStall: Equatable, Sendable, CustomStringConvertible {
  /// Counted among those that the instance has.
  public var core: Int
  /// When it was found, in nanoseconds of the world's clock.
  public var time: UInt64
  public var kind: Kind

  public enum Kind: Equatable, Sendable {
    /// Workers have been sent elsewhere: at once, and those that came to the core, or could be taken from it, later.
    case standsStill(Stall)
    /// It goes on, after as many nanoseconds.
    case goesOn(after: UInt64)
    /// It has gone on for long enough: these workers have been sent back.
    case isTrusted(back: [Int])
  }

  public struct Move: Equatable, Sendable {
    public var worker: Int
    /// Where it goes.
    public var core: Int

    public init(worker: Int, core: Int) { (self.worker, self.core) = (worker, core) }
  }

  public struct Stall: Equatable, Sendable {
    /// The worker whose turn does not end; it stays, with all that it has to do. Nil where the core is at none: the system
    /// does not let it run.
    public var worker: Int?
    /// What runs there, in words, as far as that is known.
    public var place: String?
    /// How long the core has come no further.
    public var nanoseconds: UInt64
    public var moves: [Move]
    /// Workers that stay, as no other core goes on where their group may be, or as the core was in the midst of a change.
    public var left: [Int] = []
  }

  /// In a line.
  public var description: String {
    switch kind {
    case .standsStill(let stall): "core \(core) stands still for \(stall)"
    case .goesOn(let length): "core \(core) goes on after \(milliseconds(length)) ms"
    case .isTrusted(let back):
      "core \(core) has gone on for a while"
        + (back.isEmpty ? "" : ": \(workers(back)) \(back.count > 1 ? "come" : "comes") back")
    }
  }
}

extension CoreStall.Stall: CustomStringConvertible {
  public var description: String {
    let holder = worker.map { "in a turn of worker \($0)" } ?? "at no worker's turn"
    let parts =
      moves.map { "worker \($0.worker) goes to core \($0.core)" }
      + (left.isEmpty ? [] : ["\(workers(left)) can go nowhere"])
      + (worker.map { ["what worker \($0) has to do itself stays with it"] } ?? [])
    let place = place.map { ", \($0)" } ?? ""
    return "\(milliseconds(nanoseconds)) ms \(holder)\(place): "
      + (parts.isEmpty ? "it has no other workers" : parts.joined(separator: ", "))
  }
}

private func milliseconds(_ nanoseconds: UInt64) -> UInt64 { nanoseconds / 1_000_000 }

private func workers(_ numbers: [Int]) -> String {
  "worker\(numbers.count > 1 ? "s" : "") \(numbers.map(String.init).joined(separator: ", "))"
}
