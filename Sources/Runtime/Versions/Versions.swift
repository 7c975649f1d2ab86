import Maps
import Synchronization
import Verifier

/// The versions of the program that an instance has at the moment: the one that gets packets, and those before it of
/// which coroutines are left. For any thread.
final class Versions: Sendable {
  struct Version: Sendable {
    var unit: LoadedUnit
    /// Its place in the workers' tables.
    var number: Int
    /// How many versions there were before it.
    var ordinal: Int
  }

  let capacity: VersionCapacity
  private let state: Mutex<State>

  private struct State {
    /// The oldest first.
    var alive: [Version]
    /// The number of the one that gets packets.
    var current = 0
    var ordinal = 0
  }

  init(first unit: LoadedUnit) {
    capacity = VersionCapacity(first: unit.verified)
    state = Mutex(State(alive: [Version(unit: unit, number: 0, ordinal: 0)]))
  }

  var alive: [Version] { state.withLock { $0.alive } }
  var units: [LoadedUnit] { alive.map(\.unit) }

  /// The one that gets packets.
  var current: Version {
    state.withLock { state in
      guard let current = state.alive.first(where: { $0.number == state.current }) else {
        preconditionFailure("the version that gets packets is there")
      }
      return current
    }
  }

  /// Those that get none any more, the oldest first.
  var old: [Version] {
    state.withLock { state in
      let ordinal = state.alive.first { $0.number == state.current }?.ordinal ?? 0
      return state.alive.filter { $0.ordinal < ordinal }
    }
  }

  /// All maps, each once.
  var maps: [Map] {
    var maps: [Map] = []
    for map in units.flatMap(\.maps) where !maps.contains(where: { $0 === map }) {
      maps.append(map)
    }
    return maps
  }

  /// The version that frames mean by a function's number; nil where it is gone.
  func version(ofFunction number: Int) -> Version? {
    alive.first { $0.unit.extent.functions.contains(number) }
  }

  /// A place for another one; nil where there is no room.
  func place(for verified: VerifiedUnit) -> VersionPlace? {
    let alive = alive
    guard alive.count < VersionCapacity.versionCount else { return nil }
    return capacity.place(for: verified, beside: alive.map(\.unit.extent))
  }

  /// Adds one that gets no packets yet. One thread at a time adds versions, at a place that it was given before.
  func add(_ unit: LoadedUnit) -> Version {
    state.withLock { state in
      guard
        let number = (0..<VersionCapacity.versionCount).first(where: { number in
          !state.alive.contains { $0.number == number }
        })
      else { preconditionFailure("there was room for one") }
      state.ordinal += 1
      let version = Version(unit: unit, number: number, ordinal: state.ordinal)
      state.alive.append(version)
      return version
    }
  }

  func takeOver(_ number: Int) { state.withLock { $0.current = number } }

  /// Removes versions; whoever calls lets go of them last.
  func remove(_ numbers: [Int]) -> [Version] {
    state.withLock { state in
      let gone = state.alive.filter { numbers.contains($0.number) }
      state.alive.removeAll { numbers.contains($0.number) }
      return gone
    }
  }
}
