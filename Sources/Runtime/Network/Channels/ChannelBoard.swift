/// What an instance's hosts and a control side have with each other: channels for each worker, and the ports at which
/// connections are accepted for them.
package final class ChannelBoard: Sendable {
  /// By worker.
  package let tables: [ChannelTable]
  /// By listener.
  package let ports: [UInt16]
  private let lot: ParkingLot

  package init(
    workerCount: Int, ports: [UInt16], channelCount: Int, octetCapacity: Int
  ) throws {
    precondition(ports.count <= ChannelTable.listenerCountMax, "listeners have a limit")
    self.ports = ports
    tables = try (0..<workerCount).map { _ in
      try ChannelTable(count: channelCount, octetCapacity: octetCapacity)
    }
    lot = try ParkingLot(workerCount: 1)
  }

  /// Where the one thread of the control side sleeps.
  var parking: Parking { lot.parking }

  // MARK: The control side's thread

  /// Says that it is about to sleep: it has to look for news after this.
  package func announceSleep() { parking.announce(0) }

  /// Sleeps until there may be news.
  package func sleep() {
    // Where the system makes no barriers for other threads, one that is told may be missed.
    let most: Int64 = parking.isReliable ? 1_000_000_000 : 1_000_000
    parking.sleep(0, descriptor: -1, nanosecondsMax: most)
    parking.cancel(0)
  }

  /// There was news: it does not sleep.
  package func cancelSleep() { parking.cancel(0) }

  /// Wakes it, from any thread.
  package func wake() { _ = parking.wake(0) }
}
