import Bytecode
import CBaton
import Contracts
import Interpreter
import Maps
import ObjectFile
import Runtime
import Verifier
import World

/// What programs of the fuzzer have around them: maps that they all share, one packet, and memory.
///
/// Made once: a run only puts everything back to what its input says. For one thread.
@safe
package final class FuzzWorld {
  let addresses: InterpreterAddresses
  private let run: TestRun
  private let loaded: LoadedUnit
  private let memory: UnsafeMutableRawPointer
  private var packet: UnsafeMutablePointer<baton_packet>?
  /// Where each value lies that every run finds, by map.
  private(set) var values: [[UInt64]] = []

  package init() throws {
    let nothing = [
      Operation.move(.word64, destination: .r0, operand: .immediate(0)), Operation.exit,
    ].flatMap(\.encoded)
    let unit = try FuzzProgram(role: .xdp, instructions: nothing).unit()
    loaded = try LoadedUnit(
      try VerifiedUnit.verifying(unit), engine: .interpreter, workerCount: 1, seed: 1)
    addresses = loaded.interpreterAddresses
    run = try TestRun(loaded, clock: .standing, seed: 1)
    unsafe memory = .allocate(byteCount: FuzzProgram.memoryByteCount, alignment: 8)
    run.enter()
  }

  deinit {
    if let packet = unsafe packet { unsafe run.release(packet) }
    run.leave()
    unsafe memory.deallocate()
  }

  /// What programs run on.
  var execution: UnsafeMutablePointer<baton_execution> { unsafe run.execution }

  var memoryAddress: UInt64 { unsafe UInt64(UInt(bitPattern: memory)) }

  /// Where the packet lies at this moment.
  var packetPlace: MachineView.PacketPlace {
    var place = MachineView.PacketPlace()
    guard let packet = unsafe packet else { return place }
    unsafe place.metadata = packet.pointee.data_meta
    unsafe place.start = packet.pointee.data
    unsafe place.end = packet.pointee.data_end
    return place
  }

  /// Puts everything to what `input` says; the address of the context, or of the memory.
  func reset(_ input: FuzzInput, for role: FuzzProgram.Role) -> UInt64 {
    run.passQuiescentPoint()
    run.seed(input.seed)
    fillMaps(input)
    switch role {
    case .xdp: return resetPacket(input)
    case .exec:
      write(input.octets(count: FuzzProgram.memoryByteCount, salt: 100), at: memoryAddress)
      run.setPacket(
        from: memoryAddress, to: memoryAddress + UInt64(FuzzProgram.memoryByteCount))
      return memoryAddress
    }
  }

  private func resetPacket(_ input: FuzzInput) -> UInt64 {
    if let packet = unsafe packet { unsafe run.release(packet) }
    let count = input.packetByteCount
    unsafe packet = run.makePacket(input.octets(count: count, salt: 101))
    unsafe packet!.pointee.rx_queue_index = UInt32(truncatingIfNeeded: input.seed)
    return unsafe UInt64(UInt(bitPattern: packet!))
  }

  // MARK: Maps

  private func fillMaps(_ input: FuzzInput) {
    values = FuzzMap.allCases.map { fill($0, input) }
  }

  /// Puts a map back; where its values lie.
  private func fill(_ map: FuzzMap, _ input: FuzzInput) -> [UInt64] {
    let salt = UInt64(8 * map.rawValue)
    switch map {
    case .array, .data: return fillArray(map, input, salt, from: 0)
    case .guarded:
      return fillArray(map, input, salt, from: FuzzMap.lockByteCount)
    case .constants: return unsafe [head(of: map).pointee.storage]
    case .perWorker:
      return (0..<map.entryCount).map { key in
        let value = lookup(map, key)!
        write(input.octets(count: map.valueByteCount, salt: salt + UInt64(key)), at: value)
        return value
      }
    case .hash: return fillHash(map, input, salt)
    case .queue:
      while loaded.maps[map.rawValue].pop() != nil {}
      _ = loaded.maps[map.rawValue].push(input.octets(count: map.valueByteCount, salt: salt))
      return []
    case .ring:
      loaded.maps[map.rawValue].consumeRecords { _ in }
      return []
    }
  }

  private func fillArray(
    _ map: FuzzMap, _ input: FuzzInput, _ salt: UInt64, from offset: Int
  ) -> [UInt64] {
    let head = unsafe head(of: map).pointee
    return (0..<head.max_entries).map { index in
      let value = head.storage + UInt64(index) * head.stride
      write(Array(repeating: 0, count: offset), at: value)
      write(
        input.octets(count: map.valueByteCount - offset, salt: salt + UInt64(index)),
        at: value + UInt64(offset))
      return value
    }
  }

  /// Entries 0 to 2 are there, and no others.
  private func fillHash(_ map: FuzzMap, _ input: FuzzInput, _ salt: UInt64) -> [UInt64] {
    let hash = loaded.maps[map.rawValue]
    for key in hash.keys() { _ = hash.delete(key: key) }
    return (0..<3 as Range<UInt32>).compactMap { key in
      _ = hash.update(
        key: [UInt8(key), 0, 0, 0],
        value: input.octets(count: map.valueByteCount, salt: salt + UInt64(key)))
      return lookup(map, key)
    }
  }

  private func head(of map: FuzzMap) -> UnsafeMutablePointer<baton_map> {
    unsafe loaded.maps[map.rawValue].address
  }

  private func lookup(_ map: FuzzMap, _ key: UInt32) -> UInt64? {
    // Sound: all maps that are looked into here have keys of four bytes.
    unsafe withUnsafeBytes(of: key) { key in
      unsafe MapOperations.lookup(head(of: map), key.baseAddress!, worker: 0)
        .map { UInt64(UInt(bitPattern: $0)) }
    }
  }

  // MARK: Memory

  private func write(_ octets: [UInt8], at address: UInt64) {
    // Sound: addresses are those of this world's memory, which has room for the octets.
    unsafe UnsafeMutableRawPointer(bitPattern: UInt(address))!
      .copyMemory(from: octets, byteCount: octets.count)
  }

  /// The eight bytes at `address`, which lie in memory of this world or in a stack of its thread.
  static func word(at address: UInt64) -> UInt64 {
    unsafe UnsafeRawPointer(bitPattern: UInt(address))!.loadUnaligned(as: UInt64.self)
  }

  /// Gives up a record that a program had reserved when it was stopped.
  func discard(record: UInt64) {
    // Sound: the record was reserved, and neither submitted nor discarded since.
    unsafe MapOperations.discard(UnsafeMutableRawPointer(bitPattern: UInt(record))!, 0)
  }
}

extension WorldClock {
  /// Stands still: a run can be had again.
  fileprivate static let standing = unsafe WorldClock(isVirtual: true) { _ in 1_000 }
}
