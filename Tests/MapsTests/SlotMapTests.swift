import CBaton
import Maps
import Testing

/// Maps of programs, devices, CPUs and sockets.
@Suite struct SlotMapTests {
  let epochs: Epochs

  init() throws { epochs = try Epochs(participantCount: 1) }

  private func make(_ type: MapType, value: UInt32 = 4, entries: UInt32 = 4) throws -> Map {
    try Map(
      MapSpec(type: type.rawValue, keySize: 4, valueSize: value, maxEntries: entries), seed: 1,
      epochs: epochs)
  }

  @Test func programsAreForControlToPut() throws {
    let map = try make(.programArray)
    #expect(map.valueByteCount == 8)
    #expect(map.count == 0)
    let id: UInt64 = 0x1234_5678_9ABC_DEF0
    #expect(map.update(key: bytes(UInt32(2)), value: bytes(id)) == 0)
    #expect(unsafe MapOperations.program(map.address, 2) == id)
    #expect(word(map.value(forKey: bytes(UInt32(2)))) == id)
    for index in [0, 3, 4, .max] as [UInt32] {
      #expect(unsafe MapOperations.program(map.address, index) == 0)
      #expect(map.value(forKey: bytes(index)) == nil)
    }
    unsafe #expect(map.lookup(UInt32(2)) == nil, "programs look nothing up")
    #expect(map.update(UInt32(2), id) == Errno.notPermitted)
    #expect(map.delete(UInt32(2)) == Errno.notPermitted)
    for flags in [Flags.noExist, Flags.exist, 3] {
      #expect(map.update(key: bytes(UInt32(2)), value: bytes(id), flags: flags) == Errno.invalid)
    }
    #expect(map.update(key: bytes(UInt32(4)), value: bytes(id)) == Errno.tooBig)
    #expect(map.keys() == [bytes(UInt32(2))])
    #expect(map.delete(key: bytes(UInt32(4))) == Errno.tooBig)
    #expect(map.delete(key: bytes(UInt32(3))) == Errno.noEntry)
    #expect(map.delete(key: bytes(UInt32(2))) == 0)
    #expect(unsafe MapOperations.program(map.address, 2) == 0)
    let array = try Map(arraySpec(entries: 4), seed: 1, epochs: epochs)
    #expect(array.update(UInt32(2), id) == 0)
    #expect(unsafe MapOperations.program(array.address, 2) == 0)
  }

  @Test(arguments: [4, 8] as [UInt32])
  func devicesAreRedirectedTo(_ valueSize: UInt32) throws {
    let map = try make(.deviceMap, value: valueSize)
    let value = valueSize == 4 ? bytes(UInt32(7)) : bytes(UInt32(7)) + bytes(UInt32(9))
    #expect(map.update(bytes: bytes(UInt32(1)), value) == 0)
    #expect(map.value(forKey: bytes(UInt32(1))) == value)
    #expect(target(map, 1) == 7)
    #expect(target(map, 0) == nil && target(map, 4) == nil && target(map, .max) == nil)
    #expect(unsafe map.lookup(UInt32(1))!.load(as: UInt32.self) == 7)
    unsafe #expect(map.lookup(UInt32(0)) == nil)
    #expect(map.update(bytes: bytes(UInt32(1)), value, Flags.noExist) == Errno.exists)
    #expect(map.update(bytes: bytes(UInt32(4)), value) == Errno.tooBig)
    #expect(map.update(bytes: bytes(UInt32(1)), value, 3) == Errno.invalid)
    #expect(map.count == 1)
    // Device 0 is none.
    let none = [UInt8](repeating: 0, count: Int(valueSize))
    #expect(map.update(bytes: bytes(UInt32(1)), none) == 0)
    #expect(target(map, 1) == nil)
    if valueSize == 8 {
      let program = bytes(UInt32(0)) + bytes(UInt32(9))
      #expect(map.update(bytes: bytes(UInt32(1)), program) == Errno.invalid)
    }
    #expect(map.delete(UInt32(1)) == 0)
    #expect(map.delete(UInt32(4)) == Errno.invalid)
  }

