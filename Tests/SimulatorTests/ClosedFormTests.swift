import Load
import Runtime
import SamplePrograms
import Simulator
import Testing
import World

/// Programs that schedule, on virtual cores, against what queueing theory knows of the same policies.
///
/// Requests arrive at exactly the times of a Poisson process, and are served for exactly as long as they say. Only a part
/// of the time is the policy's own: with 2 picoseconds an instruction it is as little as in the formulas, where it is none.
/// The ideal recursions over the very same requests are control variates (``Estimate``): so few requests are enough.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ClosedFormTests {
  /// In debug builds, the interpreter takes very long.
  private static let requestCount = isThorough ? 4_000 : 400

  struct Case: CustomTestStringConvertible, Sendable {
    var name: String
    var service: ServiceTime
    var load: Double

    var testDescription: String { "\(name) at \(load)" }
    var workload: Workload { Workload(load: load, classes: [TrafficClass(service: service)]) }

    static let loads = [0.5, 0.8, 0.9]
    static func at(_ load: Double) -> [Case] {
      [
        Case(name: "exponential", service: .exponential(mean: 100_000), load: load),
        Case(
          name: "bimodal", service: .bimodal(short: 50_000, long: 550_000, longShare: 0.1),
          load: load),
      ]
    }
  }

  /// What comes back, in the order of arrival.
  private func answers(
    of unit: LoadedUnit, to requests: [Request], coreCount: Int = 1, seed: UInt64 = 3
  ) throws -> [Answer] {
    var configuration = SimulationConfiguration(coreCount: coreCount)
    configuration.timing = CoreTiming(picosecondsPerStep: 2, lookaheadNanoseconds: 200)
    configuration.seed = seed
    let simulation = try Simulation(unit: unit, configuration)
    var answers: [Answer] = []
    simulation.run(requests) { answers.append($0) }
    #expect(answers.count == requests.count, "\(simulation.runtime.counters)")
    #expect(simulation.refusedCount == 0 && simulation.strayCount == 0)
    return answers.sorted { $0.request.sequence < $1.request.sequence }
  }

  private func requests(_ workload: Workload, count: Int = requestCount) -> [Request] {
    Array(RequestGenerator(workload, seed: 11).prefix(count))
  }

  /// Waits, and their squares, which tell orders apart: the mean is the same in any order that asks for no service times.
  private func waits(
    _ unit: LoadedUnit, _ workload: Workload
  ) throws -> (mean: Estimate, squared: Estimate) {
    let requests = requests(workload)
    let waits = try answers(of: unit, to: requests).map { Double($0.waitNanoseconds) }
    let ideals = Ideal.waits(of: requests, serverCount: 1)
    return (
      Estimate(waits, ideals: ideals, expected: ClosedForm.wait(workload)),
      Estimate(
        waits.map { $0 * $0 }, ideals: ideals.map { $0 * $0 },
        expected: ClosedForm.squaredWait(workload))
    )
  }

  @Test(arguments: Case.loads.flatMap(Case.at))
  func inTheOrderOfArrivalWaitsAreAsPollaczekAndKhinchineSay(_ one: Case) throws {
    let unit = try Policies.load("fcfs.c", workerCount: 1)
    let (mean, squared) = try waits(unit, one.workload)
    print("FCFS, \(one.testDescription): mean \(mean), squared \(squared)")
    #expect(mean.isRight, "\(mean)")
    #expect(squared.isRight, "\(squared)")
  }

  /// The last one first: the same mean, but not known as well, and another mean of squares.
  @Test func aWrongOrderIsFound() throws {
    let image = try SamplePrograms.image(
      source: """
        #include "\(SamplePrograms.root)/Programs/scheduling/idle.h"
        int line_up(struct coroutine *handle, u64 argument) {
          bpf_local_push(handle);
          return 0;
        }
        int on_preempt(struct coroutine *handle, u64 reason) { return -1; }
        int work(struct worker_ctx *ctx) {
          struct coroutine *handle = bpf_local_pop();
          if (!handle) return be_idle(ctx->worker);
          bpf_co_resume(handle);
          return 1;
        }
        int synthetic(struct xdp_md *ctx) {
          struct request_frame *frame = request_in(ctx);
          if (!frame) return XDP_PASS;
          if (co_await(line_up, 0) < 0) return XDP_DROP;
          return serve(frame);
        }
        """)
    let unit = try Policies.load(image, workerCount: 1)
    let (mean, squared) = try waits(unit, Case.at(0.8)[0].workload)
    print("LIFO: mean \(mean), squared \(squared)")
    #expect(!mean.isRight && !squared.isRight && squared.error > 0.1)
  }

  /// Two service times, as the mean slowdown of very short requests is a matter of the quantum, however short that is.
  @Test(arguments: Case.loads)
  func sharedProcessorsSlowAllDownAlike(_ load: Double) throws {
    let service = ServiceTime.bimodal(short: 100_000, long: 1_100_000, longShare: 0.1)
    let workload = Workload(load: load, classes: [TrafficClass(service: service)])
    let requests = requests(workload, count: Self.requestCount / 2)
    // A turn ends at the second look at the clock: two pieces, which are 1 % of the mean.
    let unit = try Policies.load("ps.c", ["quantum": 1_000], workerCount: 1)
    let answers = try answers(of: unit, to: requests)
    let ideals = Ideal.sojournsByProcessorSharing(of: requests)
    let slowdowns = zip(ideals, requests).map { $0 / Double($1.service) }
    let expected = ClosedForm.slowdownByProcessorSharing(workload)
    let mean = Estimate(answers.map(\.slowdown), ideals: slowdowns, expected: expected)
    let percent = (mean.error * 10_000).rounded() / 100
    print("PS at \(load): \(mean.mean) ± \(mean.halfWidth), expected \(expected): \(percent) % off")
    #expect(mean.isRight, "\(mean.mean) ± \(mean.halfWidth), expected \(expected)")
  }

  /// One core receives, and as many as that serve.
  @Test(arguments: [2, 14, 16, 20])
  func severalServersHaveRequestsWaitAsErlangSays(_ serverCount: Int) throws {
    let service = ServiceTime.exponential(mean: 100_000)
    let workload = Workload(
      load: 0.9 * Double(serverCount), classes: [TrafficClass(service: service)])
    let requests = requests(workload, count: 2 * Self.requestCount)
    let unit = try Policies.load("fcfs.c", ["receivers": 1], workerCount: serverCount + 1)
    let waits = try answers(of: unit, to: requests, coreCount: serverCount + 1)
      .map { Double($0.waitNanoseconds) }
    let mean = Estimate(
      waits, ideals: Ideal.waits(of: requests, serverCount: serverCount),
      expected: ClosedForm.wait(workload, serverCount: serverCount))
    print("M/M/\(serverCount): \(mean)")
    #expect(mean.isRight, "\(mean)")
  }

  /// The recursions themselves, over so many requests that chance does little.
  @Test func idealServersAreAsTheoryKnowsThem() {
    let count = isThorough ? 8_000_000 : 800_000
    let one = Case.at(0.8)[1].workload
    let many = Workload(
      load: 0.8 * 16, classes: [TrafficClass(service: .exponential(mean: 100_000))])
    let shared = Array(RequestGenerator(one, seed: 5).prefix(count / 4))
    let slowdowns = zip(Ideal.sojournsByProcessorSharing(of: shared), shared)
      .map { $0 / Double($1.service) }
    for (mean, expected) in [
      (meanWait(one, 1, count), ClosedForm.wait(one)),
      (meanWait(many, 16, count), ClosedForm.wait(many, serverCount: 16)),
      (slowdowns.reduce(0, +) / Double(count / 4), ClosedForm.slowdownByProcessorSharing(one)),
    ] {
      #expect(abs(mean / expected - 1) < 0.03, "\(mean), expected \(expected)")
    }
  }

  private func meanWait(_ workload: Workload, _ serverCount: Int, _ count: Int) -> Double {
    let requests = Array(RequestGenerator(workload, seed: 5).prefix(count))
    return Ideal.waits(of: requests, serverCount: serverCount).reduce(0, +) / Double(count)
  }
}
