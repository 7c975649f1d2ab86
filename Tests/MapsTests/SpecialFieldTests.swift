import CBaton
import Maps
import Testing

/// Counts the nodes that a map releases.
private final class Released: Sendable {
  let order = Guarded<[UInt]>([])

  var release: OwnedRelease {
    unsafe OwnedRelease(context: Unmanaged.passUnretained(self).toOpaque()) { node, context in
      let released = unsafe Unmanaged<Released>.fromOpaque(context!).takeUnretainedValue()
      released.order.withLock { $0.append(UInt(bitPattern: node)) }
    }
  }

  var count: Int { order.withLock { $0.count } }
}

/// Nodes that live as long as the test.
@safe
private final class Nodes {
  let first: UnsafeMutablePointer<bpf_list_node>

  init(_ count: Int) {
    unsafe first = .allocate(capacity: count)
    unsafe first.initialize(repeating: bpf_list_node(), count: count)
  }

  func raw(_ index: Int) -> UnsafeMutableRawPointer {
    unsafe UnsafeMutableRawPointer(first + index)
  }

  deinit { unsafe first.deallocate() }

  func push(_ index: Int, to value: UnsafeMutableRawPointer, at offset: Int) -> Bool {
    let head = unsafe (value + offset).assumingMemoryBound(to: bpf_list_head.self)
    return unsafe IntrusiveList.pushBack(first + index, to: head)
  }

  func address(_ index: Int) -> UInt { unsafe UInt(bitPattern: first + index) }
}

@Suite struct SpecialFieldTests {
  let epochs: Epochs
  private let released = Released()
  /// They outlive the maps that tests link them in.
  private let nodes = Nodes(6)

  init() throws { epochs = try Epochs(participantCount: 1) }

  /// `| 4 | lock 4 | 8 | list 16 | 6 |`, in bytes.
  static let fields = [
    SpecialField(kind: .listHead, offset: 16, byteCount: 16),
    SpecialField(kind: .spinLock, offset: 4, byteCount: 4),
  ]

  static func isField(_ offset: Int) -> Bool {
    (4..<8).contains(offset) || (16..<32).contains(offset)
  }

  private func make(_ type: UInt32, entries: UInt32 = 4) throws -> Map {
    let spec = MapSpec(
      type: type, keySize: 4, valueSize: 38, maxEntries: entries, fields: Self.fields)
    return try Map(spec, seed: 9, epochs: epochs, release: released.release)
  }

