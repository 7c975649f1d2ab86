import Maps
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// What may lie in program arrays: programs that are given the same as those that make tail calls.
@Suite(.enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct TailCallTests {
  private func source(first: String) -> String {
    """
    SEC("xdp") int other(struct xdp_md *ctx) { return XDP_PASS; }
    SEC("datapath") int coroutine(struct xdp_md *ctx) { return XDP_PASS; }
    struct {
      int(*type)[BPF_MAP_TYPE_PROG_ARRAY];
      int(*max_entries)[1];
      int(*key_size)[4];
      int (*values[])(struct xdp_md *);
    } programs SEC(".maps") = {.values = {[0] = &\(first)}};
    __attribute__((noinline)) int helper(int x) { return x + 1; }
    SEC("xdp") int program(struct xdp_md *ctx) {
      bpf_tail_call(ctx, &programs, 0);
      return helper(2);
    }
    """
  }

  private func load(first: String, _ engine: EngineKind) throws -> LoadedUnit {
    let image = try SamplePrograms.image(source: source(first: first))
    let verified = try VerifiedUnit.verifying(ProgramUnit(image: image, interface: .baton))
    return try LoadedUnit(verified, engine: engine, workerCount: 1, seed: 1)
  }

  @Test(arguments: EngineKind.allCases)
  func onlyProgramsOfTheSameRoleAreCalled(_ engine: EngineKind) throws {
    #expect(
      throws: LoadError.map(name: "programs", reason: "its entry 0 was refused: -22")
    ) { try load(first: "coroutine", engine) }
    let unit = try load(first: "other", engine)
    let functions = unit.verified.unit.image.functions
    func index(_ name: String) throws -> Int {
      try #require(functions.firstIndex { $0.name == name })
    }
    let array = try #require(unit.map(named: "programs"))
    for name in ["coroutine", "helper"] {
      #expect(unit.setProgram(try index(name), atIndex: 0, of: array) == -22)
    }
    let run = try TestRun(unit)
    let entry = try index("program")
    let packet = [UInt8](repeating: 0, count: 64)
    #expect(run.call(entry, onPacket: packet).action == 2)
    #expect(unit.setProgram(nil, atIndex: 0, of: array) == 0)
    #expect(run.call(entry, onPacket: packet).action == 3)
    #expect(unit.setProgram(try index("other"), atIndex: 0, of: array) == 0)
    #expect(run.call(entry, onPacket: packet).action == 2)
  }
}
