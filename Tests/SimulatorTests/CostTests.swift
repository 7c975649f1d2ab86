import Devices
import Load
import ObjectFile
import Runtime
import SamplePrograms
import Simulator
import Testing
import World

/// What work costs: instructions by their number, and `bpf_spin` what it is given.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct CostTests {
  /// Serves a request by a single call, however long it is to take.
  private static func singleCall() throws -> ProgramImage {
    try SamplePrograms.image(
      source: """
        #include "\(SamplePrograms.root)/Programs/scheduling/synthetic.h"
        int line_up(struct coroutine *handle, u64 argument) { return -1; }
        int on_preempt(struct coroutine *handle, u64 reason) { return -1; }
        int work(struct worker_ctx *ctx) { return -1; }
        int synthetic(struct xdp_md *ctx) {
          struct request_frame *frame = request_in(ctx);
          if (!frame) return XDP_PASS;
          frame->request.begun = bpf_ktime_get_ns();
          bpf_spin(frame->request.service);
          frame->request.ended = bpf_ktime_get_ns();
          turn_round(frame);
          return XDP_TX;
        }
        """)
  }

  /// How long requests take that meet nobody: what the server has noted of each.
  private func times(
    _ services: [UInt64], _ unit: LoadedUnit, picosecondsPerStep: UInt64
  ) throws -> [UInt64] {
    var configuration = SimulationConfiguration(coreCount: 1)
    configuration.timing.picosecondsPerStep = picosecondsPerStep
    let simulation = try Simulation(unit: unit, configuration)
    let requests = services.enumerated().map { index, service in
      Request(
        sequence: UInt32(index), classNumber: 0, arrival: UInt64(1 + index) * 10_000_000,
        service: service)
    }
    var answers: [Answer] = []
    simulation.run(requests) { answers.append($0) }
    // Each is begun at once: a packet comes to whoever sleeps at exactly its time.
    let step = picosecondsPerStep / 1_000 + 1
    #expect(answers.allSatisfy { $0.waitNanoseconds <= 300 * step }, "\(answers)")
    return answers.map { $0.ended - $0.begun }
  }

  @Test func aCallTakesWhatItIsGivenAndAThousandNanosecondsAtMost() throws {
    let unit = try Policies.load(try Self.singleCall(), workerCount: 1)
    #expect(
      try times([0, 1, 700, 1_000, 1_001, .max], unit, picosecondsPerStep: 1)
        == [0, 1, 700, 1_000, 1_000, 1_000])
  }

  /// Twice the rate is twice the cost of what is no call, to the picosecond's rounding; work stays what it is.
  @Test func instructionsCostTheirRate() throws {
    let unit = try Policies.load("fcfs.c", workerCount: 1)
    let work: UInt64 = 50_500
    let costs = try [1_000, 2_000, 10_000].map {
      try Double(times([work], unit, picosecondsPerStep: $0)[0] - work)
    }
    // A call a microsecond, in a loop of a few instructions.
    #expect((100...1_000).contains(costs[0]), "\(costs)")
    #expect(abs(costs[1] / costs[0] - 2) < 0.02 && abs(costs[2] / costs[0] - 10) < 0.1, "\(costs)")
  }

  /// Whoever watches the programs does not change their time.
  @Test func checkedModeTakesTheSameTime() throws {
    let image = try SamplePrograms.image(of: "Programs/scheduling/ps.c")
    let workload = Workload(
      load: 0.8, classes: [TrafficClass(service: .exponential(mean: 20_000))])
    let runs = try [false, true].map { isChecked in
      let unit = try Policies.load(image, workerCount: 2, isChecked: isChecked)
      let simulation = try Simulation(unit: unit, SimulationConfiguration(coreCount: 2))
      var answers: [Answer] = []
      simulation.run(RequestGenerator(workload, seed: 3).prefix(12)) { answers.append($0) }
      return answers
    }
    #expect(runs[0].count == 12 && runs[0] == runs[1])
  }

  /// Machine code counts no instructions, but work takes its time.
  @Test func underTheJITWorkAloneTakesTime() throws {
    let unit = try Policies.load("fcfs.c", engine: .jit, workerCount: 1)
    #expect(try times([50_500, 700], unit, picosecondsPerStep: 1_000) == [50_500, 700])
  }

  /// Where one time passes for all, it takes its share of that.
  @Test func interleavedWorkersTakeTimeForWork() throws {
    var times: [UInt64] = []
    for service: UInt64 in [0, 100_000] {
      let unit = try Policies.load("fcfs.c", workerCount: 1)
      let link = try MemoryLink()
      let runtime = try VirtualRuntime(
        unit: unit, workerCount: 1, frameLimit: 16, chunkCount: 16, seed: 1
      ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: 0)) }
      var client = LoadClient(queue: DeviceQueue(try link.openQueue(0, at: .far, poolID: 1)))
      client.send(Request(sequence: 0, classNumber: 0, arrival: 0, service: service))
      for _ in 0..<100_000 where runtime.counters.transmitted == 0 { runtime.turn() }
      #expect(runtime.counters.transmitted == 1)
      times.append(runtime.world.now)
    }
    #expect(times[1] - times[0] >= 100_000, "\(times)")
  }
}
