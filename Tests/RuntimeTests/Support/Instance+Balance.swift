import Devices
import Testing

extension Instance {
  /// Shuts down and checks that everything is back where it came from.
  func expectBalanceAfterShutDown(
    _ comment: @autoclosure () -> Comment = "", sourceLocation: SourceLocation = #_sourceLocation
  ) {
    let comment = comment()
    shutDown()
    for peer in peers { peer.collect { _ in } }
    let free = ChunkCounts(free: Self.chunkCount, held: 0, lent: 0)
    for worker in 0..<workerCount {
      #expect(chunkCounts(of: worker) == free, comment, sourceLocation: sourceLocation)
      peers[worker].collect { _ in }
      #expect(peers[worker].chunkCounts == free, comment, sourceLocation: sourceLocation)
    }
    #expect(frameCount == 0, comment, sourceLocation: sourceLocation)
    #expect(ticketCount == 0, comment, sourceLocation: sourceLocation)
    let counters = self.counters
    #expect(counters.endedCount == counters.begunCount, comment, sourceLocation: sourceLocation)
    #expect(
      counters.spawned + counters.droppedNoFrame <= counters.begunCount, comment,
      sourceLocation: sourceLocation)
  }

  /// All that the peers put on the wire.
  var sentCount: UInt64 { peers.reduce(0) { $0 + $1.sentCount } }
}
