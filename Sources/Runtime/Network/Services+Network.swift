import CBaton
import Devices
import NetStack

/// What the network stack and the device of a worker have to do with each other.
extension Services {
  typealias Network = UnsafeMutablePointer<WorkerNetwork>

  /// Makes the worker a host.
  mutating func beHost(_ configuration: NetworkConfiguration, at now: UInt64) throws {
    var configuration = configuration
    configuration.host.worker = worker
    configuration.host.stackCount = hostTable.packetWorkerCount
    let network = try WorkerNetwork(configuration, at: now)
    let place = UnsafeMutablePointer<WorkerNetwork>.allocate(capacity: 1)
    unsafe place.initialize(to: network)
    unsafe self.network = unsafe place
    unsafe hosts[worker].network = unsafe place
  }

  /// The time at a network stack: that of the worker's turn. What others did there later does not become earlier by that.
  func time(of network: Network) -> UInt64 {
    let time = unsafe max(network.pointee.latestTime, turnTime)
    unsafe network.pointee.latestTime = time
    return time
  }

  // MARK: Packets

  /// A packet goes to the network stack of the worker that received it; where that has none, it is dropped.
  mutating func receiveIntoStack(_ packet: Packet) {
    let home = unsafe Int(packet.pointee.worker)
    guard home == worker else {
      unsafe mail.send(packet, from: worker, to: home, .receive)
      return wake(home)
    }
    guard lockHostBetweenPrograms() else { return unsafe duePackets.append(packet) }
    unsafe receiveHere(packet)
    unlockHost(home)
  }

  /// The same of a packet that was received here, by who has the stack's lock.
  mutating func receiveHere(_ packet: Packet) {
    guard let network = unsafe network else { return unsafe drop(packet, as: .passed) }
    hasNews = true
    counters.givenToStack += 1
    let now = unsafe time(of: network)
    unsafe receive(PacketReference(packet), into: network, of: worker, at: now)
    unsafe exchangeScarcePackets(network, at: now)
  }

  /// Does a step of what the services have to do; false where there was nothing.
  mutating func serve() -> Bool {
    noteLongCall()
    guard let network = unsafe network, lockHostBetweenPrograms() else { return false }
    defer { unlockHost(worker) }
    let now = unsafe time(of: network)
    guard unsafe network.pointee.step(at: now) else { return false }
    unsafe exchangeScarcePackets(network, at: now)
    return true
  }

  /// Timers, what lacked packets, and what others have left to be done.
  mutating func runNetwork() {
    guard let network = unsafe network, lockHostBetweenPrograms() else { return }
    if unsafe network.pointee.stack.hasForOthers {
      unsafe bringToOthers(network)
      guard lockHostBetweenPrograms() else { return }
    }
    defer { unlockHost(worker) }
    let now = unsafe time(of: network)
    unsafe doWhatWasLeft(network, at: now)
    if hostTable.drain.isWanted { unsafe drain(network, at: now) }
    if unsafe network.pointee.takeRequests(at: now) { hasNews = true }
    if let deadline = unsafe network.pointee.stack.deadline, deadline <= now {
      unsafe network.pointee.stack.fire(at: now)
      hasNews = true
    }
    unsafe exchangePackets(network, at: now)
  }

  private mutating func doWhatWasLeft(_ network: Network, at now: UInt64) {
    while let packet = unsafe duePackets.popLast() {
      unsafe receive(PacketReference(packet), into: network, of: worker, at: now)
    }
    if unsafe !madeDatagrams.isEmpty { unsafe sendMadeDatagrams(network, at: now) }
    while let packet = unsafe lostPackets.popLast() {
      unsafe network.pointee.stack.lose(PacketReference(packet), at: now)
    }
  }

  private mutating func drain(_ network: Network, at now: UInt64) {
    unsafe network.pointee.drain(at: now)
    guard !isNetworkDrained, unsafe network.pointee.isDrained else { return }
    isNetworkDrained = true
    hostTable.drain.noteDrained()
  }

  /// What is to be sent goes at the end of the worker's turn, with all else of that turn; before it only where packets get scarce.
  mutating func exchangeScarcePackets(_ network: Network, at now: UInt64) {
    if unsafe network.pointee.stack.isShortOfPackets { unsafe exchangePackets(network, at: now) }
  }

  mutating func exchangePackets(_ network: Network, at now: UInt64) {
    let exchange = unsafe network.pointee.stack.exchange(
      with: &queue, worker: UInt16(worker), at: now)
    counters.sentByStack += exchange.transmitted
    counters.refusedOfStack += exchange.refused
  }

  /// When a timer of the stack ends; never: `UInt64.max`.
  var networkDeadline: UInt64 {
    guard let network = unsafe network else { return .max }
    // Who has the lock may set another one: that is looked for at once.
    guard lockHostBetweenPrograms() else { return clock.now() }
    defer { unlockHost(worker) }
    return unsafe network.pointee.stack.deadline ?? .max
  }

  /// Gives back all packets that the network stack has. There is none after that.
  mutating func tearDownNetwork() {
    guard let network = unsafe network else { return }
    unsafe doWhatWasLeft(network, at: time(of: network))
    while let packet = unsafe network.pointee.lanes.takeAnyWaiting() {
      unsafe queue.release(packet.pointer)
    }
    unsafe network.pointee.stack.tearDown(through: &queue)
    unsafe hosts[worker].network = nil
    unsafe tornDownNetwork = network
    unsafe self.network = nil
  }

  /// Lets go of a network stack that is torn down, when nobody looks at it any more.
  mutating func freeNetwork() {
    guard let network = unsafe tornDownNetwork else { return }
    unsafe tornDownNetwork = nil
    unsafe network.deinitialize(count: 1)
    unsafe network.deallocate()
  }

  /// What the network stack has counted; nil where there was none.
  var stackCounters: StackCounters? {
    unsafe (network ?? tornDownNetwork)?.pointee.stack.counters
  }

  // MARK: Locks

  private func hostLock(_ home: Int) -> WordLock {
    // Sound: it lives as long as the table, and only this touches it.
    unsafe WordLock(
      UnsafeMutableRawPointer(hosts + home).advanced(
        by: MemoryLayout<HostEntry>.offset(of: \.lock)!))
  }

  /// Takes a worker's stack for the program that runs. False: the holder can't go on before this returns, and the engine
  /// makes the call again later.
  func lockHost(_ home: Int) -> Bool {
    if acquireHost(home) { return true }
    unsafe baton_current_execution()!.pointee.is_blocked = 1
    return false
  }

  /// Takes this worker's stack for what it does by itself. False: as above, it tries again in its next turn.
  func lockHostBetweenPrograms() -> Bool { acquireHost(worker) }

  /// Waits for the lock, where its holder can go on meanwhile.
  private func acquireHost(_ home: Int) -> Bool {
    guard areHostsShared, !hostLock(home).tryAcquire() else { return true }
    if clock.isVirtual { return false }
    hostLock(home).acquire()
    return true
  }

  func unlockHost(_ home: Int) {
    if areHostsShared { hostLock(home).release() }
  }

  /// Has a worker's stack to itself for a call that leaves a program that holds the lock with what that has seen. In the
  /// virtual world nobody else runs meanwhile.
  func withHost<Result>(_ home: Int, _ body: () -> Result) -> Result {
    guard areHostsShared, !clock.isVirtual else { return body() }
    hostLock(home).acquire()
    defer { hostLock(home).release() }
    return body()
  }
}
