import CBaton
import Devices
import NetStack

/// What steps return where they fail: Linux's error numbers, negated.
private enum StepError {
  static let noSuchDevice: Int32 = -6
  static let invalid: Int32 = -22
  static let brokenPipe: Int32 = -32
  static let noData: Int32 = -61
  static let badMessage: Int32 = -74
  static let notSupported: Int32 = -95
  static let addressNotAvailable: Int32 = -99
}

/// The network stack's steps, as programs take them, on any worker.
extension Services {
  /// The network stack of the worker that received a packet; nil where that is no host.
  private func network(of packet: Packet) -> Network? {
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

  func receiveIP(_ packet: Packet) -> Int32 {
    guard let network = unsafe network(of: packet) else { return StepError.noSuchDevice }
    do throws(NetworkStack.StepError) {
      try unsafe network.pointee.stack.takeDatagram(PacketReference(packet))
      return 0
    } catch {
      return number(of: error)
    }
  }

  mutating func lookUpSocket(_ packet: Packet) -> SocketReference? {
    let home = unsafe Int(packet.pointee.worker)
    guard let network = unsafe network(of: packet), lockHost(home) else { return nil }
    defer { unlockHost(home) }
    return unsafe network.pointee.stack.lookUp(PacketReference(packet))
  }

  /// The contract has found the socket of this packet locked.
  func receiveSegment(_ packet: Packet) -> Int32 {
    guard let network = unsafe network(of: packet) else { return StepError.noSuchDevice }
    do throws(NetworkStack.StepError) {
      try unsafe network.pointee.stack.receiveSegment(PacketReference(packet), at: clock.now())
      return 0
    } catch {
      return number(of: error)
    }
  }

  func queueSegment(_ packet: Packet, at socket: SocketReference) {
    unsafe network(of: socket).pointee.stack.queueSegment(PacketReference(packet), at: socket)
  }

  private func number(of error: NetworkStack.StepError) -> Int32 {
    switch error {
    case .malformed: StepError.badMessage
    case .notForUs: StepError.addressNotAvailable
    case .fragment: StepError.notSupported
    case .done: StepError.noData
    case .otherSocket: StepError.invalid
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
    unsafe network.pointee.stack.finishSteps(socket, at: clock.now())
    unsafe passOn(network, of: socket)
    socket.value.lock = 0
    lockedHost = nil
    unlockHost(socket.value.worker)
  }

  /// What the stack has to send goes with the turn of its worker, or before, where packets get scarce.
  private mutating func passOn(_ network: Network, of socket: SocketReference) {
    guard socket.value.worker == worker else { return wake(socket.value.worker) }
    guard unsafe network.pointee.stack.isShortOfPackets else { return }
    unsafe exchangePackets(network, at: clock.now())
  }

  /// The program has done with the socket. Also what ends programs calls this, which can't be put off by the engine.
  mutating func putSocket(_ socket: SocketReference) {
    let home = socket.value.worker
    // The program that runs may have it locked, and end another one that has a socket.
    guard lockedHost != home else {
      return unsafe network(of: socket).pointee.stack.putReference(socket)
    }
    if areHostsShared, !hostLock(home).tryAcquire() {
      guard !clock.isVirtual else {
        unsafe hosts[home].putLater.append(socket)
        return wake(home)
      }
      hostLock(home).acquire()
    }
    unsafe network(of: socket).pointee.stack.putReference(socket)
    unlockHost(home)
  }

  func push(_ socket: SocketReference) {
    unsafe network(of: socket).pointee.stack.flush(socket, at: clock.now())
  }

  func serve(_ socket: SocketReference) -> Bool {
    unsafe network(of: socket).pointee.step(socket, at: clock.now())
  }

  // MARK: Data

  func peek(_ socket: SocketReference, from offset: Int, into octets: inout MutableSpan<UInt8>)
    -> Int
  {
    unsafe network(of: socket).pointee.stack.peek(socket, from: offset, into: &octets)
  }

  func consume(_ count: Int, of socket: SocketReference) -> Int {
    let count = min(count, socket.value.readableCount)
    unsafe network(of: socket).pointee.stack.consume(count, of: socket)
    return count
  }

  func write(_ octets: Span<UInt8>, to socket: SocketReference) -> Int32 {
    guard socket.value.connection.canWrite else { return StepError.brokenPipe }
    return unsafe Int32(network(of: socket).pointee.stack.write(octets, to: socket))
  }

  func close(_ socket: SocketReference) {
    unsafe network(of: socket).pointee.stack.close(socket, abandoning: false, at: clock.now())
  }
}
