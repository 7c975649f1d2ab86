import Bytecode

/// How to unwind the functions of a unit: for each point where that may happen, the places that
/// own something there, each holding the owned value or null on every path.
public struct CleanupTables: Equatable, Sendable {
  /// By the slot of the suspending, throwing or calling instruction; innermost place first.
  public var owned: [Int: [Entry]] = [:]
  /// Places that a function must null when it is entered, by function: those that unwinding, or the
  /// function itself, reads although nothing may have been written there.
  public var nulledAtEntry: [Int: [FrameLocation.Place]] = [:]
  /// Places that must be nulled before the call at a slot if they hold its first argument that is
  /// consumed: the call gives away what they held.
  public var nulledByCall: [Int: [FrameLocation.Place]] = [:]

  public struct Entry: Equatable, Sendable {
    public var place: FrameLocation.Place
    public var value: OwnedValue
  }
}

extension CleanupTables {
  mutating func nullAtEntry(_ location: FrameLocation) {
    nulledAtEntry[location.function, default: []].appendIfMissing(location.place)
  }
}

/// The outcome of bringing the observations of all paths together.
struct OwnershipSolution {
  var tables = CleanupTables()
  /// Places where owned and not owned met: paths must be told apart by them.
  var mixedLocations: Set<FrameLocation> = []

  init(_ points: [Int: OwnershipPoint]) throws(Rejection) {
    for (slot, point) in points.sorted(by: { $0.key < $1.key }) {
      for (place, observation) in point.observations.sorted(by: { $0.key < $1.key }) {
        guard let value = observation.owned else { continue }
        let hasMissed = observation.visitCount < point.visitCount
        try check(observation, place, at: slot)
        tables.owned[slot, default: []].append(.init(place: place, value: value))
        if observation.sawUninitialised || hasMissed {
          tables.nullAtEntry(FrameLocation(function: point.function, place: place))
        }
        for call in observation.consumedAt {
          tables.nulledByCall[call, default: []].appendIfMissing(place)
        }
        if observation.sawUninitialised || hasMissed || observation.sawZero
          || !observation.consumedAt.isEmpty
        {
          mixedLocations.insert(FrameLocation(function: point.function, place: place))
        }
      }
    }
  }

  private func check(
    _ observation: OwnershipPoint.Observation, _ place: FrameLocation.Place, at slot: Int
  ) throws(Rejection) {
    guard observation.isAmbiguous || observation.sawOther else { return }
    throw Rejection(
      slot: slot,
      reason: "paths disagree on what \(place) owns when the program is unwound here",
      hint: "set the variable to null on the path that gives its value away")
  }
}

extension FrameLocation.Place: CustomStringConvertible {
  public var description: String {
    switch self {
    case .register(let number): "R\(number)"
    case .stackSlot(let index): "fp\(-8 * (index + 1))"
    }
  }
}

extension [FrameLocation.Place] {
  fileprivate mutating func appendIfMissing(_ place: Element) {
    if !contains(place) { append(place) }
  }
}
