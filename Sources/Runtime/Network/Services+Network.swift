import CBaton
import Devices
import NetStack

/// What the network stack and the device of a worker have to do with each other.
extension Services {
  /// Makes the worker a host.
  mutating func beHost(_ configuration: NetworkConfiguration, at now: UInt64) throws {
    let network = try WorkerNetwork(configuration, at: now)
    let place = UnsafeMutablePointer<WorkerNetwork>.allocate(capacity: 1)
    unsafe place.initialize(to: network)
    unsafe self.network = unsafe place
  }

  /// A packet goes to the network stack of the worker that received it; where that has none, it is dropped.
  mutating func receiveIntoStack(_ packet: Packet) {
    let home = unsafe Int(packet.pointee.worker)
    guard home == worker else {
      unsafe mail.send(packet, from: worker, to: home, .receive)
      return wake(home)
    }
    guard let network = unsafe network else { return unsafe drop(packet, as: .passed) }
    unsafe network.pointee.stack.receive(PacketReference(packet), at: clock.now())
    unsafe exchangePackets(network)
  }

  /// Does a step of what the services have to do; false where there was nothing.
  mutating func serveStep() -> Bool {
    guard let network = unsafe network else { return false }
    let now = clock.now()
    guard unsafe network.pointee.step(at: now) else { return false }
    unsafe exchangePackets(network)
    return true
  }

  /// Timers, and what lacked packets.
  mutating func runNetwork(at now: UInt64) {
    guard let network = unsafe network else { return }
    if let deadline = unsafe network.pointee.stack.deadline, deadline <= now {
      unsafe network.pointee.stack.fire(at: now)
    }
    unsafe exchangePackets(network)
  }

  /// Sends what is to be sent, gives back what is done with, and has the stack go on that lacked packets.
  private mutating func exchangePackets(_ network: UnsafeMutablePointer<WorkerNetwork>) {
    while true {
      while let packet = unsafe network.pointee.stack.takeDiscarded() {
        unsafe queue.release(packet.pointer)
      }
      while let packet = unsafe network.pointee.stack.takeOutgoing() {
        unsafe claim(packet.pointer)
        unsafe transmitHere(packet.pointer)
      }
      guard unsafe supply(network), unsafe network.pointee.stack.hasUnsent else { return }
      unsafe network.pointee.stack.sendUnsent(at: clock.now())
    }
  }

  /// Whether the stack has packets to send with.
  private mutating func supply(_ network: UnsafeMutablePointer<WorkerNetwork>) -> Bool {
    while unsafe network.pointee.stack.supplyCount < WorkerNetwork.supplyCount {
      guard let packet = unsafe queue.allocate() else { break }
      unsafe network.pointee.stack.supply(PacketReference(packet))
    }
    return unsafe network.pointee.stack.supplyCount > 0
  }

  /// When something is due that was put off: a sleeper, or a timer of the network stack.
  var earliestWake: UInt64? {
    let deadline = unsafe network?.pointee.stack.deadline
    return [sleepers.earliestWake, deadline].compactMap { $0 }.min()
  }

  /// Gives back all packets that the network stack has. There is none after that.
  mutating func tearDownNetwork() {
    guard let network = unsafe network else { return }
    unsafe network.pointee.stack.tearDown()
    while let packet = unsafe network.pointee.stack.takeDiscarded() {
      unsafe queue.release(packet.pointer)
    }
    unsafe self.network = nil
    unsafe network.deinitialize(count: 1)
    unsafe network.deallocate()
  }
}
