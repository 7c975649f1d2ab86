import CBaton
import Devices
import NetStack

/// Keeps the packets of each flow in order where data paths may wait with them: see `FlowLanes`. The lanes of a worker have a
/// lock of their own, which nobody holds for longer than a call.
extension Services {
  /// A packet was received here, over which a data path is about to begin.
  @inline(__always)
  func enterLane(_ packet: Packet) {
    guard keepsOrder, let network = unsafe network else { return }
    unsafe enter(packet, in: network)
  }

  @inline(never)
  private func enter(_ packet: Packet, in network: Network) {
    lockLanes(worker)
    unsafe network.pointee.lanes.enter(PacketReference(packet))
    unlockLanes(worker)
  }

  /// Whether the stack may have a packet now.
  func isNext(_ packet: PacketReference, in network: Network, of home: Int) -> Bool {
    lockLanes(home)
    defer { unlockLanes(home) }
    return unsafe network.pointee.lanes.isNext(packet)
  }

  /// A packet is the stack's, or gone; the one of its flow whose turn has come, if that waits.
  func leaveLane(
    _ packet: PacketReference, in network: Network, of home: Int
  ) -> PacketReference? {
    lockLanes(home)
    defer { unlockLanes(home) }
    return unsafe network.pointee.lanes.leave(packet)
  }

  /// A packet of this worker's queue goes another way than to the stack.
  @inline(__always)
  mutating func leaveLane(_ packet: Packet) {
    guard let network = unsafe network else { return }
    unsafe leave(packet, in: network)
  }

  /// Whether a packet of whichever worker's queue keeps others of its flow from the stack.
  func isInLane(_ packet: Packet) -> Bool {
    unsafe network != nil && PacketReference(packet).standsInLane
  }

  @inline(never)
  private mutating func leave(_ packet: Packet, in network: Network) {
    if let due = unsafe leaveLane(PacketReference(packet), in: network, of: worker) {
      unsafe duePackets.append(due.pointer)
    }
  }

  /// Gives the stack, which the caller has locked, a packet, and those of its flow that wait for that. One before whose turn
  /// it is waits.
  func receive(_ packet: PacketReference, into network: Network, of home: Int, at now: UInt64) {
    if unsafe waits(packet, in: network, of: home) { return }
    unsafe receiveDue(packet, into: network, of: home, at: now)
  }

  /// Whether a packet has come to the stack before its turn: it waits in its lane.
  private func waits(_ packet: PacketReference, in network: Network, of home: Int) -> Bool {
    lockLanes(home)
    defer { unlockLanes(home) }
    if unsafe network.pointee.lanes.isNext(packet) { return false }
    unsafe network.pointee.lanes.wait(packet)
    return true
  }

  /// The same of a packet whose turn has come.
  func receiveDue(_ first: PacketReference, into network: Network, of home: Int, at now: UInt64) {
    var next: PacketReference? = first
    while let packet = next {
      next = unsafe leaveLane(packet, in: network, of: home)
      unsafe network.pointee.stack.receive(packet, at: now)
    }
  }

  private func lanesLock(_ home: Int) -> WordLock {
    // Sound: it lives as long as the table, and only this touches it.
    unsafe WordLock(
      UnsafeMutableRawPointer(hosts + home).advanced(
        by: MemoryLayout<HostEntry>.offset(of: \.lanesLock)!))
  }

  private func lockLanes(_ home: Int) {
    if areHostsShared { lanesLock(home).acquire() }
  }

  private func unlockLanes(_ home: Int) {
    if areHostsShared { lanesLock(home).release() }
  }
}
