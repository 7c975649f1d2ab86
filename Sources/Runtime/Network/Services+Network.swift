import CBaton
import Devices
import NetStack

/// What the network stack and the device of a worker have to do with each other.
extension Services {
  /// Makes the worker a host.
  mutating func beHost(_ configuration: NetworkConfiguration, at now: UInt64) throws {
    let network = try WorkerNetwork(configuration, worker: worker, at: now)
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
    hasNews = true
    counters.givenToStack += 1
    let now = clock.now()
    unsafe network.pointee.stack.receive(PacketReference(packet), at: now)
    unsafe exchangePackets(network, at: now)
  }

  /// Does a step of what the services have to do; false where there was nothing.
  mutating func serveStep() -> Bool {
    guard let network = unsafe network else { return false }
    let now = clock.now()
    guard unsafe network.pointee.step(at: now) else { return false }
    unsafe exchangePackets(network, at: now)
    return true
  }

  /// What the control side asks for, timers, and what lacked packets.
  mutating func runNetwork(at now: UInt64) {
    guard let network = unsafe network else { return }
    if networkDrain.isWanted { unsafe drain(network, at: now) }
    if unsafe network.pointee.takeRequests(at: now) { hasNews = true }
    if let deadline = unsafe network.pointee.stack.deadline, deadline <= now {
      unsafe network.pointee.stack.fire(at: now)
      hasNews = true
    }
    unsafe exchangePackets(network, at: now)
  }

  private mutating func drain(_ network: UnsafeMutablePointer<WorkerNetwork>, at now: UInt64) {
    unsafe network.pointee.drain(at: now)
    guard !isNetworkDrained, unsafe network.pointee.isDrained else { return }
    isNetworkDrained = true
    networkDrain.noteDrained()
  }

  private mutating func exchangePackets(
    _ network: UnsafeMutablePointer<WorkerNetwork>, at now: UInt64
  ) {
    let exchange = unsafe network.pointee.stack.exchange(
      with: &queue, worker: UInt32(worker), at: now)
    counters.sentByStack += exchange.transmitted
    counters.refusedOfStack += exchange.refused
  }

  /// Gives back all packets that the network stack has. There is none after that.
  mutating func tearDownNetwork() {
    guard let network = unsafe network else { return }
    unsafe network.pointee.stack.tearDown(through: &queue)
    unsafe self.network = nil
    unsafe network.deinitialize(count: 1)
    unsafe network.deallocate()
  }
}