  @Test(arguments: [1, 2] as [UInt32])
  func updatesGoAroundFields(_ type: UInt32) throws {
    let map = try make(type)
    var random = SplitMix64(seed: 21)
    #expect(map.update(key: bytes(UInt32(2)), value: random.bytes(38)) == 0)
    let value = unsafe epochs.read { unsafe map.lookup(UInt32(2))! }
    for offset in 0..<38 where Self.isField(offset) {
      unsafe #expect(value.load(fromByteOffset: offset, as: UInt8.self) == 0, "fields start zero")
    }
    unsafe value.storeBytes(of: 0xAABB_CCDD, toByteOffset: 4, as: UInt32.self)
    unsafe #expect(nodes.push(0, to: value, at: 16))
    let before = unsafe [UInt8](UnsafeRawBufferPointer(start: value, count: 38))
    for _ in 0..<50 {
      let update = random.bytes(38)
      #expect(map.update(key: bytes(UInt32(2)), value: update) == 0)
      let now = unsafe epochs.read { unsafe map.lookup(UInt32(2))! }
      unsafe #expect(now == value, "a value with fields stays where it is")
      let bytes = unsafe [UInt8](UnsafeRawBufferPointer(start: now, count: 38))
      for offset in 0..<38 {
        #expect(bytes[offset] == (Self.isField(offset) ? before[offset] : update[offset]))
      }
    }
    let copy = map.value(forKey: bytes(UInt32(2)))!
    for offset in 0..<38 where Self.isField(offset) { #expect(copy[offset] == 0) }
    #expect(released.count == 0)
  }

  /// Every place of a lock in values of up to 20 bytes: nothing else is left out.
  @Test func everyGapIsCopied() throws {
    var random = SplitMix64(seed: 22)
    for size in 4...20 {
      for offset in stride(from: 0, through: size - 4, by: 4) {
        let field = SpecialField(kind: .spinLock, offset: UInt32(offset), byteCount: 4)
        for type in [1, 2] as [UInt32] {
          let spec = MapSpec(
            type: type, keySize: 4, valueSize: UInt32(size), maxEntries: 3, fields: [field])
          let map = try Map(spec, seed: 1, epochs: epochs)
          for _ in 0..<2 {
            var value = random.bytes(size)
            #expect(map.update(key: [1, 0, 0, 0], value: value) == 0)
            for place in offset..<offset + 4 { value[place] = 0 }
            #expect(map.value(forKey: [1, 0, 0, 0]) == value)
          }
        }
      }
    }
  }

  @Test(arguments: [1, 2] as [UInt32])
  func aDyingMapReleasesItsNodes(_ type: UInt32) throws {
    do {
      let map = try make(type)
      for key in UInt32(0)..<3 {
        #expect(map.update(key: bytes(key), value: [UInt8](repeating: 1, count: 38)) == 0)
        epochs.read {
          let value = unsafe map.lookup(key)!
          unsafe #expect(nodes.push(Int(2 * key), to: value, at: 16))
          unsafe #expect(nodes.push(Int(2 * key + 1), to: value, at: 16))
        }
      }
      #expect(released.count == 0)
    }
    let order = released.order.withLock { $0 }
    #expect(Set(order) == Set((0..<6).map(nodes.address)))
    #expect(order.count == 6)
    // The nodes of one list come in its order.
    for key in 0..<3 {
      let place = order.firstIndex(of: nodes.address(2 * key))!
      #expect(order[place + 1] == nodes.address(2 * key + 1))
    }
  }

  @Test func aDeletedElementReleasesItsNodesWhenItIsReclaimed() throws {
    let map = try make(1)
    let participant = epochs.participant(0)
    participant.enter()
    #expect(map.update(key: bytes(UInt32(1)), value: [UInt8](repeating: 1, count: 38)) == 0)
    let value = unsafe map.lookup(UInt32(1))!
    unsafe #expect(nodes.push(0, to: value, at: 16))
    #expect(map.delete(UInt32(1)) == 0)
    // The program may go on with its pointer: this node isn't lost either.
    unsafe #expect(nodes.push(1, to: value, at: 16))
    #expect(map.advance(to: epochs.safe()) == 0)
    #expect(released.count == 0)
    participant.pass()
    #expect(map.advance(to: epochs.safe()) == 1)
    #expect(released.order.withLock { $0 } == [nodes.address(0), nodes.address(1)])

    // The next entry in that memory starts with an empty list and a free lock.
    for key in UInt32(2)..<6 {
      #expect(map.update(key: bytes(key), value: [UInt8](repeating: 0xFF, count: 38)) == 0)
      let value = unsafe map.lookup(key)!
      for offset in 0..<38 where Self.isField(offset) {
        unsafe #expect(value.load(fromByteOffset: offset, as: UInt8.self) == 0)
      }
    }
    participant.leave()
  }

  /// A pointer that owns is taken out once: by whoever exchanges it, by the reclaiming of its element, or by the
  /// map's end.
  @Test(arguments: [1, 2] as [UInt32])
  func whatAPointerOwnsIsReleasedOnce(_ type: UInt32) throws {
    do {
      let field = SpecialField(kind: .owningPointer, offset: 8, byteCount: 8)
      let spec = MapSpec(
        type: type, keySize: 4, valueSize: 16, maxEntries: 4, fields: [field])
      let map = try Map(spec, seed: 1, epochs: epochs, release: released.release)
      for key in UInt32(0)..<3 {
        // Updates go around the pointer.
        #expect(map.update(key: bytes(key), value: [UInt8](repeating: 0xFF, count: 16)) == 0)
        epochs.read {
          let place = unsafe map.lookup(key)! + 8
          unsafe #expect(OwningPointer.exchange(nodes.raw(Int(key)), at: place) == nil)
        }
        #expect(map.update(key: bytes(key), value: [UInt8](repeating: 0xEE, count: 16)) == 0)
        #expect(map.value(forKey: bytes(key))?.suffix(8) == [0, 0, 0, 0, 0, 0, 0, 0])
      }
      epochs.read {
        let place = unsafe map.lookup(UInt32(0))! + 8
        unsafe #expect(OwningPointer.exchange(nil, at: place) == nodes.raw(0))
        unsafe #expect(OwningPointer.exchange(nil, at: place) == nil)
      }
      #expect(released.count == 0)
      if type == 1 {
        #expect(map.delete(UInt32(1)) == 0)
        _ = map.advance(to: epochs.safe())
        #expect(released.order.withLock { $0 } == [nodes.address(1)])
      }
    }
    #expect(Set(released.order.withLock { $0 }) == [nodes.address(1), nodes.address(2)])
    #expect(released.count == 2)
  }

  /// What lies in a ring goes with its element, or with the map, and an entry that is made anew has an empty ring that
  /// is nobody's.
  @Test(arguments: [SpecialField.Kind.singleProducerRing, .manyProducerRing])
  func whatLiesInARingIsReleased(_ kind: SpecialField.Kind) throws {
    func push(_ index: Int, to value: UnsafeMutableRawPointer, by worker: UInt32) -> Int64 {
      if kind == .singleProducerRing {
        return unsafe SingleProducerRing((value + 8).assumingMemoryBound(to: bpf_spsc_ring.self))
          .push(nodes.raw(index), by: worker)
      }
      return unsafe ManyProducerRing((value + 8).assumingMemoryBound(to: bpf_mpsc_ring.self))
        .push(nodes.raw(index))
    }
    do {
      let field = SpecialField(kind: kind, offset: 8, byteCount: kind.byteCount)
      let size = kind.byteCount + 16
      let spec = hashSpec(value: size, entries: 2, fields: [field])
      let map = try Map(spec, seed: 1, epochs: epochs, release: released.release)
      let ones = [UInt8](repeating: 0xFF, count: Int(size))
      #expect(map.update(key: bytes(UInt64(1)), value: ones) == 0)
      epochs.read {
        let value = unsafe map.lookup(UInt64(1))!
        for index in 0..<3 { unsafe #expect(push(index, to: value, by: 4) == 0) }
      }
      #expect(map.update(key: bytes(UInt64(1)), value: ones) == 0)
      #expect(released.count == 0)
      #expect(map.delete(UInt64(1)) == 0)
      _ = map.advance(to: epochs.safe())
      #expect(released.order.withLock { $0 } == (0..<3).map(nodes.address))
      for key in UInt64(2)..<4 {
        #expect(map.update(key: bytes(key), value: ones) == 0)
        epochs.read {
          unsafe #expect(push(Int(key), to: map.lookup(key)!, by: 5) == 0)
        }
      }
    }
    #expect(Set(released.order.withLock { $0 }) == Set((0..<4).map(nodes.address)))
    #expect(released.count == 5)
  }

  @Test func aMapThatDiesReleasesWhatIsInLimbo() throws {
    do {
      let map = try make(1)
      #expect(map.update(key: bytes(UInt32(1)), value: [UInt8](repeating: 1, count: 38)) == 0)
      let participant = epochs.participant(0)
      participant.enter()
      unsafe #expect(nodes.push(0, to: map.lookup(UInt32(1))!, at: 16))
      #expect(map.delete(UInt32(1)) == 0)
      participant.leave()
    }
    #expect(released.order.withLock { $0 } == [nodes.address(0)])
  }

  @Test func listsNeedSomebodyToReleaseTheirNodes() async {
    await #expect(processExitsWith: .failure) {
      let field = SpecialField(kind: .listHead, offset: 0, byteCount: 16)
      let spec = MapSpec(type: 2, keySize: 4, valueSize: 16, maxEntries: 1, fields: [field])
      _ = try Map(spec, seed: 0, epochs: Epochs(participantCount: 0))
    }
  }
}