  @Test(arguments: [4, 8] as [UInt32])
  func devicesAreHashed(_ valueSize: UInt32) throws {
    let map = try make(.deviceHash, value: valueSize, entries: 2)
    let value = valueSize == 4 ? bytes(UInt32(7)) : bytes(UInt32(7)) + bytes(UInt32(9))
    let none = [UInt8](repeating: 0, count: Int(valueSize))
    #expect(map.update(bytes: bytes(UInt32(1000)), value, Flags.exist) == 0, "as Linux has it")
    #expect(map.update(bytes: bytes(UInt32(1000)), value, Flags.noExist) == Errno.exists)
    #expect(map.update(bytes: bytes(UInt32(1)), none) == Errno.invalid)
    #expect(target(map, 1000) == 7)
    #expect(target(map, 1) == nil)
    #expect(map.update(bytes: bytes(UInt32(1)), value) == 0)
    #expect(map.update(bytes: bytes(UInt32(2)), value) == Errno.tooBig)
    #expect(map.delete(UInt32(1000)) == 0)
    #expect(map.delete(UInt32(1000)) == Errno.noEntry)
    #expect(target(map, 1000) == nil)
  }

  @Test func cpusAreTheirIndex() throws {
    let map = try make(.cpuMap)
    #expect(map.update(UInt32(2), UInt32(192)) == 0)
    #expect(target(map, 2) == 2)
    #expect(target(map, 1) == nil && target(map, 4) == nil)
    #expect(word(map.value(forKey: bytes(UInt32(2)))) == 192)
    #expect(map.update(UInt32(2), UInt32(16385)) == Errno.overflow)
    #expect(map.update(UInt32(2), UInt32(16384)) == 0)
    #expect(map.update(UInt32(2), UInt32(1), Flags.noExist) == Errno.exists)
    #expect(map.update(UInt32(4), UInt32(1)) == Errno.tooBig)
    #expect(map.update(UInt32(2), UInt32(0)) == 0)
    #expect(target(map, 2) == nil)
  }

  @Test func socketsMayBeZero() throws {
    let map = try make(.xskMap)
    #expect(map.update(UInt32(0), UInt32(0), Flags.exist) == Errno.noEntry)
    #expect(map.update(UInt32(0), UInt32(0), Flags.noExist) == 0)
    #expect(target(map, 0) == 0)
    #expect(map.update(UInt32(0), UInt32(5), Flags.noExist) == Errno.exists)
    #expect(map.update(UInt32(0), UInt32(5), Flags.exist) == 0)
    #expect(target(map, 0) == 5)
    #expect(map.value(forKey: bytes(UInt32(0))) == bytes(UInt32(5)))
    #expect(unsafe map.lookup(UInt32(0))!.load(as: UInt32.self) == 5)
    #expect(map.update(UInt32(4), UInt32(5)) == Errno.tooBig)
    #expect(map.delete(UInt32(0)) == 0)
    #expect(map.delete(UInt32(0)) == 0)
    #expect(map.delete(UInt32(4)) == Errno.invalid)
    #expect(target(map, 0) == nil)
  }

  @Test func sizesAreLinuxs() {
    #expect(throws: MapError.wordCount(valueSize: 6)) { try make(.deviceMap, value: 6) }
    #expect(throws: MapError.valueSize(got: 8, allowed: 4...4)) { try make(.xskMap, value: 8) }
    #expect(throws: MapError.valueSize(got: 16, allowed: 4...8)) { try make(.cpuMap, value: 16) }
  }

  private func target(_ map: Map, _ index: UInt32) -> UInt32? {
    unsafe MapOperations.redirectTarget(map.address, index)
  }
}
