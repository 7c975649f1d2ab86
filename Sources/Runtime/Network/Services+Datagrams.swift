import CBaton
import Devices
import NetStack
import Wire

/// Datagrams of UDP that are programs' own. What they send takes no stack: it waits until the worker's turn ends.
extension Services {
  func checkDatagram(_ packet: Packet) -> Int32 {
    unsafe asHost(packet) { (packet, host) throws(NetworkStack.StepError) in
      try NetworkStack.takeUDP(packet, for: host)
    }
  }

  /// Sends it back to where it came from, with octets that may lie in it; 0, or why it was dropped.
  mutating func answer(_ packet: Packet, with octets: UnsafeRawBufferPointer) -> Int32 {
    let result = unsafe asHost(packet) { (packet, host) throws(NetworkStack.StepError) in
      try unsafe NetworkStack.answer(packet, with: octets, for: host)
    }
    if result == 0 { unsafe transmit(packet) } else { unsafe drop(packet, as: .program) }
    return result
  }

  /// Sends it on, by the queue that it came from; 0, or why it was dropped.
  mutating func forward(_ packet: Packet, by flow: DatagramFlow) -> Int32 {
    let result = unsafe asHost(packet) { (packet, host) throws(NetworkStack.StepError) in
      try NetworkStack.forward(packet, by: flow, for: host)
    }
    let home = unsafe Int(packet.pointee.worker)
    if result < 0 {
      unsafe drop(packet, as: .program)
    } else if home == worker {
      unsafe sendLater(packet)
    } else {
      unsafe mail.send(packet, from: worker, to: home, .datagram)
      wake(home)
    }
    return result
  }

  /// Sends a datagram of a program's own by this worker's queue; 0, or why not.
  mutating func send(_ octets: UnsafeRawBufferPointer, by flow: DatagramFlow) -> Int32 {
    guard unsafe network != nil else { return ErrorNumber.noSuchDevice }
    guard let packet = unsafe queue.allocate() else { return ErrorNumber.noBuffers }
    unsafe claim(packet)
    let result = unsafe asHost(packet) { (packet, host) throws(NetworkStack.StepError) in
      try unsafe flow.make(packet, carrying: octets, for: host)
    }
    if result == 0 {
      counters.copied += 1
      unsafe sendLater(packet)
    } else {
      unsafe queue.release(packet)
    }
    return result
  }

  /// A datagram that a program has made, in a packet of this worker's: the stack has it when the turn ends.
  mutating func sendLater(_ packet: Packet) {
    unsafe leaveLane(packet)
    counters.givenToStack += 1
    hasNews = true
    unsafe madeDatagrams.append(packet)
  }

  /// Gives them to the stack, which is locked.
  mutating func sendMadeDatagrams(_ network: Network, at now: UInt64) {
    for index in unsafe madeDatagrams.indices {
      unsafe network.pointee.stack.sendDatagram(PacketReference(madeDatagrams[index]), at: now)
    }
    unsafe madeDatagrams.removeAll(keepingCapacity: true)
  }

  /// Does something with a packet as its host; 0, or why not.
  private func asHost(
    _ packet: Packet,
    _ body: (PacketReference, HostConfiguration) throws(NetworkStack.StepError) -> Void
  ) -> Int32 {
    guard let network = unsafe network(of: packet) else { return ErrorNumber.noSuchDevice }
    do throws(NetworkStack.StepError) {
      try unsafe body(PacketReference(packet), network.pointee.stack.configuration)
      return 0
    } catch {
      return number(of: error)
    }
  }
}

extension DatagramFlow {
  /// What a program says; nil where it is of no version of IP.
  init?(_ flow: udp_flow) {
    let words = (
      UInt32(bigEndian: flow.daddr.0), UInt32(bigEndian: flow.daddr.1),
      UInt32(bigEndian: flow.daddr.2), UInt32(bigEndian: flow.daddr.3)
    )
    let destination: IPAddress
    switch flow.version {
    case 4: destination = IPAddress(IPv4Address(bits: words.0))
    case 6:
      destination = IPAddress(
        IPv6Address(
          high: UInt64(words.0) << 32 | UInt64(words.1),
          low: UInt64(words.2) << 32 | UInt64(words.3)))
    default: return nil
    }
    self.init(
      sourcePort: UInt16(bigEndian: flow.source), destination: destination,
      destinationPort: UInt16(bigEndian: flow.dest))
  }
}
