import CLinux
import Devices
import Glibc
import Load
import Runtime
import Synchronization
import World

/// A client over the kernel's sockets that spins: sends a datagram, waits for its echo, compares
/// every octet, and measures how long it took.
///
/// The thread that calls ``run(_:core:wakingWhenDone:)`` sleeps while another one, on a core of its
/// own, measures.
final class PingClient {
  static let payloadByteCount = 64
  /// An answer that takes longer is lost.
  private static let timeout: UInt64 = 100_000_000
  /// With so many lost in one round, nobody is there.
  private static let lostCountMax = 20

  private let socket: UDPSocket
  private let clock = WorldClock.monotonic
  private var sequence: UInt64 = 0
  private var payload = [UInt8](repeating: 0xb5, count: payloadByteCount)
  private var answer = [UInt8](repeating: 0, count: 2 * payloadByteCount)
  private(set) var lostCount = 0
  /// Answers of another length or with other octets than what was sent.
  private(set) var wrongCount = 0
  private let isCancelled = Atomic<Bool>(false)
  /// Nanoseconds between an answer and the next ping.
  private let pause: UInt64

  init(inNamespace path: String, server: String, port: UInt16, pause: UInt64 = 0) throws(Errno) {
    self.pause = pause
    socket = try UDPSocket(inNamespace: path)
    try socket.connect(server, port: port)
  }

  /// From any thread: the round ends with the present ping.
  func cancel() { isCancelled.store(true, ordering: .relaxed) }

  /// Measures `count` pings, after a tenth as many that don't count.
  func round(of count: Int) -> Latencies {
    var latencies = Latencies()
    let lostBefore = lostCount
    for number in -count / 10..<count {
      if isCancelled.load(ordering: .relaxed) || lostCount - lostBefore > Self.lostCountMax {
        break
      }
      idle()
      guard let time = ping() else {
        lostCount += 1
        continue
      }
      if number >= 0 { latencies.record(time) }
    }
    return latencies
  }

  /// Without sleep, so that only the server wakes up.
  private func idle() {
    let begin = clock.now()
    while clock.now() - begin < pause { linux_spin_hint() }
  }

  /// The round-trip time of one datagram; nil when it was lost.
  private func ping() -> UInt64? {
    sequence += 1
    for index in 0..<8 { payload[index] = UInt8(truncatingIfNeeded: sequence >> (8 * index)) }
    let begin = clock.now()
    guard socket.send(payload) else { return nil }
    while true {
      if let count = socket.receive(into: &answer) {
        let end = clock.now()
        if answer[..<count] == payload[...] { return end - begin }
        if !isLate(count) { wrongCount += 1 }
      }
      if clock.now() - begin > Self.timeout { return nil }
      linux_spin_hint()
    }
  }

  /// Whether it is the whole answer to an earlier ping, given up as lost.
  private func isLate(_ count: Int) -> Bool {
    count == payload.count && answer[8..<count] == payload[8...]
  }
}
