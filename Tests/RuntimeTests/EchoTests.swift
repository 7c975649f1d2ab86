import Devices
import Runtime
import SamplePrograms
import Testing

/// The echo, in both languages, on both engines, in both worlds: each octet and each chunk counts.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct EchoTests {
  struct Case: CustomTestStringConvertible, Sendable {
    var language: String
    var engine: EngineKind
    var world: WorldKind
    var workerCount: Int

    var testDescription: String {
      "\(language), \(engine.rawValue), \(world.rawValue), \(workerCount) workers"
    }

    func instance(frameLimit: Int = 1024) throws -> Instance {
      let unit = try Programs.load(
        "Programs/udp_echo.\(language)", engine: engine, workerCount: workerCount)
      #expect(unit.engineKind == engine)
      return try Instance(
        unit, in: world, workerCount: workerCount, frameLimit: frameLimit, seed: 11)
    }

    static let all = ["c", "swift"].flatMap { language in
      EngineKind.allCases.flatMap { engine in
        WorldKind.allCases.flatMap { world in
          [1, 2].map {
            Case(language: language, engine: engine, world: world, workerCount: $0)
          }
        }
      }
    }

    /// One of each world and engine.
    static let some = all.filter { $0.language == "c" && $0.workerCount == 1 }
  }

  /// Sends numbered datagrams, as many at a time as there are chunks, and checks each answer.
  private struct Exchange {
    let seed: UInt64
    let total: UInt64
    var sent: UInt64 = 0
    var isAnswered: [Bool]
    var wrong = 0

    init(total: UInt64, seed: UInt64) {
      self.total = total
      self.seed = seed
      isAnswered = Array(repeating: false, count: Int(total))
    }

    mutating func step(_ instance: Instance) {
      for peer in instance.peers {
        var burst = 0
        while sent < total, burst < 40,
          peer.offer(Datagram(number: sent, seed: seed).request)
        {
          sent += 1
          burst += 1
        }
        peer.collect { check($0) }
      }
    }

    private mutating func check(_ octets: Span<UInt8>) {
      guard let number = Datagram.number(in: octets), number < sent, !isAnswered[Int(number)] else {
        wrong += 1
        return
      }
      isAnswered[Int(number)] = true
      let expected = Datagram(number: number, seed: seed).answer
      guard octets.count == expected.count else {
        wrong += 1
        return
      }
      for index in expected.indices where octets[index] != expected[index] {
        wrong += 1
        return
      }
    }
  }

  @Test(arguments: Case.all)
  func everyAnswerIsRight(_ one: Case) throws {
    let instance = try one.instance()
    var exchange = Exchange(total: isThorough ? 40_000 : 1_000, seed: 4)
    let isDone = instance.advance {
      exchange.step(instance)
      return !exchange.isAnswered.contains(false)
    }
    #expect(isDone, "\(exchange.isAnswered.count { $0 }) of \(exchange.sent) were answered")
    #expect(exchange.wrong == 0)
    instance.expectBalanceAfterShutDown()
    let counters = instance.counters
    #expect(counters.received == exchange.total)
    #expect(counters.transmitted == exchange.total)
    #expect(counters.spawned == exchange.total && counters.finished == exchange.total)
    #expect(counters.thrown == 0 && counters.destroyed == 0)
  }

  /// Frames that are no datagrams are dropped and counted; they disturb nobody.
  @Test(arguments: Case.some)
  func oddFramesAreCounted(_ one: Case) throws {
    let instance = try one.instance()
    let peer = instance.peers[0]
    let good = Datagram(number: 5, seed: 1).request
    let odd = OddFrames.all(from: good)
    for (index, frame) in odd.enumerated() {
      while !peer.offer(frame.octets) {
        instance.advance()
        peer.collect { _ in }
      }
      if index % 64 == 0 { instance.advance() }
    }
    let sent = instance.sentCount
    #expect(peer.counters.droppedInvalid == UInt64(odd.count { $0.fate == .invalid }))
    #expect(
      instance.advance { instance.counters.endedCount + UInt64(instance.frameCount) >= sent }
        || instance.counters.received == sent)
    let passed = UInt64(odd.count { $0.fate == .passed })
    #expect(
      instance.advance {
        peer.collect { _ in }
        return instance.counters.endedCount == sent
      }, "\(instance.counters)")
    instance.expectBalanceAfterShutDown()
    #expect(instance.counters.droppedPassed == passed)
    #expect(instance.counters.transmitted == sent - passed)
  }

  /// A frame that no chunk can hold is our own mistake, not the wire's.
  @Test func anOfferOf9000OctetsTraps() async {
    await #expect(processExitsWith: .failure) {
      let instance = try Case.some[0].instance()
      _ = instance.peers[0].offer(Array(repeating: 1, count: 9000))
    }
  }

  /// Far more than fits: what is refused is refused at once, and all the rest ends.
  @Test(arguments: Case.some)
  func aFloodLeavesNothingBehind(_ one: Case) throws {
    // Fewer frames than chunks, so that there are drops of both kinds.
    let instance = try one.instance(frameLimit: 100)
    let request = Datagram(number: 1, seed: 9).request
    let offers = isThorough ? 1_000_000 : 20_000
    var refused: UInt64 = 0
    for index in 0..<offers {
      if !instance.peers[0].offer(request) { refused += 1 }
      if index % 300 == 0 {
        instance.advance()
        instance.peers[0].collect { _ in }
      }
    }
    #expect(refused + instance.sentCount == UInt64(offers))
    #expect(
      instance.advance {
        instance.peers[0].collect { _ in }
        return instance.counters.endedCount == instance.sentCount
      })
    let counters = instance.counters
    #expect(counters.droppedNoFrame + counters.transmitted == counters.received)
    instance.expectBalanceAfterShutDown()
  }
}
