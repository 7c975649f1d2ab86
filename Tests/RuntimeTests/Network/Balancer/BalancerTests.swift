import Runtime
import SamplePrograms
import Testing
import Wire

/// `Programs/balancer`, in both languages, on both engines, in both worlds: each octet counts.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct BalancerTests {
  private typealias Fate = BalancerModel.Fate
  private static let client = MACAddress(bits: 0x0200_0000_2001)

  private static func instance(_ one: Setting) throws -> Instance {
    let unit = try Programs.load(
      "Programs/balancer.\(one.language)", engine: one.engine, workerCount: 1)
    #expect(unit.engineKind == one.engine)
    return try Instance(unit, in: one.world, seed: 3)
  }

  private static let settings = ["c", "swift"].map {
    Setting(language: $0, engine: .jit, world: .virtual)
  }

  // MARK: Whatever comes

  /// Sends the frames, and expects of each what the model says, and that just this is counted.
  private func expect(
    _ instance: Instance, _ model: inout BalancerModel, _ frames: [[UInt8]], _ comment: Comment
  ) {
    let before = instance.numbers(in: "counters")
    var answers = instance.exchange(frames)[...]
    var counts = [UInt64](repeating: 0, count: Fate.allCases.count)
    for frame in frames {
      let (fate, mistake) = model.take(frame, answers.first)
      guard mistake == nil else {
        Issue.record("\(mistake!) of \(fate): \(frame), \(answers.first ?? []); \(comment)")
        return
      }
      counts[fate.rawValue] += 1
      if [.forwarded, .begun, .returned, .reported].contains(fate) { answers.removeFirst() }
    }
    #expect(answers.isEmpty, comment)
    #expect(zip(instance.numbers(in: "counters"), before).map { $0 - $1 } == counts, comment)
    #expect(instance.counters.thrown == 0, comment)
  }

  /// Backends come and go meanwhile.
  @Test(arguments: Setting.all)
  func eachPacketHasTheFateThatItShould(_ one: Setting) throws {
    let instance = try Self.instance(one)
    var model = BalancerSetup.model
    let seed = UInt64.random(in: 0...UInt64.max)
    var source = BalancerFrames(seed: seed)
    for round in 0..<(one.engine == .jit && isThorough ? 40 : 6) {
      model.backends[round % 5]?.isUp.toggle()
      BalancerSetup.configure(instance, as: model)
      expect(instance, &model, (0..<500).map { _ in source.next() }, "seed \(seed)")
    }
    let counts = instance.numbers(in: "counters")
    let seen = Set(Fate.allCases.filter { counts[$0.rawValue] > 0 })
    #expect(seen == Set(Fate.allCases).subtracting([.noRoom]))
    instance.expectBalanceAfterShutDown()
  }

  // MARK: Choosing

  /// Sends a segment of each of so many connections; at which address each has arrived.
  private func backends(
    of count: Int, _ instance: Instance, _ flags: TCPFlags
  ) -> [IPv4Address] {
    let frames = (0..<count).map {
      BalancerFrames.frame(
        BalancerFrames.flow($0, to: BalancerSetup.web), flags: flags, from: Self.client)
    }
    let answers = instance.exchange(frames)
    #expect(answers.count == count)
    return answers.map { IPv4Address(bits: $0.span.uint32(at: 30)) }
  }

  /// When a backend goes, connections stay where they are, also at this one; new ones have to go elsewhere, and only
  /// those that would have gone to it.
  @Test(arguments: settings)
  func connectionsStayAndChoicesAreConsistent(_ one: Setting) throws {
    let count = 2000
    let instance = try Self.instance(one)
    var model = BalancerSetup.model
    BalancerSetup.configure(instance, as: model)
    let first = backends(of: count, instance, .synchronize)
    for backend in (0..<5).map({ model.backends[$0]!.address }) {
      #expect((300...500).contains(first.count { $0 == backend }), "a fifth of them, about")
    }
    #expect(instance.numbers(in: "begun")[..<5].reduce(0, +) == UInt64(count))

    let gone = model.backends[2]!.address
    model.backends[2]!.isUp = false
    BalancerSetup.configure(instance, as: model)
    #expect(backends(of: count, instance, .acknowledgment) == first)
    let again = backends(of: count, instance, .synchronize)
    #expect(!again.contains(gone))
    #expect(zip(first, again).allSatisfy { $0 == gone || $0 == $1 })
    instance.expectBalanceAfterShutDown()

    // Another one that has seen none of this chooses as that one did.
    let other = try Self.instance(one)
    BalancerSetup.configure(other, as: model)
    #expect(backends(of: count, other, .acknowledgment) == again)
    other.expectBalanceAfterShutDown()
  }

  @Test func bothLanguagesChooseTheSame() throws {
    let chosen = try Self.settings.map { setting in
      let instance = try Self.instance(setting)
      BalancerSetup.configure(instance, as: BalancerSetup.model)
      defer { instance.expectBalanceAfterShutDown() }
      return backends(of: 500, instance, .synchronize)
    }
    #expect(chosen[0] == chosen[1])
  }

  /// With room for few connections: who was forgotten finds the backend again, and answers find their way back.
  @Test(arguments: settings)
  func connectionsThatWereForgottenAreFoundAgain(_ one: Setting) throws {
    let verified = try Programs.verify(
      "Programs/balancer.\(one.language)",
      replacing: ["CONNECTION_COUNT = 131072": "CONNECTION_COUNT = 64"])
    let instance = try Instance(
      LoadedUnit(verified, engine: one.engine, workerCount: 1, seed: 1), in: one.world, seed: 3)
    BalancerSetup.configure(instance, as: BalancerSetup.model)
    let first = backends(of: 1000, instance, .synchronize)
    let again = backends(of: 1000, instance, .acknowledgment)
    #expect(first == again)
    #expect(instance.numbers(in: "counters")[Fate.begun.rawValue] > 1900, "they were forgotten")
    #expect(instance.map("connections").count <= 64)

    let backend = BalancerSetup.model.backends.values.first { $0.address == again[999] }!
    var flow = BalancerFrames.flow(999, to: BalancerSetup.web)
    flow.destination = backend.address
    flow.destinationPort = backend.port
    let answers = instance.exchange([
      BalancerFrames.frame(flow.reversed, from: backend.hardwareAddress)
    ])
    let back = try #require(answers.first)
    #expect(MACAddress(from: back.span, at: 0) == Self.client)
    #expect(IPv4Address(bits: back.span.uint32(at: 26)) == BalancerSetup.virtualAddress)
    #expect(back.span.uint16(at: 34) == BalancerSetup.web.port)
    instance.expectBalanceAfterShutDown()
  }
}
