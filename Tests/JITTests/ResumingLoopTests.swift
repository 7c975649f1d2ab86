import JIT
import SamplePrograms
import Testing
import Verifier

/// What the machine code calls of programs that do nothing but suspend and resume. `Scripts/hot-path` looks at what it
/// calls in turn.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct ResumingLoopTests {
  /// The exported functions that are left after what the code does in place.
  @Test(arguments: [
    ("suspend.c", []), ("spawned.c", []),
    // What a ring does not take is destroyed.
    (
      "handed_over.c",
      ["bpf_co_destroy", "bpf_get_smp_processor_id", "bpf_spsc_pop", "bpf_spsc_push"]
    ),
  ])
  func theLoopThatResumesCallsNothingElse(_ source: String, _ called: [String]) throws {
    let image = try SamplePrograms.image(of: "Benchmarks/Programs/\(source)")
    let verified = try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton))
    let maps = image.maps.indices.map { UInt64(0x1000 * ($0 + 1)) }
    let addresses = NativeAddresses(
      exported: verified.unit.interface.functions.map { $0.isEmittedByEngines ? 0 : 0x4000 },
      maps: maps, mapValues: maps,
      arrays: maps.map { ArrayLayout(address: $0, stride: 64, count: 1) }, finish: 0x4000,
      unwind: 0x4000, walkBegin: 0x4000, walkNext: 0x4000, searchNext: 0x4000, countsRuns: true)
    let code = try CompiledUnit(verified, addresses: addresses)
    #expect(code.calledFunctions == called)
  }
}
