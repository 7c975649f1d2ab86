import CBaton
import Devices
import NetStack

extension NetworkStack {
  /// What became of the packets that a stack wanted to send.
  struct Exchange {
    var transmitted: UInt64 = 0
    /// For which the device had no room: they are gone, as if lost on the way.
    var refused: UInt64 = 0
  }

  /// Sends what is to be sent through a queue, marked as that of `worker`, gives back what is done with, and has those go on
  /// that lacked packets, until all is sent that can be.
  mutating func exchange(
    with queue: inout DeviceQueue, worker: UInt16, at now: UInt64
  ) -> Exchange {
    var exchange = Exchange()
    while true {
      while let packet = takeDiscarded() { unsafe queue.release(packet.pointer) }
      while let packet = takeOutgoing() {
        unsafe packet.pointer.pointee.worker = worker
        if unsafe queue.transmit(packet.pointer) {
          exchange.transmitted += 1
        } else {
          exchange.refused += 1
          unsafe queue.release(packet.pointer)
        }
      }
      while supplyCount < Self.wantedSupplyCount, let packet = unsafe queue.allocate() {
        supply(unsafe PacketReference(packet))
      }
      sendUnsent(at: now)
      if outgoingCount == 0 { return exchange }
    }
  }

  /// How many empty packets the stack is given, of those that the device has.
  private static var wantedSupplyCount: Int { 64 }

  /// Gives back all packets that it has; it is of no use any more.
  mutating func tearDown(through queue: inout DeviceQueue) {
    tearDown()
    while let packet = takeDiscarded() { unsafe queue.release(packet.pointer) }
    queue.flush()
  }
}
