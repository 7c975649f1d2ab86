import Maps
import ObjectFile
import Synchronization

/// Maps that several objects know by name: those that they declare as pinned (`LIBBPF_PIN_BY_NAME`). The
/// first object that is loaded makes one, and the others have to declare the same.
///
/// ```swift
/// let shared = try SharedMaps(workerCount: 2)
/// let filter = try LoadedUnit(first, engine: .jit, workerCount: 1, seed: seed, shared: shared)
/// let counter = try LoadedUnit(second, engine: .jit, workerCount: 1, seed: seed, shared: shared)
/// ```
public final class SharedMaps: Sendable {
  let epochs: Epochs
  private let state: Mutex<State>

  private struct State {
    var entries: [String: Entry] = [:]
    /// Numbers of participants that no unit has.
    var free: [Int]
  }

  private struct Entry {
    var map: Map
    var definition: MapDefinition
    var types: BTF
  }

  /// - Parameter workerCount: how many workers all units together may have.
  public init(workerCount: Int) throws(MapError) {
    epochs = try Epochs(participantCount: workerCount)
    state = Mutex(State(free: Array((0..<workerCount).reversed())))
  }

  /// The map of that name; nil until an object that declares it is loaded.
  public func map(named name: String) -> Map? { state.withLock { $0.entries[name]?.map } }

  /// The map that `definition` means: the one that is there, if it is the same, or else a new one.
  func map(
    _ definition: MapDefinition, _ spec: MapSpec, _ types: BTF, make: () throws(LoadError) -> Map
  ) throws(LoadError) -> Map {
    guard !(MapType(rawValue: spec.type)?.isPerWorker ?? false) else {
      throw .map(name: definition.name, reason: "one with a value for each worker can't be shared")
    }
    guard MapType(rawValue: spec.type) != .handles else {
      throw .map(
        name: definition.name, reason: "one with the handles of an instance can't be shared")
    }
    guard !spec.fields.contains(where: \.kind.isRing) else {
      throw .map(
        name: definition.name,
        reason: "one with a ring between the workers of an instance can't be shared")
    }
    return try state.withLock { state throws(LoadError) in
      if let entry = state.entries[definition.name] {
        try check(definition, spec, types, against: entry)
        return entry.map
      }
      let map = try make()
      state.entries[definition.name] = Entry(map: map, definition: definition, types: types)
      return map
    }
  }

  private func check(
    _ definition: MapDefinition, _ spec: MapSpec, _ types: BTF, against entry: Entry
  ) throws(LoadError) {
    let here = DeclaredMap(definition, spec, types)
    let there = DeclaredMap(entry.definition, entry.map.spec, entry.types)
    if let difference = here.difference(from: there) {
      throw .map(
        name: definition.name, reason: "the map of that name that others use \(difference)")
    }
  }

  // MARK: Participants

  /// Numbers for the workers of a unit, who give them back when it goes; nil when there are too few.
  func takeParticipants(_ count: Int) -> [Int]? {
    state.withLock { state in
      guard state.free.count >= count else { return nil }
      defer { state.free.removeLast(count) }
      return state.free.suffix(count).reversed()
    }
  }

  func giveBack(participants: [Int]) { state.withLock { $0.free += participants.reversed() } }
}
