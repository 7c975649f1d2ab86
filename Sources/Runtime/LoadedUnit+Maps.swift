import CBaton
import Contracts
import JIT
import Maps
import ObjectFile
import Verifier

extension ProgramUnit {
  /// Makes the object's maps, with the initial contents of its data sections, or finds those that it
  /// shares with others, or has from the version before it.
  func makeMaps(
    seed: UInt64, epochs: Epochs, shared: SharedMaps?, after succession: Succession?
  ) throws(LoadError) -> [Map] {
    var maps: [Map] = []
    for index in image.maps.indices {
      let definition = image.maps[index]
      guard definition.initialAddresses.isEmpty else {
        throw .map(
          name: definition.name, reason: "addresses in initialised data are not supported")
      }
      var spec = MapSpec(definition)
      spec.fields = specialFields(ofMap: index)
      func make() throws(LoadError) -> Map {
        try makeMap(definition, spec, seed: seed, epochs: epochs)
      }
      if definition.isPinned, let shared {
        maps.append(try shared.map(definition, spec, image.types, make: make))
      } else if let kept = try succession?.map(for: definition, spec, image.types) {
        maps.append(kept)
      } else {
        maps.append(try make())
      }
    }
    try succession?.checkHandles(lieIn: maps)
    return maps
  }

  private func makeMap(
    _ definition: MapDefinition, _ spec: MapSpec, seed: UInt64, epochs: Epochs
  ) throws(LoadError) -> Map {
    let map: Map
    do {
      map = try Map(spec, seed: seed, epochs: epochs, release: .destroyingCoroutines)
    } catch {
      throw .map(name: definition.name, reason: "\(error)")
    }
    if let value = definition.initialValue {
      let status = map.update(key: [0, 0, 0, 0], value: value)
      precondition(status == 0, "a data section is the one value of its map")
    }
    return map
  }

  private func specialFields(ofMap index: Int) -> [SpecialField] {
    valueFields(ofMap: index).compactMap { field in
      let kind: SpecialField.Kind
      switch field.kind {
      case .lock: kind = .spinLock
      case .container where field.typeName == "bpf_list_head": kind = .listHead
      case .container where field.typeName == "bpf_rb_root": kind = .treeRoot
      case .ring where field.typeName == "bpf_spsc_ring": kind = .singleProducerRing
      case .ring where field.typeName == "bpf_mpsc_ring": kind = .manyProducerRing
      case .pointer where field.interfaceContents?.type == "coroutine": kind = .owningPointer
      default: return nil
      }
      return SpecialField(
        kind: kind, offset: UInt32(field.offset), byteCount: UInt32(field.byteCount),
        nodeOffset: UInt32(field.interfaceContents?.nodeOffset ?? 0))
    }
  }
}

extension MapSpec {
  /// What the object says of the map; the fields of its values are to be added.
  fileprivate init(_ definition: MapDefinition) {
    self.init(
      type: definition.type, keySize: definition.keySize, valueSize: definition.valueSize,
      maxEntries: definition.maxEntries, flags: MapFlags(rawValue: definition.flags))
    if case .maps(let prototype) = definition.contents { self.prototype = MapSpec(prototype) }
  }
}

extension LoadedUnit {
  /// Puts what the object declares into its maps of maps and of programs, but for those that it has from the version
  /// before it.
  func fillMaps(after succession: Succession?) throws {
    for (index, definition) in verified.unit.image.maps.enumerated() {
      if succession?.isKept(maps[index]) == true { continue }
      for entry in definition.initialEntries {
        let status =
          switch entry.target {
          case .map(let inner): maps[index].update(key: entry.key, inner: maps[inner])
          case .program(let function):
            setProgram(function, atIndex: entry.index, of: maps[index])
          }
        guard status == 0 else {
          throw LoadError.map(
            name: definition.name, reason: "its entry \(entry.index) was refused: \(status)")
        }
      }
    }
  }

  /// Has tail calls through `map`, a program array, at `index` go on in a function of this unit; nil
  /// for none. A negated error number of Linux's, or 0: the function has to be a program of the same role as
  /// those that make tail calls.
  public func setProgram(_ function: Int?, atIndex index: UInt32, of map: Map) -> Int64 {
    if let function, !tailCallRoles.isSubset(of: [verified.unit.role(of: function)]) { return -22 }
    let identifier = function.map { programIdentifier(of: $0) } ?? 0
    return map.update(
      key: (0..<4).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) },
      value: (0..<8).map { UInt8(truncatingIfNeeded: identifier >> (8 * $0)) })
  }
}

extension LoadedUnit {
  /// The roles of this unit's programs that may make tail calls.
  private var tailCallRoles: Set<String?> {
    let unit = verified.unit
    let callers = unit.interface.functions.first { $0.tailCalls }?.callers
    return Set(
      unit.entries.compactMap(unit.role(of:)).filter { callers?.contains($0) ?? true })
  }
}

extension MapDefinition.InitialEntry {
  fileprivate var key: [UInt8] { (0..<4).map { UInt8(truncatingIfNeeded: index >> (8 * $0)) } }
}

extension OwnedRelease {
  /// What a value owns when its map goes is suspended coroutines: nothing else of Baton's can lie in containers.
  fileprivate static let destroyingCoroutines = unsafe OwnedRelease(context: nil) { handle, _ in
    unsafe bpf_co_destroy(handle.assumingMemoryBound(to: coroutine.self))
  }
}

extension Map {
  /// The address that programs know the map by.
  var programAddress: UInt64 { unsafe UInt64(UInt(bitPattern: address)) }

  /// Where the first value of an array lies; 0 for other maps, whose values programs look up.
  var firstValueAddress: UInt64 { unsafe type == .array ? address.pointee.storage : 0 }

  /// For machine code that finds values by itself.
  var arrayLayout: ArrayLayout? {
    guard type == .array else { return nil }
    let head = unsafe address.pointee
    return ArrayLayout(
      address: head.storage, stride: Int32(clamping: head.stride),
      count: Int32(clamping: head.max_entries))
  }

  /// Destroys the coroutines that the map's values own, all or some of them. The calling thread has to be a worker.
  func destroyCoroutines(
    where isWanted: (UnsafeMutableRawPointer) -> Bool? = { _ in true }
  ) {
    unsafe takeOwned(where: isWanted) { handle in
      unsafe bpf_co_destroy(handle.assumingMemoryBound(to: coroutine.self))
    }
  }
}
