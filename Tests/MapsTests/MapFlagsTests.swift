import CBaton
import Maps
import Testing

@Suite struct MapFlagsTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  private func spec(_ type: MapType, _ flags: MapFlags) -> MapSpec {
    var spec = MapSpec(
      type: type.rawValue, keySize: 4, valueSize: 8, maxEntries: 4, flags: flags)
    switch type {
    case .lpmTrie: spec.keySize = 8
    case .queue, .stack, .handles: spec.keySize = 0
    case .ring: (spec.keySize, spec.valueSize, spec.maxEntries) = (0, 0, 4096)
    case .arrayOfMaps, .hashOfMaps:
      spec.valueSize = 4
      spec.prototype = arraySpec(entries: 1)
    case .xskMap: spec.valueSize = 4
    default: break
    }
    return spec
  }

  @Test(arguments: MapType.allCases)
  func everyTypeIsMadeWithoutFlags(_ type: MapType) throws {
    let map = try Map(spec(type, []), seed: 1, epochs: epochs)
    #expect(map.type == type)
    #expect(map.byteCount > 0)
  }

  /// For each flag the types that Linux allows it for.
  @Test(arguments: MapType.allCases)
  func flagsAreLinuxs(_ type: MapType) {
    let hashes: Set<MapType> = [.hash, .perWorkerHash, .lruHash, .lruPerWorkerHash, .hashOfMaps]
    let expected: [(MapFlags, Bool)] = [
      (.noPreallocation, [.hash, .perWorkerHash, .hashOfMaps, .lpmTrie].contains(type)),
      (.noCommonLRU, type == .lruHash || type == .lruPerWorkerHash), (.numaNode, !type.isPerWorker),
      (.readOnly, type != .ring && type != .cpuMap), (.writeOnly, type != .ring && type != .cpuMap),
      (.zeroSeed, hashes.contains(type)), (.mappable, type == .array),
      (.anyLengthInside, type == .array),
    ]
    for (flag, isAllowed) in expected {
      if isAllowed {
        #expect(throws: Never.self) { try Map(spec(type, flag), seed: 1, epochs: epochs) }
      } else {
        #expect(throws: MapError.self) { try Map(spec(type, flag), seed: 1, epochs: epochs) }
      }
    }
    for bit in [5, 9, 11, 13, 14, 20, 31] {
      let unknown = MapFlags(rawValue: 1 << UInt32(bit))
      #expect(throws: MapError.self) { try Map(spec(type, unknown), seed: 1, epochs: epochs) }
    }
  }

  @Test func errorsNameTheBits() {
    let flags: MapFlags = [.readOnly, .zeroSeed, MapFlags(rawValue: 0x20)]
    do throws(MapError) {
      _ = try Map(spec(.array, flags), seed: 1, epochs: epochs)
      Issue.record("unknown flags were accepted")
    } catch {
      let allowed = "NUMA_NODE|RDONLY|WRONLY|RDONLY_PROG|WRONLY_PROG|MMAPABLE|INNER_MAP"
      #expect(
        "\(error)"
          == "flags ZERO_SEED|0x20 mean nothing for this type of map, allowed are \(allowed)")
    }
    #expect(MapFlags().description == "0x0")
    for pair: MapFlags in [[.readOnly, .writeOnly], [.programReadOnly, .programWriteOnly]] {
      #expect(throws: MapError.contradiction(pair)) {
        try Map(spec(.hash, pair), seed: 1, epochs: epochs)
      }
    }
  }

  @Test(arguments: [false, true])
  func theControlSideMayBeKeptFromWriting(_ isFrozen: Bool) throws {
    let map = try Map(spec(.hash, isFrozen ? [] : .readOnly), seed: 1, epochs: epochs)
    let queue = try Map(spec(.queue, isFrozen ? [] : .readOnly), seed: 1, epochs: epochs)
    #expect(map.update(UInt32(1), UInt64(10)) == 0)
    if isFrozen {
      #expect(!map.isFrozen)
      #expect(map.update(key: bytes(UInt32(1)), value: bytes(UInt64(10))) == 0)
      #expect(map.freeze() == 0 && queue.freeze() == 0)
      #expect(map.freeze() == Errno.busy)
      #expect(map.isFrozen)
    }
    #expect(map.update(key: bytes(UInt32(1)), value: bytes(UInt64(11))) == Errno.notPermitted)
    #expect(map.delete(key: bytes(UInt32(1))) == Errno.notPermitted)
    #expect(queue.push(bytes(UInt64(1))) == Errno.notPermitted)
    #expect(word(map.value(forKey: bytes(UInt32(1)))) == 10)
    // Programs go on.
    #expect(map.update(UInt32(1), UInt64(12)) == 0)
    #expect(map.delete(UInt32(1)) == 0)
  }

  @Test(arguments: MapType.allCases)
  func badNumbersAreRefused(_ type: MapType) {
    let large = [0, 1 << 31, .max] as [UInt32]
    for number in large {
      var spec = spec(type, [])
      spec.maxEntries = number
      #expect(throws: MapError.self) { try Map(spec, seed: 1, epochs: epochs) }
    }
    for number in large {
      var spec = spec(type, [])
      spec.keySize = spec.keySize == 0 && number == 0 ? 1 : number
      #expect(throws: MapError.self) { try Map(spec, seed: 1, epochs: epochs) }
      spec = self.spec(type, [])
      spec.valueSize = spec.valueSize == 0 && number == 0 ? 1 : number
      #expect(throws: MapError.self) { try Map(spec, seed: 1, epochs: epochs) }
    }
  }

  /// Whatever is asked for, the limit holds, and nothing overflows on the way.
  @Test(arguments: MapType.allCases)
  func memoryIsLimited(_ type: MapType) throws {
    let small = try Map(spec(type, []), seed: 1, epochs: epochs).byteCount
    let tight = MapError.memory(needed: small, limit: small - 1)
    #expect(throws: tight) {
      try Map(spec(type, []), seed: 1, epochs: epochs, memoryLimit: small - 1)
    }
    var largest = spec(type, [])
    largest.maxEntries = 1 << 30
    #expect(throws: MapError.self) {
      try Map(largest, seed: 1, epochs: epochs, workerCount: 4096, memoryLimit: 1 << 28)
    }
  }

  /// Locks and lists lie where Linux lets them.
  @Test(arguments: MapType.allCases)
  func fieldsAreLinuxs(_ type: MapType) {
    for kind in [SpecialField.Kind.spinLock, .listHead] {
      let field = SpecialField(kind: kind, offset: 0, byteCount: kind.byteCount)
      var spec = spec(type, [])
      spec.fields = [field]
      let isAllowed =
        type == .hash || type == .array || type == .lruHash && kind == .listHead
      guard !isAllowed else { continue }
      #expect(throws: MapError.fieldKind(field, type)) { try Map(spec, seed: 1, epochs: epochs) }
    }
  }
}
