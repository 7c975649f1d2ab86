import Runtime
import SamplePrograms
import Testing
import Wire

/// `Programs/forwarder`, in both languages, on both engines, in both worlds: each octet counts.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ForwarderTests {
  /// Of three ports, as the setup says.
  private static func instance(
    _ one: Setting, _ model: ForwarderModel? = ForwarderSetup.model
  ) throws -> Instance {
    let unit = try Programs.load(
      "Programs/forwarder.\(one.language)", engine: one.engine, workerCount: 3)
    #expect(unit.engineKind == one.engine)
    let instance = try Instance(unit, in: one.world, workerCount: 3, seed: 3)
    if let model { ForwarderSetup.configure(instance, as: model) }
    return instance
  }

  /// Sends the frames, and expects of each what the model says, and that just this is counted.
  private func expect(
    _ instance: Instance, _ model: inout ForwarderModel, _ batch: (port: Int, frames: [[UInt8]]),
    _ comment: Comment
  ) {
    var expected = [[[UInt8]]](repeating: [], count: 3)
    var counts = [UInt64](repeating: 0, count: ForwarderModel.Fate.allCases.count)
    for frame in batch.frames {
      let (fate, sent) = model.take(frame, at: batch.port)
      counts[fate.rawValue] += 1
      for departure in sent { expected[departure.port].append(departure.frame) }
    }
    let before = instance.numbers(in: "counters")
    let isEqual = instance.exchange(batch.frames, with: batch.port) == expected
    #expect(isEqual, comment)
    #expect(zip(instance.numbers(in: "counters"), before).map { $0 - $1 } == counts, comment)
  }

  /// All of a frame's kinds, and what is wrong with some, by all ports.
  @Test(arguments: Setting.all)
  func eachPacketHasTheFateThatItShould(_ one: Setting) throws {
    let instance = try Self.instance(one)
    var model = ForwarderSetup.model
    let seed = UInt64.random(in: 0...UInt64.max)
    var source = ForwarderFrames(seed: seed)
    for _ in 0..<(one.engine == .jit && isThorough ? 200 : 40) {
      expect(instance, &model, source.next(80), "seed \(seed)")
    }
    let counts = instance.numbers(in: "counters")
    let unseen = ForwarderModel.Fate.allCases.filter { counts[$0.rawValue] == 0 }
    #expect(unseen.isEmpty, "seed \(seed)")
    #expect(instance.counters.thrown == 0)
    instance.expectBalanceAfterShutDown()
  }

  @Test(arguments: Setting.all)
  func nothingLeavesBeforeItIsConfigured(_ one: Setting) throws {
    let instance = try Self.instance(one, nil)
    var source = ForwarderFrames(seed: 2)
    let (port, frames) = source.next(50)
    #expect(instance.exchange(frames, with: port).allSatisfy { $0.isEmpty })
    #expect(instance.numbers(in: "counters")[ForwarderModel.Fate.unconfigured.rawValue] == 50)
    instance.expectBalanceAfterShutDown()
  }
}
