import CBaton
import Maps
import Testing

@Suite struct ArrayMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  @Test func valuesExistFromTheStart() throws {
    let map = try Map(arraySpec(value: 24, entries: 5), seed: 0, epochs: epochs)
    #expect(map.type == .array)
    #expect(map.count == 5)
    for index in UInt32(0)..<5 {
      #expect(map.value(forKey: bytes(index)) == [UInt8](repeating: 0, count: 24))
    }
    #expect(map.keys() == (UInt32(0)..<5).map { bytes($0) })
  }

  /// What the JIT relies on when it looks an index up by itself.
  @Test(arguments: [1, 4, 7, 8, 9, 63, 64, 65] as [UInt32])
  func theHeadSaysWhereValuesAre(_ valueSize: UInt32) throws {
    let map = try Map(arraySpec(value: valueSize, entries: 9), seed: 0, epochs: epochs)
    let head = unsafe map.address.pointee
    #expect(head.type == 2 && head.key_size == 4 && head.max_entries == 9)
    #expect(head.value_size == valueSize)
    #expect(head.stride == UInt64((valueSize + 7) / 8 * 8))
    #expect(head.storage % 64 == 0)
    for index in UInt32(0)..<9 {
      let expected = head.storage + UInt64(index) * head.stride
      unsafe #expect(map.lookup(index) == UnsafeMutableRawPointer(bitPattern: UInt(expected)))
    }
  }

  @Test(arguments: [5, 6, 1 << 16, 1 << 31, .max] as [UInt32])
  func thereIsNothingBeyondTheEnd(_ index: UInt32) throws {
    let map = try Map(arraySpec(entries: 5), seed: 0, epochs: epochs)
    unsafe #expect(map.lookup(index) == nil)
    #expect(map.update(index, UInt64(1)) == Errno.tooBig)
    #expect(map.value(forKey: bytes(index)) == nil)
  }

  @Test func flagsAreLinuxs() throws {
    let map = try Map(arraySpec(entries: 2), seed: 0, epochs: epochs)
    #expect(map.update(UInt32(1), UInt64(7), Flags.any) == 0)
    #expect(map.update(UInt32(1), UInt64(8), Flags.exist) == 0)
    #expect(map.update(UInt32(1), UInt64(9), Flags.noExist) == Errno.exists)
    #expect(map.update(UInt32(1), UInt64(9), 3) == Errno.invalid)
    #expect(map.update(UInt32(1), UInt64(9), .max) == Errno.invalid)
    // The index is looked at before BPF_NOEXIST is, the flags before the index.
    #expect(map.update(UInt32(2), UInt64(9), Flags.noExist) == Errno.tooBig)
    #expect(map.update(UInt32(2), UInt64(9), 4) == Errno.invalid)
    #expect(word(map.value(forKey: bytes(UInt32(1)))) == 8)
  }

  @Test func nothingIsDeleted() throws {
    let map = try Map(arraySpec(entries: 2), seed: 0, epochs: epochs)
    #expect(map.delete(UInt32(0)) == Errno.invalid)
    #expect(map.delete(UInt32(2)) == Errno.invalid)
    #expect(map.delete(key: bytes(UInt32(0))) == Errno.invalid)
    #expect(map.count == 2)
  }

  /// Every size up to four words, against neighbours that must stay as they are.
  @Test func behavesAsAnArray() throws {
    var random = SplitMix64(seed: 11)
    for valueSize in 1...33 {
      let spec = arraySpec(value: UInt32(valueSize), entries: 6)
      let map = try Map(spec, seed: 0, epochs: epochs)
      var model = [[UInt8]](repeating: [UInt8](repeating: 0, count: valueSize), count: 6)
      for _ in 0..<60 {
        let index = Int.random(in: 0..<6, using: &random)
        model[index] = random.bytes(valueSize)
        #expect(map.update(key: bytes(UInt32(index)), value: model[index]) == 0)
        var seen: [[UInt8]] = []
        map.forEach { _, value in seen.append(value) }
        #expect(seen == model, "values of \(valueSize) bytes")
      }
    }
  }

  @Test func keysAndValuesMayLieAnywhere() throws {
    let map = try Map(arraySpec(value: 16, entries: 300), seed: 0, epochs: epochs)
    let source = [UInt8](0..<64)
    for place in 0..<8 {
      unsafe source.withUnsafeBytes { source in
        var key: [UInt8] = [0, 0, 0, 0, 0, 0, 0] + bytes(UInt32(0x102)) + [0, 0, 0, 0, 0, 0, 0]
        key.removeFirst(7 - place)
        unsafe key.withUnsafeBytes { key in
          let result = unsafe MapOperations.update(
            map.address, key.baseAddress! + place, source.baseAddress! + place, 0, worker: 0)
          #expect(result == 0)
        }
      }
      #expect(map.value(forKey: bytes(UInt32(0x102))) == Array(source[place..<place + 16]))
    }
  }
}
