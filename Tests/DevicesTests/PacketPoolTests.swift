import CBaton
import Devices
import Testing

@Suite struct PacketPoolTests {
  @Test func handsOutEveryChunkOnceAndTakesThemBack() throws {
    let count = 100
    var pool = try PacketPool(shape: .init(chunkCount: count), id: 7)
    var packets = unsafe [Packet]()
    while let packet = unsafe pool.allocate() { unsafe packets.append(packet) }
    #expect(unsafe Set(packets.map { unsafe $0.pointee.chunk }) == Set(0..<UInt32(count)))
    #expect(unsafe packets.allSatisfy { unsafe $0.pointee.pool == 7 })
    #expect(pool.chunkCounts == ChunkCounts(free: 0, held: count, lent: 0))
    unsafe packets.forEach { unsafe pool.release($0) }
    #expect(pool.chunkCounts == ChunkCounts(free: count, held: 0, lent: 0))
  }

  @Test func handsOutTheLastReleasedFirst() throws {
    var pool = try PacketPool(shape: .init(chunkCount: 4))
    let first = try unsafe #require(pool.allocate())
    let second = try unsafe #require(pool.allocate())
    #expect(unsafe first.pointee.chunk == 0)
    unsafe pool.release(first)
    unsafe pool.release(second)
    let third = try unsafe #require(pool.allocate())
    #expect(unsafe third == second)
    unsafe pool.release(third)
  }

  @Test(arguments: [2048, 4096], [256, 512])
  func packetsLieBehindTheHeadroomAndDoNotOverlap(chunkByteCount: Int, headroom: Int) throws {
    let shape = PacketMemory.Shape(
      chunkCount: 8, chunkByteCount: chunkByteCount, headroomByteCount: headroom)
    var pool = try PacketPool(shape: shape)
    var packets = unsafe [Packet]()
    while let packet = unsafe pool.allocate() {
      unsafe pool.initialise(packet, byteCount: shape.packetByteCountMax)
      unsafe packets.append(packet)
      unsafe packet.fill(with: UInt8(packets.count))
    }
    for index in unsafe packets.indices {
      let packet = unsafe packets[index]
      let fields = unsafe packet.pointee
      #expect(fields.data - fields.hard_start == UInt64(headroom))
      #expect(fields.data_meta == fields.data)
      #expect(fields.data_end - fields.hard_start == UInt64(chunkByteCount))
      let expected = [UInt8](repeating: UInt8(index + 1), count: shape.packetByteCountMax)
      #expect(unsafe packet.bytes == expected)
    }
    unsafe packets.forEach { unsafe pool.release($0) }
  }

  /// Pools of one memory have a section each, and no packet in common.
  @Test func sectionsAreApart() throws {
    let memory = try PacketMemory(shape: .init(chunkCount: 8), sectionCount: 3)
    var first = PacketPool(memory: memory, section: 0, id: 0)
    var last = PacketPool(memory: memory, section: 2, id: 2)
    var chunks: [Set<UInt32>] = [[], []]
    var packets = unsafe [Packet]()
    while let packet = unsafe first.allocate() {
      unsafe packets.append(packet)
      unsafe chunks[0].insert(packet.pointee.chunk)
      #expect(unsafe first.owns(packet) && !last.owns(packet) && packet.pointee.pool == 0)
    }
    unsafe packets.forEach { unsafe first.release($0) }
    unsafe packets.removeAll()
    while let packet = unsafe last.allocate() {
      unsafe packets.append(packet)
      unsafe chunks[1].insert(packet.pointee.chunk)
      #expect(unsafe last.owns(packet) && !first.owns(packet) && packet.pointee.pool == 2)
    }
    unsafe packets.forEach { unsafe last.release($0) }
    #expect(chunks == [Set(0..<8), Set(16..<24)])
  }

  @Test func knowsItsOwnPackets() throws {
    var pool = try PacketPool(shape: .init(chunkCount: 4))
    var other = try PacketPool(shape: .init(chunkCount: 4))
    let packet = try unsafe #require(pool.allocate())
    let foreign = try unsafe #require(other.allocate())
    #expect(unsafe pool.owns(packet))
    #expect(unsafe !pool.owns(foreign))
    #expect(unsafe !pool.owns(packet + 4))
    #expect(unsafe !pool.owns(packet - 1))
    unsafe pool.release(packet)
    unsafe other.release(foreign)
  }

  @Test func refusesShapesThatNoDeviceHas() {
    #expect(PacketMemory.Shape().isValid)
    #expect(!PacketMemory.Shape(chunkCount: 0).isValid)
    #expect(!PacketMemory.Shape(chunkByteCount: 3000).isValid)
    #expect(!PacketMemory.Shape(headroomByteCount: 255).isValid)
    #expect(!PacketMemory.Shape(headroomByteCount: 1025).isValid)
  }

  @Test func releasingTwiceTraps() async {
    await #expect(processExitsWith: .failure) {
      var pool = try PacketPool(shape: .init(chunkCount: 4))
      let packet = try unsafe #require(pool.allocate())
      unsafe pool.release(packet)
      unsafe pool.release(packet)
    }
  }

  @Test func releasingAnotherPoolsPacketTraps() async {
    await #expect(processExitsWith: .failure) {
      var pool = try PacketPool(shape: .init(chunkCount: 4))
      var other = try PacketPool(shape: .init(chunkCount: 4))
      unsafe other.release(try unsafe #require(pool.allocate()))
    }
  }

  @Test func aPacketMayNotOutliveItsPool() async {
    await #expect(processExitsWith: .failure) {
      var pool = try PacketPool(shape: .init(chunkCount: 4))
      _ = unsafe pool.allocate()
    }
  }

  @Test func initialisingPastTheChunkTraps() async {
    await #expect(processExitsWith: .failure) {
      var pool = try PacketPool(shape: .init(chunkCount: 4))
      let packet = try unsafe #require(pool.allocate())
      unsafe pool.initialise(packet, byteCount: 2048 - 255)
    }
  }
}
