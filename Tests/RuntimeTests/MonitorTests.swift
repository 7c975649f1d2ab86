import Bytecode
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// Checked mode: monitors made from the contracts are silent where the verifier was, and find what it refuses.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct MonitorTests {
  private func reports(_ unit: LoadedUnit) -> [String] {
    unit.violations.map {
      $0.report(for: unit.verified.unit.image, unit.verified.unit.interface)
    }
  }

  // MARK: Silence

  @Test(arguments: CorpusFile.all(in: "xdp", endingIn: [".c"]))
  func programsOfTheCorpusBreakNothing(_ one: CorpusFile) throws {
    let verified = try Programs.verify(one.path)
    let image = verified.unit.image
    let unit = try LoadedUnit(
      verified, engine: .interpreter, workerCount: 1, seed: 3, isChecked: true)
    let entry = try #require(image.functions.firstIndex { $0.name == "program" })
    let run = try TestRun(unit)
    for _ in 0..<3 {
      let result = run.call(entry, onPacket: (0..<64).map { UInt8($0 &* 3 &+ 1) })
      #expect(result.action == 2)
    }
    #expect(reports(unit) == [])
  }

  @Test(arguments: ["throws.c", "throws.swift"], WorldKind.allCases)
  func coroutinesThatThrowBreakNothing(_ name: String, _ world: WorldKind) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Tests/Corpus/runtime/\(name)"), engine: .interpreter, workerCount: 1,
      seed: 1, isChecked: true)
    let instance = try Instance(unit, in: world, seed: 5)
    for round in 0..<20 {
      for place in ThrowTests.Place.allCases where round % 3 != 0 || place != .inWorker {
        let frame =
          Array(repeating: 0x55 as UInt8, count: 14) + [place.rawValue]
          + Array(repeating: 0, count: 45)
        while !instance.peers[0].offer(frame) {
          instance.advance()
          instance.peers[0].collect { _ in }
        }
      }
      instance.advance()
    }
    let sent = instance.sentCount
    let isDone = instance.advance {
      instance.peers[0].collect { _ in }
      return instance.counters.received == sent
    }
    #expect(isDone)
    instance.expectBalanceAfterShutDown()
    #expect(reports(unit) == [])
  }

  @Test(arguments: ["udp_echo.c", "udp_echo.swift"], [1, 3])
  func theEchoBreaksNothing(_ name: String, _ workerCount: Int) throws {
    let unit = try LoadedUnit(
      try Programs.verify("Programs/\(name)"), engine: .interpreter, workerCount: workerCount,
      seed: 1, isChecked: true)
    let instance = try Instance(unit, in: .virtual, workerCount: workerCount, seed: 9)
    for number in 0..<64 {
      let frame = Datagram(number: UInt64(number), seed: 1).request
      while !instance.peers[number % workerCount].offer(frame) { instance.advance() }
    }
    let sent = instance.sentCount
    let isDone = instance.advance {
      for peer in instance.peers { peer.collect { _ in } }
      return instance.counters.endedCount == sent
    }
    #expect(isDone)
    instance.expectBalanceAfterShutDown()
    #expect(reports(unit) == [])
  }

  // MARK: Findings

  /// What each function of the source says that it trips, by its name.
  private func expected(in source: String) -> [String: String] {
    var clauses: [String: String] = [:]
    var clause: String?
    for line in source.split(separator: "\n") {
      if line.hasPrefix("/// trips: ") {
        clause = String(line.dropFirst("/// trips: ".count))
      } else if let found = clause, line.hasPrefix("SEC(") {
        let name = line.split(separator: "(")[1].split(separator: " ").last ?? ""
        clauses[String(name)] = found
        clause = nil
      }
    }
    return clauses
  }

  @Test func whatNobodyVerifiedIsFoundWhereItBreaksAClause() throws {
    let file = try #require(CorpusFile.all(in: "monitors", endingIn: ["wrong.c"]).first)
    let expected = try expected(in: file.text())
    let image = try SamplePrograms.image(of: file.path)
    let whole = try ProgramUnit(image: image, interface: .baton)
    #expect(whole.entries.count == expected.count)
    for entry in whole.entries {
      let name = image.functions[entry].name
      #expect(Verifier(whole).verify(entry: entry).rejection != nil, "\(name)")
      let (unit, entry) = try whole.part(of: entry)
      let loaded = try LoadedUnit(
        try VerifiedUnit.trusting(unit), engine: .interpreter, workerCount: 1, seed: 1,
        isChecked: true)
      _ = try TestRun(loaded).call(entry, onPacket: Array(repeating: 0, count: 64))
      #expect(loaded.violations.map { $0.clause.description } == [expected[name] ?? ""], "\(name)")
    }
  }

  /// What stands for an exported function is held against that one's promises.
  @Test func aReplacementThatDoesNotDoItIsFound() throws {
    let replacing = try SamplePrograms.image(
      source: """
        SEC("replace/bpf_packet_transmit") void forgets(struct xdp_md *ctx) {}
        SEC("replace/bpf_get_prandom_u32") u32 seven(void) { return 7; }
        """)
    let image = try SamplePrograms.image(of: "Tests/Corpus/runtime/replaced.c")
      .linked(with: replacing)
    let unit = try ProgramUnit(image: image, interface: .baton)
    #expect(Verifier(unit).verify().contains { $0.rejection != nil })
    let loaded = try LoadedUnit(
      try VerifiedUnit.trusting(unit), engine: .interpreter, workerCount: 1, seed: 1,
      isChecked: true)
    let instance = try Instance(loaded, in: .virtual, seed: 3)
    #expect(instance.peers[0].offer(Array(repeating: 0, count: 60)))
    #expect(instance.advance { instance.counters.endedCount == 1 })
    instance.expectBalanceAfterShutDown()
    #expect(
      loaded.violations.map { $0.clause.description }
        == ["bpf_packet_transmit: argument 1 afterwards, consumed"])
    #expect(loaded.violations.first?.blame == .implementation)
  }

  /// Who breaks a clause once it was resumed is ended once: whoever resumed it has given its handle away.
  @Test func whoBreaksAClauseBehindASuspensionIsEndedOnce() throws {
    let image = try SamplePrograms.image(
      source: """
        SEC("queue") int keep(struct coroutine *handle, u64 argument) {
          bpf_local_push(handle);
          return 0;
        }
        SEC("datapath") int drops_twice(struct xdp_md *ctx) {
          co_await(keep, 0);
          bpf_packet_drop(ctx);
          bpf_packet_drop(ctx);
          return 0;
        }
        SEC("worker") int go_on(struct worker_ctx *ctx) {
          struct coroutine *handle = bpf_local_pop();
          if (!handle) return 0;
          bpf_co_resume(handle);
          return 1;
        }
        """)
    let unit = try ProgramUnit(image: image, interface: .baton)
    let loaded = try LoadedUnit(
      try VerifiedUnit.trusting(unit), engine: .interpreter, workerCount: 1, seed: 1,
      isChecked: true)
    let instance = try Instance(loaded, in: .virtual, seed: 3)
    for _ in 0..<3 { #expect(instance.peers[0].offer(Array(repeating: 0, count: 60))) }
    #expect(instance.advance { instance.counters.endedCount == 3 })
    instance.expectBalanceAfterShutDown()
    #expect(loaded.violations.count == 3, "\(loaded.violations)")
    #expect(loaded.violations.allSatisfy { $0.clause.description.contains("bpf_packet_drop") })
  }

  @Test func aGoodReplacementBreaksNothing() throws {
    let image = try SamplePrograms.image(of: "Tests/Corpus/runtime/replaced.c")
      .linked(with: SamplePrograms.image(of: "Tests/Corpus/runtime/replacing.c"))
    let loaded = try LoadedUnit(
      try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton)),
      engine: .interpreter, workerCount: 1, seed: 1, isChecked: true)
    let instance = try Instance(loaded, in: .virtual, seed: 3)
    for kind: UInt8 in 0..<3 {
      let frame = Array(repeating: 0 as UInt8, count: 15) + [kind] + Array(repeating: 0, count: 44)
      while !instance.peers[0].offer(frame) { instance.advance() }
    }
    #expect(instance.advance { instance.counters.endedCount == 3 })
    instance.expectBalanceAfterShutDown()
    #expect(reports(loaded) == [])
  }
}
