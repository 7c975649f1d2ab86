import Foundation
import Runtime
import SamplePrograms
import Telemetry
import Testing
import TraceChecking

/// What happens to coroutines, as workers note it.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct TraceTests {
  /// All that a session has taken out.
  private struct Recording {
    let session: TraceSession
    var events: [[TraceEvent]]
    var lost: UInt64 = 0

    init(_ session: TraceSession) {
      self.session = session
      events = Array(repeating: [], count: session.workerCount)
    }

    mutating func take() {
      var isMore = true
      while isMore {
        let batches = session.take()
        for batch in batches { batch.forEach { events[batch.worker].append($0) } }
        lost = batches.reduce(0) { $0 + $1.lost }
        isMore = batches.contains { !$0.octets.isEmpty }
      }
    }

    func count(_ kind: TraceEvent.Kind) -> UInt64 {
      events.reduce(0) { $0 + UInt64($1.count { $0.kind == kind }) }
    }

    /// As a file, checked.
    var check: TraceCheck {
      var octets: [UInt8] = []
      var file = TraceFile(session.names, workerCount: events.count) { octets += $0 }
      for (worker, some) in events.enumerated() {
        for event in some {
          file.add(event, ofWorker: worker, at: session.times.nanoseconds(at: event.ticks))
        }
      }
      file.finish()
      return TraceCheck(Data(octets))
    }
  }

  private func recording(of instance: Instance) throws -> Recording {
    let recording = Recording(try #require(instance.observer.trace()))
    // Workers look whether they are traced when a turn begins.
    instance.advance(turns: 2_000)
    usleep(50_000)
    return recording
  }

  /// Coroutines are suspended, refused, stolen, destroyed and throw, on four workers: all is noted, and in an order
  /// in which it can have happened.
  @Test(arguments: EngineKind.allCases, WorldKind.allCases)
  func everythingIsNoted(_ engine: EngineKind, _ world: WorldKind) throws {
    var run = try StressRun(engine, in: world, seed: 11)
    var recording = try recording(of: run.instance)
    #expect(run.instance.observer.trace() == nil, "one at a time")
    while run.tally.suspended < 5_000 {
      for _ in 0..<16 { run.step() }
      recording.take()
    }
    let isDry = run.runDry()
    #expect(isDry)
    recording.take()
    let (tally, counters) = (run.tally, run.instance.counters)
    #expect(recording.lost == 0)
    #expect(recording.count(.spawn) == counters.spawned)
    #expect(recording.count(.finish) == counters.finished)
    #expect(recording.count(.destroy) == counters.destroyed + counters.thrown)
    #expect(recording.count(.suspend) == tally.suspended + tally.refused)
    #expect(recording.count(.stash) == tally.suspended)
    #expect(recording.count(.refuse) == tally.refused)
    #expect(recording.count(.resume) == tally.resumed + counters.spawned)
    #expect((recording.count(.migrate) > 0 || world == .real) && recording.count(.preempt) == 0)
    try expectLives(recording)
    let check = recording.check
    #expect(check.complaints == [])
    #expect(UInt64(check.arrowCount) == tally.resumed)
    #expect(UInt64(check.crossingCount) == recording.count(.migrate))
    run.instance.expectBalanceAfterShutDown()
  }

  /// Each resumption has its suspension, on the worker that it says, and not later; it says of itself whether it is
  /// on another one.
  private func expectLives(_ recording: Recording) throws {
    var suspensions: [UInt64: TraceEvent] = [:]
    for (worker, events) in recording.events.enumerated() {
      for event in events where event.kind == .suspend {
        #expect(Int(event.origin) == worker)
        suspensions[UInt64(event.origin) << 32 | UInt64(event.suspension)] = event
      }
      for (earlier, later) in zip(events, events.dropFirst()) {
        #expect(earlier.ticks <= later.ticks)
        if later.kind == .stash || later.kind == .refuse {
          #expect(earlier.kind == .suspend || earlier.kind == .destroy, "\(earlier), \(later)")
        }
        if earlier.kind == .migrate { #expect(later.kind == .resume) }
      }
    }
    for (worker, events) in recording.events.enumerated() {
      for (index, event) in events.enumerated() where event.kind == .resume {
        let migrates = index > 0 && events[index - 1].kind == .migrate
        #expect(migrates == (Int(event.origin) != worker))
        guard event.suspension != 0 else { continue }
        let found = suspensions.removeValue(
          forKey: UInt64(event.origin) << 32 | UInt64(event.suspension))
        let suspension = try #require(found, "\(event)")
        #expect(suspension.frame == event.frame && suspension.generation == event.generation)
        // Processors don't read their counters in lockstep.
        let times = recording.session.times
        #expect(
          times.nanoseconds(at: suspension.ticks) <= times.nanoseconds(at: event.ticks) + 1_000)
      }
    }
  }

  /// In the virtual world, a trace is the same each time, but for addresses.
  @Test(arguments: EngineKind.allCases)
  func aSeedReplaysTheTrace(_ engine: EngineKind) throws {
    func trace() throws -> [[String]] {
      var run = try StressRun(engine, in: .virtual, seed: 4)
      var recording = try recording(of: run.instance)
      for _ in 0..<100 { run.step() }
      recording.take()
      let isDry = run.runDry()
      #expect(isDry)
      run.instance.shutDown()
      let names = recording.session.names
      return recording.events.map { events in
        events.map {
          "\($0.kind) \(names.coroutine($0)) at \($0.ticks): \($0.suspension) \($0.origin) \($0.number)"
        }
      }
    }
    let first = try trace()
    let second = try trace()
    #expect(second == first && first.contains { $0.count > 100 })
  }

  /// What finds no room is counted, and the worker goes on; what is taken then is whole.
  @Test(arguments: EngineKind.allCases)
  func whatFindsNoRoomIsCounted(_ engine: EngineKind) throws {
    var run = try StressRun(engine, in: .virtual, seed: 3)
    var recording = try recording(of: run.instance)
    run.run(suspensionCount: 250_000)
    recording.take()
    let noted = recording.events.reduce(0) { $0 + $1.count }
    #expect(
      recording.lost > 0 && noted == StressRun.workerCount << 17, "\(noted), \(recording.lost)")
    #expect(recording.check.complaints == [])
    // Now there is room again.
    let lost = recording.lost
    for _ in 0..<64 { run.step() }
    let isDry = run.runDry()
    #expect(isDry)
    recording.take()
    #expect(recording.events.reduce(0) { $0 + $1.count } > noted && recording.lost == lost)
    run.instance.expectBalanceAfterShutDown()
  }

  /// Nobody watches: nothing is noted, and whoever watches next begins with nothing.
  @Test(arguments: EngineKind.allCases)
  func afterASessionNothingIsNoted(_ engine: EngineKind) throws {
    var run = try StressRun(engine, in: .virtual, seed: 5)
    var first: Recording? = try recording(of: run.instance)
    for _ in 0..<50 { run.step() }
    first?.take()
    let noted = first?.events.reduce(0) { $0 + $1.count } ?? 0
    #expect(noted > 0)
    first = nil
    run.instance.advance(turns: 2_000)
    for _ in 0..<50 { run.step() }
    var second = Recording(try #require(run.instance.observer.trace()))
    second.take()
    #expect(second.events.joined().isEmpty)
    let isDry = run.runDry()
    #expect(isDry)
    run.instance.expectBalanceAfterShutDown()
  }
}
