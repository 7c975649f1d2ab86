import Bytecode
import SampleUnits
import Verifier
import Testing

/// What a throw must release has to be the same on every path, or be told apart by null.
@Suite struct OwnershipTests {
  /// A worker program, with subprograms; `w` in its text is `r1 = (a word that nobody knows)`.
  private func refusals(
    _ worker: String, _ subprograms: [(String, String)] = []
  ) throws -> [String] {
    var sample = Sample()
    sample.add("work", "worker", worker)
    for (name, source) in subprograms { sample.add(name, ".text", source) }
    return try sample.refusals()
  }

  private static let unknown = "r1 = @map 24 ll\nr1 = *(u64 *)(r1 + 0)"
  /// Enough for a state to be remembered after it.
  private static let filler = Array(repeating: "r2 = 0", count: 10).joined(separator: "\n")
  private static let disagreement = "paths disagree"

  @Test func calleeSavedRegistersAreNulledWhereTheyAreGivenAway() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        r6 = r0
        \(Self.unknown)
        if r1 == 0 goto join
        r1 = r6
        call @bpf_local_push
      join:
        call @__bpf_trap
      none:
        exit
      """)
    #expect(refusals.isEmpty, "\(refusals)")
  }

  /// A call leaves rubbish in r0 to r5, which no engine can tell from a handle.
  @Test func callerSavedRegistersCantBeTold() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        \(Self.unknown)
        if r1 == 0 goto join
        r1 = r0
        call @bpf_local_push
      join:
        call @__bpf_trap
      none:
        exit
      """)
    #expect(refusals.contains { $0.contains(Self.disagreement) }, "\(refusals)")
  }

  /// Two paths that keep the same handle in different places must both be followed to the throw.
  @Test func placesThatOwnAreComparedEvenWhenNothingReadsThem() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        \(Self.unknown)
        if r1 == 0 goto other
        \(Self.filler)
        r6 = r0
        r7 = 5
        r0 = 0
        goto join
      other:
        \(Self.filler)
        r6 = 5
        r7 = r0
        r0 = 0
      join:
        call @__bpf_trap
      none:
        exit
      """)
    #expect(refusals.contains { $0.contains(Self.disagreement) }, "\(refusals)")
  }

  /// Only the place that held the value at the call is nulled, and not a copy made later.
  @Test func copiesOfWhatWasGivenAwayAreNotNull() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        r6 = r0
        \(Self.unknown)
        if r1 == 0 goto join
        r1 = r6
        call @bpf_local_push
      join:
        r7 = r6
        r6 = 0
        r0 = 0
        r1 = 0
        call @__bpf_trap
      none:
        exit
      """)
    #expect(refusals.contains { $0.contains(Self.disagreement) }, "\(refusals)")
  }

  /// The call nulls by comparing with its argument: a pointer into the object is another number.
  @Test func pointersIntoWhatIsGivenAwayAreNotNulled() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        r6 = r0
        r6 += 8
        \(Self.unknown)
        if r1 == 0 goto join
        r1 = r6
        r1 += -8
        call @bpf_local_push
      join:
        r0 = 0
        r1 = 0
        call @__bpf_trap
      none:
        exit
      """)
    #expect(refusals.contains { $0.contains(Self.disagreement) }, "\(refusals)")
  }

  /// The call that gives the value away nulls places of its own function only.
  @Test func aSubprogramCantNullItsCallersPlaces() throws {
    let refusals = try refusals(
      """
        call @bpf_local_pop
        if r0 == 0 goto none
        r6 = r0
        \(Self.unknown)
        if r1 == 0 goto join
        r1 = r6
        call local give
      join:
        r0 = 0
        r1 = 0
        call @__bpf_trap
      none:
        exit
      """,
      [("give", "call @bpf_local_push\nr0 = 0\nexit")])
    #expect(refusals.contains { $0.contains(Self.disagreement) }, "\(refusals)")
  }

  /// A register that is null where it owns nothing must stay so across calls that reuse it.
  @Test func registersThatMayOwnAreSavedAcrossEveryCall() throws {
    var sample = Sample()
    sample.add(
      "work", "worker",
      """
        \(Self.unknown)
        if r1 == 0 goto empty
        call @bpf_local_pop
        r6 = r0
        if r6 == 0 goto none
        r0 = 0
        goto join
      empty:
        call local clutter
      join:
        call @__bpf_trap
      none:
        exit
      """)
    sample.add("clutter", ".text", "r6 = 5\nr0 = 0\nexit")
    let verified = try sample.verified()
    let call = try #require(
      verified.unit.operations.indices.first { verified.unit.localFunction(calledAt: $0) != nil })
    #expect(verified.mustSave(.r6, atCall: call))
    #expect(!verified.mustSave(.r7, atCall: call))
  }

  /// A function whose stack lies in a coroutine's frame can't run on a worker's stack as well.
  @Test func functionsThatSuspendBelongToCoroutines() throws {
    var sample = Sample()
    sample.add("main", "datapath", "r1 = 1\ncall local wait\nr0 = 1\nexit")
    sample.add("work", "worker", "r1 = 0\ncall local wait\nr0 = 0\nexit")
    sample.add(
      "keep", "queue", "call @bpf_local_push\nr0 = 0\nexit")
    sample.add(
      "wait", ".text",
      """
        if r1 == 0 goto fine
        r1 = keep ll
        r2 = 0
        call @co_await
      fine:
        r0 = 0
        exit
      """)
    let refusals = try sample.refusals()
    #expect(refusals.contains { $0.contains("coroutine's frame") }, "\(refusals)")
  }

  @Test func recursionIsRefused() throws {
    for section in ["worker", "datapath"] {
      var sample = Sample()
      sample.add("main", section, "r1 = 3\ncall local count\nr0 = 0\nexit")
      sample.add("keep", "queue", "call @bpf_local_push\nr0 = 0\nexit")
      sample.add(
        "count", ".text",
        """
          if r1 == 0 goto end
          r6 = r1
          \(section == "worker" ? "r1 = 0" : "r1 = keep ll\nr2 = 0\ncall @co_await")
          r1 = r6
          r1 += -1
          call local count
        end:
          r0 = 0
          exit
        """)
      let refusals = try sample.refusals()
      #expect(refusals.contains { $0.contains("recursi") }, "\(refusals)")
    }
  }
}
