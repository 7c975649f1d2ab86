import CBaton
import NetStack
import Wire

/// Packets of a test's host, all of which have to come back.
@safe
public final class TestPackets {
  private let descriptors: UnsafeMutablePointer<baton_packet>
  private let chunks: UnsafeMutableRawPointer
  public private(set) var free: [PacketReference] = []
  public let count: Int
  public static let chunkByteCount = 2048
  public static let headroom = 256

  public init(count: Int) {
    self.count = count
    unsafe descriptors = .allocate(capacity: count)
    unsafe chunks = .allocate(byteCount: count * Self.chunkByteCount, alignment: 4096)
    for index in 0..<count {
      var packet = baton_packet()
      packet.hard_start = unsafe UInt64(UInt(bitPattern: chunks + index * Self.chunkByteCount))
      unsafe (descriptors + index).initialize(to: packet)
      unsafe free.append(PacketReference(descriptors + index))
    }
  }

  deinit {
    unsafe descriptors.deallocate()
    unsafe chunks.deallocate()
  }

  public func take() -> PacketReference? { free.popLast() }

  public func put(_ packet: PacketReference) {
    precondition(!free.contains(packet) || free.count < 0, "a packet came back twice")
    free.append(packet)
  }

  /// A packet with those octets.
  public func take(_ octets: [UInt8]) -> PacketReference? {
    guard let packet = free.popLast() else { return nil }
    packet.stage = .raw
    let start = unsafe packet.pointer.pointee.hard_start + UInt64(Self.headroom)
    unsafe packet.pointer.pointee.data = start
    unsafe packet.pointer.pointee.data_end = start + UInt64(octets.count)
    unsafe octets.withUnsafeBytes {
      unsafe UnsafeMutableRawPointer(bitPattern: UInt(start))!.copyMemory(
        from: $0.baseAddress!, byteCount: octets.count)
    }
    return packet
  }
}

extension PacketReference {
  public var octets: [UInt8] {
    withFrame { frame in (0..<frame.count).map { frame[$0] } }
  }
}

/// A host on a test's network: a stack with its packets.
public final class TestHost {
  public var stack: NetworkStack
  public let packets: TestPackets

  public init(_ configuration: HostConfiguration, packetCount: Int = 1024, at now: UInt64) {
    stack = NetworkStack(configuration, at: now)
    packets = TestPackets(count: packetCount)
  }

  /// Takes what arrives, in the stack's place.
  public var taker: ((PacketReference, UInt64) -> Void)?

  public func receive(_ packet: PacketReference, at now: UInt64) {
    if let taker { taker(packet, now) } else { stack.receive(packet, at: now) }
  }

  /// The steps up to the socket of a segment, of whichever version of IP; nil where there is none.
  public func lookUp(
    _ packet: PacketReference, at now: UInt64
  ) throws(NetworkStack.StepError) -> SocketReference? {
    let version: IPVersion = packet.offset(of: .v6) == nil ? .v4 : .v6
    try NetworkStack.takeDatagram(packet, version, for: stack.configuration)
    return stack.lookUp(packet, at: now)
  }

  /// From now on it takes packets step by step, as far as that goes: what the steps leave is the full way's.
  public func takesSteps() {
    taker = { [unowned self] packet, now in receiveByStep(packet, at: now) }
  }

  /// How many packets have come to a socket by steps.
  public private(set) var steppedCount = 0

  private func receiveByStep(_ packet: PacketReference, at now: UInt64) {
    guard let socket = try? lookUp(packet, at: now) else { return stack.receive(packet, at: now) }
    steppedCount += 1
    do throws(NetworkStack.StepError) {
      try stack.receiveSegment(packet, at: now)
      stack.queueSegment(packet, at: socket)
    } catch .done {
      packets.put(packet)
    } catch {
      stack.receive(packet, at: now)
    }
    stack.finishSteps(socket, at: now)
    stack.putReference(socket)
  }

  public static let supplyCount = 64

  public func refill() {
    while stack.supplyCount < Self.supplyCount, let packet = packets.take() { stack.supply(packet) }
  }

  /// Frames that it sends now.
  public func takeFrames(at now: UInt64) -> [[UInt8]] {
    var frames: [[UInt8]] = []
    for _ in 0..<10_000 {
      while let packet = stack.takeDiscarded() { packets.put(packet) }
      while let packet = stack.takeOutgoing() {
        frames.append(packet.octets)
        packets.put(packet)
      }
      refill()
      if stack.sendUnsent(at: now), stack.outgoingCount == 0 { return frames }
    }
    fatalError("a host sends without end")
  }

  /// Whether all packets are where they belong.
  public var hasAllPackets: Bool {
    packets.free.count + stack.supplyCount + stack.keptPacketCount == packets.count
  }
}

extension Array<UInt8> {
  public func withSpan<Result>(_ body: (Span<UInt8>) -> Result) -> Result { body(span) }
}
