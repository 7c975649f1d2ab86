import Devices
import NetStack
import Wire

/// Opens connections without keeping any: sends SYNs from as many addresses and ports as are wanted, and acknowledges what
/// answers them. So all that 100,000 connections take is the server's.
@safe
struct HandshakeClient: ~Copyable {
  private var queue: DeviceQueue
  private let batch: PacketBatch
  private let serverPort: UInt16
  private var frame: [UInt8] = []
  private(set) var begunCount = 0
  private(set) var provenCount = 0

  private static let portsPerAddress = 50_000
  private static let hardware = MACAddress(bits: 0x0200_0000_00aa)
  private static let server = ClientHost.serverAddress
  private static let serverHardware = HostConfiguration.hardwareAddress(inThisProcess: server)

  init(queue: consuming DeviceQueue, serverPort: UInt16) {
    self.queue = queue
    self.serverPort = serverPort
    unsafe batch = .allocate(capacity: 64)
  }

  deinit { unsafe batch.deallocate() }

  /// Begins so many connections.
  mutating func begin(_ count: Int) throws {
    for _ in 0..<count {
      try send(
        .synchronize, number: begunCount, sequence: UInt32(truncatingIfNeeded: begunCount) &* 997,
        options: TCPOptions(
          maximumSegmentSize: 1460, windowScale: 7, isSACKPermitted: true,
          timestamps: TCPOptions.Timestamps(value: 1, echo: 0)))
      begunCount += 1
    }
    queue.flush()
  }

  /// Acknowledges all that has come.
  mutating func answerAll() throws {
    while true {
      let count = unsafe queue.receive(into: batch, at: 0)
      if count == 0 { break }
      for index in 0..<count {
        let packet = unsafe batch[index]
        let answer = unsafe queue.withOctets(of: packet) { try? Answer(parsing: $0) }
        unsafe queue.release(packet)
        guard let answer, answer.tcp.flags == [.synchronize, .acknowledgment] else { continue }
        try send(
          .acknowledgment, number: Self.number(answer.address, answer.tcp.destinationPort),
          sequence: answer.tcp.acknowledgmentNumber,
          acknowledgment: answer.tcp.sequenceNumber &+ 1,
          options: TCPOptions(
            timestamps: TCPOptions.Timestamps(
              value: 1, echo: answer.tcp.options.timestamps?.value ?? 0)))
        provenCount += 1
      }
    }
    queue.flush()
  }

  private struct Answer {
    var address: IPv4Address
    var tcp: TCPHeader

    init(parsing frame: Span<UInt8>) throws(WireError) {
      let ip = try IPv4Header(parsing: frame.extracting(EthernetHeader.byteCount...))
      address = ip.destination
      tcp = try TCPHeader(
        parsing: frame.extracting((EthernetHeader.byteCount + ip.headerByteCount)...))
    }
  }

  // MARK: Whose connection it is

  private static func address(of number: Int) -> (IPv4Address, UInt16) {
    let (host, port) = number.quotientAndRemainder(dividingBy: portsPerAddress)
    return (IPv4Address(bits: server.bits + 1 + UInt32(host)), UInt16(10_000 + port))
  }

  private static func number(_ address: IPv4Address, _ port: UInt16) -> Int {
    Int(address.bits - server.bits - 1) * portsPerAddress + Int(port) - 10_000
  }

  private mutating func send(
    _ flags: TCPFlags, number: Int, sequence: UInt32, acknowledgment: UInt32 = 0,
    options: TCPOptions
  ) throws {
    let (address, port) = Self.address(of: number)
    let tcp = TCPHeader(
      sourcePort: port, destinationPort: serverPort, sequenceNumber: sequence,
      acknowledgmentNumber: acknowledgment, flags: flags, window: 0xffff, options: options)
    frame.removeAll(keepingCapacity: true)
    EthernetHeader(
      destination: Self.serverHardware, source: Self.hardware,
      etherType: EthernetHeader.EtherType.ipv4
    ).append(to: &frame)
    IPv4Header(
      payloadByteCount: tcp.writtenByteCount, protocolNumber: IPProtocol.tcp, source: address,
      destination: Self.server
    ).append(to: &frame)
    tcp.append(
      to: &frame, payload: Span<UInt8>(), from: IPAddress(address), to: IPAddress(Self.server))
    guard let packet = unsafe queue.allocate() else { throw Refused("there is no chunk for a SYN") }
    unsafe queue.fill(packet, with: frame.span)
    guard unsafe queue.transmit(packet) else { throw Refused("there is no room for a SYN") }
  }
}
