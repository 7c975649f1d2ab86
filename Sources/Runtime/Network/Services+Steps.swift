import CBaton
import Devices
import NetStack

/// The network stack's steps, as programs take them, on any worker.
extension Services {
  /// The network stack of the worker that received a packet; nil where that is no host.
  func network(of packet: Packet) -> Network? {
    unsafe hosts[Int(packet.pointee.worker)].network
  }

  /// That of a socket.
  private func network(of socket: SocketReference) -> Network {
    guard let network = unsafe hosts[socket.value.worker].network else {
      preconditionFailure("sockets are of hosts")
    }
    return unsafe network
  }

  // MARK: From layer to layer

  func receiveIP(_ packet: Packet, _ version: IPVersion) -> Int32 {
    guard let network = unsafe network(of: packet) else { return ErrorNumber.noSuchDevice }
    do throws(NetworkStack.StepError) {
      try unsafe NetworkStack.takeDatagram(
        PacketReference(packet), version, for: network.pointee.stack.configuration)
      return 0
    } catch {
      return number(of: error)
    }
  }

  func lookUpSocket(_ packet: Packet) -> SocketReference? {
    guard let network = unsafe network(of: packet) else { return nil }
    return unsafe withHost(Int(packet.pointee.worker)) {
      unsafe network.pointee.stack.lookUp(PacketReference(packet), at: time(of: network))
    }
  }

  /// The contract has found the socket of this packet locked.
  func receiveSegment(_ packet: Packet) -> Int32 {
    let home = unsafe Int(packet.pointee.worker)
    guard let network = unsafe network(of: packet) else { return ErrorNumber.noSuchDevice }
    let packet = unsafe PacketReference(packet)
    guard unsafe isNext(packet, in: network, of: home) else { return ErrorNumber.again }
    let now = unsafe time(of: network)
    var result: Int32 = 0
    do throws(NetworkStack.StepError) {
      try unsafe network.pointee.stack.receiveSegment(packet, at: now)
    } catch {
      result = number(of: error)
      guard error == .done else { return result }
    }
    // The stack knows what the packet says: those behind it in its flow go on.
    if let due = unsafe leaveLane(packet, in: network, of: home) {
      unsafe receiveDue(due, into: network, of: home, at: now)
    }
    return result
  }

  func queueSegment(_ packet: Packet, at socket: SocketReference) {
    unsafe network(of: socket).pointee.stack.queueSegment(PacketReference(packet), at: socket)
  }

  func number(of error: NetworkStack.StepError) -> Int32 {
    switch error {
    case .malformed: ErrorNumber.badMessage
    case .notForUs: ErrorNumber.addressNotAvailable
    case .notSimple: ErrorNumber.notSupported
    case .done: ErrorNumber.noData
    case .otherSocket, .unwanted: ErrorNumber.invalid
    case .tooLong: ErrorNumber.messageTooLong
    case .noWay: ErrorNumber.networkUnreachable
    }
  }

  // MARK: Sockets

  mutating func lockSocket(_ socket: SocketReference) {
    guard lockHost(socket.value.worker) else { return }
    lockedHost = socket.value.worker
    socket.value.lock = UInt64(worker) + 1
  }

  mutating func unlockSocket(_ socket: SocketReference) {
    let network = unsafe network(of: socket)
    unsafe network.pointee.stack.finishSteps(socket, at: time(of: network))
    unsafe passOn(network, of: socket)
    socket.value.lock = 0
    lockedHost = nil
    unlockHost(socket.value.worker)
  }

  /// Has the stack's worker send what there is to send.
  private mutating func passOn(_ network: Network, of socket: SocketReference) {
    guard socket.value.worker == worker else { return wake(socket.value.worker) }
    hasNews = true
    unsafe exchangeScarcePackets(network, at: time(of: network))
  }

  /// The program has done with the socket.
  mutating func putSocket(_ socket: SocketReference) {
    let home = socket.value.worker
    // The program that runs may have a stack locked, and end another one that has a socket: that is put at once where it is of
    // the same stack, and else later, as two workers could wait for each other.
    guard lockedHost == nil else {
      guard lockedHost == home else { return putLater.append(socket) }
      return unsafe network(of: socket).pointee.stack.putReference(socket)
    }
    withHost(home) {
      unsafe network(of: socket).pointee.stack.putReference(socket)
    }
  }

  func push(_ socket: SocketReference) {
    let network = unsafe network(of: socket)
    unsafe network.pointee.stack.flush(socket, at: time(of: network))
  }

  mutating func serve(_ socket: SocketReference) -> Bool {
    noteLongCall()
    let network = unsafe network(of: socket)
    return unsafe network.pointee.step(socket, at: time(of: network))
  }

  // MARK: Data

  func peek(_ socket: SocketReference, from offset: Int, into octets: inout MutableSpan<UInt8>)
    -> Int
  {
    unsafe network(of: socket).pointee.stack.peek(socket, from: offset, into: &octets)
  }

  func octets(of socket: SocketReference, from offset: Int, count: Int) -> UnsafeRawPointer? {
    unsafe network(of: socket).pointee.stack.octets(of: socket, from: offset, count: count)
  }

  func read(_ socket: SocketReference, into octets: inout MutableSpan<UInt8>) -> Int {
    unsafe network(of: socket).pointee.stack.read(socket, into: &octets)
  }

  func consume(_ count: Int, of socket: SocketReference) -> Int {
    let count = min(count, socket.readableCount)
    unsafe network(of: socket).pointee.stack.consume(count, of: socket)
    return count
  }

  func write(_ octets: Span<UInt8>, to socket: SocketReference) -> Int32 {
    guard socket.value.connection.canWrite else { return ErrorNumber.brokenPipe }
    return unsafe Int32(network(of: socket).pointee.stack.write(octets, to: socket))
  }

  func close(_ socket: SocketReference) {
    let network = unsafe network(of: socket)
    unsafe network.pointee.stack.close(socket, abandoning: false, at: time(of: network))
  }
}
