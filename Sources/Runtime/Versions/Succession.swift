import Maps
import ObjectFile
import Verifier

/// What becomes of the coroutines of versions that are replaced.
public enum SuspendedFate: String, Codable, Sendable, CaseIterable {
  /// They go on when they are resumed, in their own code, until they end.
  case finish
  /// They are destroyed where they are suspended.
  case destroy
}

/// How a version follows others: which maps it has from them.
///
/// A map of the same name and shape is the same map, with all that lies in it. Read-only data and arrays of programs are
/// each version's own: what they hold belongs to its code.
struct Succession {
  /// The version that gets packets so far.
  let predecessor: LoadedUnit
  /// All that there are coroutines of, that one, too.
  let alive: [LoadedUnit]
  let place: VersionPlace
  let fate: SuspendedFate

  /// The predecessor's map that `definition` means; nil where a new one is to be made.
  func map(
    for definition: MapDefinition, _ spec: MapSpec, _ types: BTF
  ) throws(LoadError) -> Map? {
    let image = predecessor.verified.unit.image
    guard !definition.isEachVersionsOwn,
      let index = image.maps.firstIndex(where: { $0.name == definition.name })
    else { return nil }
    let map = predecessor.maps[index]
    let there = DeclaredMap(image.maps[index], map.spec, image.types)
    guard let difference = DeclaredMap(definition, spec, types).difference(from: there) else {
      return map
    }
    guard fate == .destroy || !map.mayHoldHandles else {
      throw .map(
        name: definition.name,
        reason: "suspended coroutines are to finish, and may lie in the one that \(difference)")
    }
    return nil
  }

  /// Coroutines that are to finish are found by the new version's programs alone.
  func checkHandles(lieIn maps: [Map]) throws(LoadError) {
    guard fate == .finish else { return }
    for unit in alive {
      for (definition, map) in zip(unit.verified.unit.image.maps, unit.maps)
      where map.mayHoldHandles && !maps.contains(where: { $0 === map }) {
        throw .map(
          name: definition.name,
          reason:
            "suspended coroutines are to finish, and may lie in it, but the new version has no such map"
        )
      }
    }
  }

  /// Whether an earlier version has the map.
  func isKept(_ map: Map) -> Bool { predecessor.maps.contains { $0 === map } }
}

extension MapDefinition {
  fileprivate var isEachVersionsOwn: Bool {
    isReadOnly || contents == .programs
  }
}

extension Map {
  /// Whether suspended coroutines may lie in it.
  var mayHoldHandles: Bool { type == .handles || spec.fields.contains { $0.kind != .spinLock } }
}

extension LoadedUnit {
  /// The numbers that it takes up.
  var extent: VersionExtent { VersionExtent(verified, at: place) }

  /// A version that comes after this one, with the same engine and workers, and the maps that both declare.
  ///
  /// - Throws: `LoadError`, also where coroutines would lie in maps that the new version doesn't have.
  func successor(
    _ verified: VerifiedUnit, _ succession: Succession, seed: UInt64
  ) throws -> LoadedUnit {
    try LoadedUnit(
      verified, engine: engineKind, workerCount: seats.numbers.count, seed: seed, shared: shared,
      measuresTime: measuresTime, isChecked: isChecked, mutation: nil,
      hasSafePoints: hasSafePoints, after: succession)
  }
}
