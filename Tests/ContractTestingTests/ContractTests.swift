import ContractTesting
import Contracts
import Foundation
import JIT
import ObjectFile
import SamplePrograms
import Testing
import Verifier

/// The contracts of Baton's interface, broken and deleted piece by piece.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ContractTests {
  /// All programs that are made from the interface, compiled.
  private struct Made {
    var programs: [ContractProgram]
    var image: ProgramImage
    var clauses: [Clause]

    init() throws {
      var maker = ClausePrograms(.baton)
      clauses = Interface.baton.clauses
      programs = maker.correct() + clauses.flatMap { maker.breaking($0) }
      image = try SamplePrograms.image(
        source: maker.prologue(header: Interface.batonHeader)
          + programs.map(\.source).joined(separator: "\n"))
    }
  }

  @Test func everyClauseIsRefusedAndTripsItsOwnMonitor() throws {
    let made = try Made()
    #expect(made.clauses.count > 540)
    let coverage = try Trial(made.image, .baton).coverage(of: made.clauses, by: made.programs)
    #expect(coverage.wronged == [])
    #expect(coverage.missed.map(\.clause.description) == [])
    let unobservable = coverage.entries.filter { $0.state != .covered }
    #expect(
      unobservable.map(\.clause.description)
        == [
          "bpf_tail_call: argument 1 afterwards, moved", "queue_to_socket: argument 2, instance",
        ])
  }

  /// The kept programs, by which `baton contracts coverage` sees what has gone from the header, do for all pieces.
  /// What nobody would miss stands in a file, which grows only where the interface does.
  @Test func whatIsDeletedIsMissedByKeptPrograms() throws {
    let kept = try KeptPrograms.ofBaton()
    let trial = Trial(try SamplePrograms.image(source: kept.source), .baton)
    #expect(kept.programs.count > 250)
    #expect(kept.changes(by: trial).map(\.description) == [])
    let completeness = trial.completeness(of: Interface.baton.deletions, by: kept.programs)
    #expect(completeness.findings.count > 650)
    let known = try String(
      contentsOfFile: "\(SamplePrograms.root)/Tests/Corpus/contracts/unobservable.txt",
      encoding: .utf8)
    let lines = known.split(separator: "\n").filter { !$0.hasPrefix("#") }.map(String.init)
    #expect(completeness.unnoticed.map { "\($0.declaration): \($0.what)" } == lines)
  }

  @Test func somethingElseIsFoundOfKeptPrograms() throws {
    let kept = try KeptPrograms.ofBaton()
    let image = try SamplePrograms.image(source: kept.source)
    let deletion = try #require(
      Interface.baton.deletions.first {
        $0.declaration == "bpf_list_push_back" && $0.what == "requires_lock:guard 'l"
      })
    let changes = kept.changes(by: Trial(image, try deletion.interface()))
    #expect(!changes.isEmpty)
    #expect(changes.allSatisfy { $0.program.source.contains("bpf_list_") && $0.was != $0.becomes })
  }

  @Test func aKeptProgramThatCantBeReadIsNamed() throws {
    #expect(throws: KeptProgramsError.self) {
      try KeptPrograms(parsing: "int x;\n//@ {\"name\":1}\n")
    }
  }

  /// The JIT's code is the same by contracts without states, roles and locks of objects: all of that is decided before.
  @Test(arguments: ["Programs/udp_echo.c", "Programs/udp_echo.swift"])
  func contractsLeaveNoTraceInTheCode(_ path: String) throws {
    let image = try SamplePrograms.image(of: path)
    let codes = try [Interface.baton, Interface.baton.withoutChecks()].map { interface in
      let verified = try VerifiedUnit.verifying(ProgramUnit(image: image, interface: interface))
      // Never called: what matters is that they are the same.
      let far = { (index: Int) in 0x1000_0000_0000 + 16 * UInt64(index) }
      let addresses = NativeAddresses(
        exported: interface.functions.indices.map(far), maps: image.maps.indices.map(far),
        mapValues: image.maps.indices.map(far), arrays: image.maps.map { _ in nil },
        finish: far(1), unwind: far(2), walkBegin: far(3), walkNext: far(4), countsRuns: true)
      return try CompiledUnit(verified, addresses: addresses).code
    }
    #expect(!codes[0].isEmpty)
    #expect(codes[0] == codes[1])
  }

  private static let seed: UInt64 =
    ProcessInfo.processInfo.environment["BATON_FUZZ_SEED"].flatMap { UInt64($0) }
    ?? .random(in: 0..<1 << 32)

  private func examine(
    _ count: Int, seed: UInt64, judgedBy judge: Interface = .baton
  ) throws -> ContractFuzzReport {
    var fuzzer = ContractFuzzer(.baton, seed: seed)
    var report = ContractFuzzReport()
    while report.programCount < count, report.holes.isEmpty {
      let programs = fuzzer.batch(60)
      let image = try SamplePrograms.image(
        source: fuzzer.prologue(header: Interface.batonHeader)
          + programs.map(\.source).joined(separator: "\n"))
      try Trial(image, .baton, judgedBy: judge).examine(programs, into: &report)
    }
    return report
  }

  @Test func programsMadeAtRandomAreJudgedRight() throws {
    print("contracts fuzz: seed \(Self.seed)")
    let report = try examine(1200, seed: Self.seed)
    #expect(report.holes == [], "seed \(Self.seed)")
    #expect(report.overStrict == [], "seed \(Self.seed)")
    #expect(report.acceptedCount > 300 && report.trippedCount > 200)
  }

  /// Where the verifier goes by contracts with a hole, the fuzzer finds that.
  @Test(arguments: [
    ("bpf_list_push_back", "requires_lock:guard 'l"), ("bpf_ringbuf_reserve", "“own”"),
    ("bpf_xdp_adjust_head", "moves_packet:'p"), ("bpf_ringbuf_reserve_dynptr", "“own”"),
    ("bpf_packet_transmit", "all that it promises"), ("bpf_spin_lock", "acquires_lock:'l"),
    ("bpf_redirect_map", "roles:xdp"), ("bpf_dynptr_read", "“out”"),
  ])
  func aPlantedHoleIsFound(_ declaration: String, _ what: String) throws {
    let deletion = try #require(
      Interface.baton.deletions.last { $0.declaration == declaration && $0.what == what },
      "there is no such piece")
    let report = try examine(20_000, seed: Self.seed, judgedBy: try deletion.interface())
    #expect(!report.holes.isEmpty, "seed \(Self.seed)")
  }
}
