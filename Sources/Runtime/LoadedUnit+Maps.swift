import CBaton
import Contracts
import Maps
import ObjectFile
import Verifier

extension ProgramUnit {
  /// Makes the object's maps, with the initial contents of its data sections.
  func makeMaps(seed: UInt64, epochs: Epochs) throws -> [Map] {
    try image.maps.indices.map { index in
      let definition = image.maps[index]
      var spec = MapSpec(definition)
      spec.fields = specialFields(ofMap: index)
      let map: Map
      do {
        map = try Map(spec, seed: seed, epochs: epochs, release: .destroyingCoroutines)
      } catch {
        throw LoadError.map(name: definition.name, reason: "\(error)")
      }
      if let value = definition.initialValue {
        let status = map.update(key: [0, 0, 0, 0], value: value)
        precondition(status == 0, "a data section is the one value of its map")
      }
      return map
    }
  }

  private func specialFields(ofMap index: Int) -> [SpecialField] {
    valueFields(ofMap: index).compactMap { field in
      let kind: SpecialField.Kind
      switch field.kind {
      case .lock: kind = .spinLock
      case .container: kind = .listHead
      default: return nil
      }
      return SpecialField(
        kind: kind, offset: UInt32(field.offset), byteCount: UInt32(field.byteCount))
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

extension NodeRelease {
  /// What is left in a list when its map goes is suspended coroutines: their node is their handle's
  /// first member, which the verifier checked the list's declaration for.
  fileprivate static let destroyingCoroutines = unsafe NodeRelease(context: nil) { node, _ in
    unsafe bpf_co_destroy(UnsafeMutableRawPointer(node).assumingMemoryBound(to: coroutine.self))
  }
}

extension Map {
  /// The address that programs know the map by.
  var programAddress: UInt64 { unsafe UInt64(UInt(bitPattern: address)) }

  /// Where the first value of an array lies; 0 for other maps, whose values programs look up.
  var firstValueAddress: UInt64 { unsafe type == .array ? address.pointee.storage : 0 }

  /// Destroys the coroutines in the map's lists. The calling thread has to be a worker.
  func destroyCoroutines() {
    unsafe forEachList { _, list in
      unsafe IntrusiveList.drain(list) { node in
        unsafe bpf_co_destroy(
          UnsafeMutableRawPointer(node).assumingMemoryBound(to: coroutine.self))
      }
    }
  }
}
