import CBaton
import Maps
import Synchronization
import Testing

/// Maps of maps.
@Suite struct InnerMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  static let types: [MapType] = [.arrayOfMaps, .hashOfMaps]

  private func make(_ type: MapType, of prototype: MapSpec, entries: UInt32 = 4) throws -> Map {
    try Map(
      MapSpec(
        type: type.rawValue, keySize: 4, valueSize: 4, maxEntries: entries, prototype: prototype),
      seed: 1, epochs: epochs)
  }

  private func inner(_ spec: MapSpec) throws -> Map { try Map(spec, seed: 2, epochs: epochs) }

  @Test(arguments: types)
  func programsFindTheInnerMap(_ type: MapType) throws {
    let outer = try make(type, of: hashSpec(entries: 1))
    let (first, second) = (try inner(hashSpec(entries: 8)), try inner(hashSpec(entries: 3)))
    unsafe #expect(outer.lookup(UInt32(1)) == nil)
    #expect(outer.update(key: bytes(UInt32(1)), inner: first) == 0)
    unsafe #expect(outer.lookup(UInt32(1)) == UnsafeMutableRawPointer(first.address))
    #expect(outer.inner(forKey: bytes(UInt32(1))) === first)
    #expect(outer.update(key: bytes(UInt32(1)), inner: second) == 0)
    unsafe #expect(outer.lookup(UInt32(1)) == UnsafeMutableRawPointer(second.address))
    #expect(outer.value(forKey: bytes(UInt32(1))) == [])
    #expect(outer.keys() == [bytes(UInt32(1))])
    #expect(outer.count == 1)
    #expect(outer.delete(key: bytes(UInt32(1))) == 0)
    unsafe #expect(outer.lookup(UInt32(1)) == nil)
    #expect(outer.inner(forKey: bytes(UInt32(1))) == nil)
    #expect(outer.delete(key: bytes(UInt32(1))) == Errno.noEntry)
  }

  @Test(arguments: types)
  func errorsAreLinuxs(_ type: MapType) throws {
    let outer = try make(type, of: hashSpec(entries: 1), entries: 2)
    let map = try inner(hashSpec(entries: 8))
    #expect(outer.update(UInt32(0), UInt64(0)) == Errno.notPermitted)
    #expect(outer.delete(UInt32(0)) == Errno.notPermitted)
    #expect(outer.update(key: bytes(UInt32(0)), value: []) == Errno.invalid)
    #expect(map.update(key: bytes(UInt64(0)), inner: map) == Errno.invalid)
    #expect(outer.update(key: bytes(UInt32(0)), inner: map) == 0)
    #expect(outer.update(key: bytes(UInt32(1)), inner: map) == 0, "in two places at once")
    #expect(outer.update(key: bytes(UInt32(2)), inner: map) == Errno.tooBig)
    #expect(outer.inner(forKey: bytes(UInt32(2))) == nil)
    #expect(
      outer.update(key: bytes(UInt32(0)), inner: map, flags: Flags.noExist)
        == (type == .hashOfMaps ? Errno.exists : Errno.invalid))
    #expect(outer.freeze() == 0)
    #expect(outer.freeze() == Errno.busy)
    #expect(outer.update(key: bytes(UInt32(0)), inner: map) == Errno.notPermitted)
    #expect(outer.delete(key: bytes(UInt32(0))) == Errno.notPermitted)
  }

  @Test(arguments: types)
  func innerMapsAreLikeThePrototype(_ type: MapType) throws {
    let outer = try make(type, of: arraySpec(entries: 5))
    let lock = SpecialField(kind: .spinLock, offset: 0, byteCount: 4)
    for spec in [
      arraySpec(entries: 6), arraySpec(value: 16, entries: 5), hashSpec(key: 4, entries: 5),
      arraySpec(entries: 5, fields: [lock]),
      MapSpec(type: 2, keySize: 4, valueSize: 8, maxEntries: 5, flags: .mappable),
    ] {
      #expect(outer.update(key: bytes(UInt32(0)), inner: try inner(spec)) == Errno.invalid)
    }
    let elsewhere = try Epochs(participantCount: 1)
    let stranger = try Map(arraySpec(entries: 5), seed: 1, epochs: elsewhere)
    #expect(outer.update(key: bytes(UInt32(0)), inner: stranger) == Errno.invalid)
    #expect(outer.update(key: bytes(UInt32(0)), inner: try inner(arraySpec(entries: 5))) == 0)
    // With BPF_F_INNER_MAP the length may differ.
    let flexible = MapSpec(
      type: 2, keySize: 4, valueSize: 8, maxEntries: 1, flags: .anyLengthInside)
    var long = flexible
    long.maxEntries = 100
    #expect(try make(type, of: flexible).update(key: bytes(UInt32(0)), inner: inner(long)) == 0)
  }

  @Test func prototypesAreChecked() throws {
    let program = MapSpec(type: 3, keySize: 4, valueSize: 4, maxEntries: 1)
    var nested = MapSpec(type: 12, keySize: 4, valueSize: 4, maxEntries: 1)
    nested.prototype = arraySpec(entries: 1)
    #expect(throws: MapError.prototypeType(.programArray)) { try make(.arrayOfMaps, of: program) }
    #expect(throws: MapError.prototypeType(.arrayOfMaps)) { try make(.hashOfMaps, of: nested) }
    #expect(throws: MapError.keySize(got: 0, allowed: 1...65536)) {
      try make(.hashOfMaps, of: hashSpec(key: 0, entries: 1))
    }
    nested.prototype = nil
    #expect(throws: MapError.noPrototype(.arrayOfMaps)) { try inner(nested) }
    var array = arraySpec(entries: 1)
    array.prototype = arraySpec(entries: 1)
    #expect(throws: MapError.needlessPrototype(.array)) { try inner(array) }
  }

  /// A map that was replaced stays as long as a program may have found it, and no longer.
  @Test(arguments: types)
  func replacedMapsWaitForReaders(_ type: MapType) throws {
    let outer = try make(type, of: hashSpec(entries: 1))
    let reader = epochs.participant(0)
    reader.enter()
    weak var old: Map?
    do {
      let map = try inner(hashSpec(entries: 8))
      old = map
      #expect(map.update(UInt64(1), UInt64(11)) == 0)
      #expect(outer.update(key: bytes(UInt32(0)), inner: map) == 0)
    }
    #expect(old != nil, "a value is kept alive")
    let head = unsafe outer.lookup(UInt32(0))!.assumingMemoryBound(to: baton_map.self)
    #expect(outer.delete(key: bytes(UInt32(0))) == 0)
    outer.advance(to: epochs.safe())
    #expect(old != nil)
    #expect(outer.limboCount > 0)
    var key: UInt64 = 1
    let value = unsafe MapOperations.lookup(head, &key, worker: 0)
    #expect(unsafe value?.load(as: UInt64.self) == 11)
    reader.pass()
    outer.advance(to: epochs.safe())
    reader.leave()
    outer.advance(to: epochs.safe())
    #expect(old == nil)
    #expect(outer.limboCount == 0)
  }

  /// Readers always reach a whole map, while one takes the place of another.
  @Test(arguments: types)
  func readersFollowReplacement(_ type: MapType) throws {
    let outer = try make(type, of: hashSpec(key: 4, entries: 1))
    let (epochs, rounds) = (epochs, isThorough ? 2000 : 100)
    @Sendable func numbered(_ number: Int) throws -> Map {
      let map = try inner(hashSpec(key: 4, entries: 1))
      #expect(map.update(UInt32(7), UInt64(number)) == 0)
      return map
    }
    #expect(outer.update(key: bytes(UInt32(0)), inner: try numbered(0)) == 0)
    let faults = Faults()
    let isDone = Atomic<Bool>(false)
    onThreads(2) { thread in
      if thread == 0 {
        for number in 1...rounds {
          guard let map = try? numbered(number) else { continue }
          let result = persistently { outer.update(key: bytes(UInt32(0)), inner: map) }
          if result != 0 { faults.add("refused") }
          outer.advance(to: epochs.safe())
        }
        isDone.store(true, ordering: .releasing)
        return
      }
      let participant = epochs.participant(0)
      participant.enter()
      var newest: UInt64 = 0
      while !isDone.load(ordering: .acquiring) {
        var key: UInt32 = 7
        guard let inner = unsafe outer.lookup(UInt32(0)),
          let value = unsafe MapOperations.lookup(
            inner.assumingMemoryBound(to: baton_map.self), &key, worker: 0)
        else {
          faults.add("missed")
          continue
        }
        let number = unsafe value.load(as: UInt64.self)
        if number < newest { faults.add("an older map after a newer one") }
        newest = number
        participant.pass()
      }
      participant.leave()
    }
    #expect(faults.all == [:])
  }
}
