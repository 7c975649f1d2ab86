import CBaton
import Maps
import Testing

@Suite struct HashMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  @Test func flagsAreLinuxs() throws {
    let map = try Map(hashSpec(entries: 4), seed: 1, epochs: epochs)
    #expect(map.update(UInt64(1), UInt64(10), Flags.exist) == Errno.noEntry)
    #expect(map.count == 0)
    #expect(map.update(UInt64(1), UInt64(10), Flags.noExist) == 0)
    #expect(map.update(UInt64(1), UInt64(11), Flags.noExist) == Errno.exists)
    #expect(word(map.value(forKey: bytes(UInt64(1)))) == 10)
    #expect(map.update(UInt64(1), UInt64(12), Flags.exist) == 0)
    #expect(map.update(UInt64(1), UInt64(13), Flags.any) == 0)
    for flags in [3, 4, 8, .max] as [UInt64] {
      #expect(map.update(UInt64(1), UInt64(14), flags) == Errno.invalid)
      #expect(map.update(UInt64(2), UInt64(14), flags) == Errno.invalid)
    }
    #expect(word(map.value(forKey: bytes(UInt64(1)))) == 13)
    #expect(map.count == 1)
    #expect(map.delete(UInt64(2)) == Errno.noEntry)
    #expect(map.delete(UInt64(1)) == 0)
    #expect(map.delete(UInt64(1)) == Errno.noEntry)
    #expect(map.count == 0)
    unsafe #expect(map.lookup(UInt64(1)) == nil)
  }

  @Test(arguments: [1, 2, 3, 4, 7, 64, 1000] as [UInt32])
  func isFullAtMaxEntries(_ entries: UInt32) throws {
    let map = try Map(hashSpec(key: 4, entries: entries), seed: 2, epochs: epochs)
    for key in 0..<entries { #expect(map.update(key, UInt64(key)) == 0) }
    #expect(map.update(entries, UInt64(0)) == Errno.tooBig)
    #expect(map.update(entries, UInt64(0), Flags.noExist) == Errno.tooBig)
    #expect(map.update(entries, UInt64(0), Flags.exist) == Errno.noEntry)
    #expect(map.update(UInt32(0), UInt64(99)) == 0, "a full map takes updates")
    #expect(map.count == Int(entries))
    #expect(map.delete(entries - 1) == 0)
    #expect(map.update(entries, UInt64(5)) == 0)
    #expect(map.update(entries + 1, UInt64(5)) == Errno.tooBig)
    #expect(Set(map.keys()) == Set((0..<entries - 1).map { bytes($0) } + [bytes(entries)]))
  }

  @Test func anUpdateReplacesTheElement() throws {
    let map = try Map(hashSpec(entries: 4), seed: 3, epochs: epochs)
    #expect(map.update(UInt64(1), UInt64(10)) == 0)
    let participant = epochs.participant(0)
    participant.enter()
    let old = unsafe map.lookup(UInt64(1))!
    #expect(map.update(UInt64(1), UInt64(11)) == 0)
    let new = unsafe map.lookup(UInt64(1))!
    unsafe #expect(old != new)
    unsafe #expect(old.load(as: UInt64.self) == 10)
    unsafe #expect(new.load(as: UInt64.self) == 11)
    participant.leave()
  }

  @Test func programsWriteValuesInPlace() throws {
    let map = try Map(hashSpec(entries: 4), seed: 3, epochs: epochs)
    #expect(map.update(UInt64(1), UInt64(10)) == 0)
    epochs.read { unsafe map.lookup(UInt64(1))!.storeBytes(of: 77, as: UInt64.self) }
    #expect(word(map.value(forKey: bytes(UInt64(1)))) == 77)
  }

  @Test func keysDifferInEveryByte() throws {
    for size in 1...40 {
      let map = try Map(
        hashSpec(key: UInt32(size), value: 4, entries: 100), seed: 4, epochs: epochs)
      let zero = [UInt8](repeating: 0, count: size)
      var keys = [zero]
      for place in 0..<size {
        var key = zero
        key[place] = 0x80
        keys.append(key)
      }
      for (number, key) in keys.enumerated() {
        #expect(map.update(key: key, value: bytes(UInt32(number)), flags: Flags.noExist) == 0)
      }
      for (number, key) in keys.enumerated() {
        #expect(map.value(forKey: key) == bytes(UInt32(number)), "key of \(size) bytes")
      }
    }
  }

  @Test func iterationFindsEachEntryOnce() throws {
    let map = try Map(hashSpec(key: 16, value: 3, entries: 500), seed: 5, epochs: epochs)
    var random = SplitMix64(seed: 5)
    var model: [[UInt8]: [UInt8]] = [:]
    for _ in 0..<500 {
      let (key, value) = (random.bytes(16), random.bytes(3))
      model[key] = value
      #expect(map.update(key: key, value: value) == 0)
    }
    var seen: [[UInt8]: [UInt8]] = [:]
    map.forEach { key, value in
      #expect(seen.updateValue(value, forKey: key) == nil)
    }
    #expect(seen == model)
    #expect(map.keys().count == 500)
  }

  /// A chain of all keys is slow, and right.
  @Test func collidingKeysAreToldApart() throws {
    for keySize in [4, 8, 16, 5] as [UInt32] {
      let map = try Map(colliding: hashSpec(key: keySize, entries: 60), epochs: epochs)
      let keys = (0..<60).map { [UInt8](repeating: $0, count: Int(keySize)) }
      for key in keys { #expect(map.update(key: key, value: bytes(UInt64(key[0]))) == 0) }
      // The first, the last and every third of the chain go; the others stay where they are.
      for key in keys where key[0] % 3 == 2 || key[0] == 0 { #expect(map.delete(key: key) == 0) }
      for key in keys where key[0] % 3 == 1 {
        #expect(map.update(key: key, value: bytes(UInt64(key[0]) + 1000)) == 0)
      }
      for key in keys {
        let expected: UInt64? =
          switch key[0] {
          case 0: nil
          case let number where number % 3 == 2: nil
          case let number where number % 3 == 1: UInt64(number) + 1000
          case let number: UInt64(number)
          }
        #expect(word(map.value(forKey: key)) == expected)
      }
    }
  }

  @Test func controlChecksItsSizes() async {
    await #expect(processExitsWith: .failure) {
      let epochs = try Epochs(participantCount: 0)
      let map = try Map(
        MapSpec(type: 1, keySize: 8, valueSize: 8, maxEntries: 1), seed: 0, epochs: epochs)
      _ = map.value(forKey: [1, 2, 3])
    }
  }
}
