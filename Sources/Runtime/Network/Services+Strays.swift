import CBaton
import Devices
import NetStack

/// Workers are one host, with a stack each: what one receives that is for a connection of another one's is brought there. How
/// devices spread packets over their queues is up to them, and may change.
extension Services {
  /// Takes what the stack has for others, and gives it to them. The stack is locked, and is not any more after that: each is
  /// locked by itself, as others do the same.
  mutating func bringToOthers(_ network: Network) {
    unsafe network.pointee.stack.exchangeForOthers(&forOthers)
    unlockHost(worker)
    if forOthers.hasNews { tellOthers() }
    for stray in forOthers.strays {
      if let owner = worker(having: stray) {
        unsafe mail.send(stray.packet.pointer, from: worker, to: owner, .stray)
        wake(owner)
      } else {
        withHost(worker) {
          unsafe network.pointee.stack.receiveUnclaimed(stray, at: time(of: network))
        }
      }
    }
    forOthers.removeAll()
    hasNews = true
  }

  private mutating func tellOthers() {
    for other in 0..<hostTable.packetWorkerCount where other != worker {
      withHost(other) {
        guard let network = unsafe hosts[other].network else { return }
        unsafe network.pointee.stack.hear(forOthers, at: time(of: network))
      }
      wake(other)
    }
  }

  /// Which other worker has the connection that a packet is for; nil: none has it.
  private func worker(having stray: NetworkStack.Stray) -> Int? {
    (0..<hostTable.packetWorkerCount).first { other in
      other != worker
        && withHost(other) {
          unsafe hosts[other].network?.pointee.stack.hasConnection(of: stray) ?? false
        }
    }
  }

  /// A packet for a connection of this worker's, which another one has received: queues share no memory, so the stack has a copy.
  /// Its lock is held. Where no chunk is free, which the queue counts, the packet is lost as if on the way.
  mutating func receiveStray(_ packet: Packet) {
    if let copy = unsafe copy(packet) { unsafe receiveHere(copy) }
    unsafe release(packet)
  }
}
