import Foundation
import Maps
import Runtime

/// Answers requests about some maps.
struct MapService: Sendable {
  let maps: [(name: String, map: Map)]

  private static let entriesAtOnce = 1000

  init(_ unit: LoadedUnit) {
    maps = zip(unit.verified.unit.image.maps, unit.maps).map { ($0.name, $1) }
  }

  func answer(
    _ request: ControlRequest, _ send: (ControlAnswer) throws(ControlError) -> Void
  ) throws(ControlError) {
    do throws(ControlError) {
      switch request {
      case .dump(let name):
        try dump(try map(named: name), send)
      default: try send(try answer(request))
      }
    } catch {
      try send(.failed(reason: error.description))
    }
  }

  private func answer(_ request: ControlRequest) throws(ControlError) -> ControlAnswer {
    switch request {
    case .maps: return .maps(maps.map { ControlMap(name: $0.name, $0.map) })
    case .dump: preconditionFailure("has more than one answer")
    case .lookUp(let name, let key):
      let map = try map(named: name)
      return .value(map.value(forKey: try sized(key, map.spec.keySize, "key")).map { Data($0) })
    case .update(let name, let key, let value):
      let map = try map(named: name)
      guard map.type != .programArray else {
        throw ControlError("only the instance itself knows its programs")
      }
      return try done(
        map.update(
          key: try sized(key, map.spec.keySize, "key"),
          value: try sized(value, UInt32(map.valueByteCount), "value")))
    case .delete(let name, let key):
      let map = try map(named: name)
      return try done(map.delete(key: try sized(key, map.spec.keySize, "key")))
    case .push(let name, let value):
      let map = try map(named: name)
      return try done(map.push(try sized(value, UInt32(map.valueByteCount), "value")))
    case .pop(let name): return .value(try map(named: name).pop().map { Data($0) })
    case .load, .trace, .takeTrace, .endTrace, .versions, .replace:
      preconditionFailure("about no map")
    }
  }

  private func dump(
    _ map: Map, _ send: (ControlAnswer) throws(ControlError) -> Void
  ) throws(ControlError) {
    // Copied first: nobody reclaims anything while entries are gone through.
    var entries: [ControlEntry] = []
    map.forEach { entries.append(ControlEntry(key: Data($0), value: Data($1))) }
    var rest = entries[...]
    repeat {
      let some = rest.prefix(Self.entriesAtOnce)
      rest = rest.dropFirst(some.count)
      try send(.entries(Array(some), isLast: rest.isEmpty))
    } while !rest.isEmpty
  }

  private func map(named name: String) throws(ControlError) -> Map {
    guard let found = maps.first(where: { $0.name == name }) else {
      throw ControlError("there is no map “\(name)”: there are \(maps.map(\.name))")
    }
    return found.map
  }

  private func sized(
    _ octets: Data, _ byteCount: UInt32, _ what: String
  ) throws(ControlError) -> [UInt8] {
    guard octets.count == Int(byteCount) else {
      throw ControlError(
        "the \(what) has \(byteCount) octets, and not \(octets.count)")
    }
    return [UInt8](octets)
  }

  private func done(_ status: Int64) throws(ControlError) -> ControlAnswer {
    guard status == 0 else {
      let reason = unsafe String(cString: strerror(Int32(-status)))
      throw ControlError("\(reason) (\(status))")
    }
    return .done
  }
}

extension ControlMap {
  init(name: String, _ map: Map) {
    self.init(
      name: name, type: map.spec.type, keyByteCount: Int(map.spec.keySize),
      valueByteCount: map.valueByteCount, maxEntries: Int(map.spec.maxEntries), count: map.count)
  }
}
