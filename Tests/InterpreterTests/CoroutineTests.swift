import CBaton
import Interpreter
import SampleUnits
import Testing

/// Suspension, resumption and the end of coroutines. Each case runs in steps of several lengths,
/// which must make no difference.
@Suite(.serialized) struct CoroutineTests {
  static let stepLimits = [1, 2, 3, 7, 1_000_000]

  /// Keeps handles whose argument is at most 100; refuses others with −11.
  static let queue = """
      if r2 > 100 goto refuse
      call @bpf_local_push
      r0 = 0
      exit
    refuse:
      r0 = -11
      exit
    """

  /// Resumes the handle that was kept last: its `co_status`, or 9 when there is none.
  static let worker = """
      r6 = 600
      *(u64 *)(r10 - 8) = 800
      call @bpf_local_pop
      if r0 == 0 goto none
      r1 = r0
      call @bpf_co_resume
      if r6 != 600 goto wrong
      r1 = *(u64 *)(r10 - 8)
      if r1 != 800 goto wrong
      exit
    none:
      r0 = 9
      exit
    wrong:
      r0 = 99
      exit
    """

  static func sample(_ datapath: String, _ subprograms: [(String, String)] = []) -> Sample {
    var sample = Sample()
    sample.add("main", "datapath", datapath)
    sample.add("keep", "queue", queue)
    sample.add("work", "worker", worker)
    for (name, source) in subprograms { sample.add(name, ".text", source) }
    return sample
  }

  /// Spawns a coroutine, and lets the worker program run until no handle is left.
  static func transcript(of sample: Sample, stepLimit: Int) throws -> (events: [String], steps: Int)
  {
    let world = try TestWorld(sample)
    var thread = InterpreterThread()
    let frame = unsafe world.spawn(entry: sample.index(of: "main"))
    _ = unsafe world.resume(frame, on: &thread, stepLimit: stepLimit)
    for _ in 0..<10 {
      unsafe world.execution.pointee.now += 10
      let worker = sample.index(of: "work")
      if world.run(program: worker, on: &thread, stepLimit: stepLimit) == 9 { break }
      #expect(unsafe world.execution.pointee.current == nil)
    }
    return (world.events, thread.stepCount)
  }

  private func expect(_ events: [String], of sample: Sample) throws {
    var counts: Set<Int> = []
    for stepLimit in Self.stepLimits {
      let (seen, steps) = try Self.transcript(of: sample, stepLimit: stepLimit)
      #expect(seen == events, "in steps of \(stepLimit)")
      counts.insert(steps)
    }
    #expect(counts.count == 1, "the number of steps depends on where they are cut")
  }

  @Test func finishesWithoutSuspension() throws {
    let sample = Self.sample(
      """
        r0 = *(u32 *)(r1 + 12)
        exit
      """)
    try expect(["finish #0 70", "finished 0", "finished 9"], of: sample)
  }

  @Test func suspendsInItsEntry() throws {
    let sample = Self.sample(
      """
        r6 = r1
        r7 = 7
        r8 = 8
        r9 = 9
        *(u64 *)(r10 - 16) = 1000
        r1 = keep ll
        r2 = 42
        call @co_await
        r0 += r7
        r0 += r8
        r0 += r9
        r1 = *(u64 *)(r10 - 16)
        r0 += r1
        r1 = *(u32 *)(r6 + 12)
        r0 += r1
        exit
      """)
    try expect(
      [
        "push #0 argument 42 at 1000 worker 3", "finished 1", "finish #0 1094", "finished 0",
        "finished 9",
      ], of: sample)
  }

  @Test func suspendsAgainAndAgain() throws {
    let sample = Self.sample(
      """
        r6 = 0
      again:
        r1 = keep ll
        r2 = r6
        call @co_await
        r6 += 1
        if r6 != 3 goto again
        r0 = r6
        exit
      """)
    try expect(
      [
        "push #0 argument 0 at 1000 worker 3", "finished 1",
        "push #0 argument 1 at 1010 worker 3", "finished 1",
        "push #0 argument 2 at 1020 worker 3", "finished 1", "finish #0 3", "finished 0",
        "finished 9",
      ], of: sample)
  }

  static let outer = """
      r6 = 60
      *(u64 *)(r10 - 8) = r1
      call local inner
      r1 = *(u64 *)(r10 - 8)
      r0 += r1
      r0 += r6
      exit
    """

  static let inner = """
      r6 = 5
      r9 = r1
      *(u64 *)(r10 - 24) = 300
      r1 = keep ll
      r2 = r9
      call @co_await
      r0 += r6
      r0 += r9
      r1 = *(u64 *)(r10 - 24)
      r0 += r1
      exit
    """

  static let caller = """
      r6 = 2000
      r7 = 30000
      *(u64 *)(r10 - 8) = 400000
      r1 = 1
      call local CALLEE
      r0 += r6
      r0 += r7
      r1 = *(u64 *)(r10 - 8)
      r0 += r1
      exit
    """

  @Test func suspendsOneCallDeep() throws {
    let sample = Self.sample(
      Self.caller.replacing("CALLEE", with: "inner"), [("inner", Self.inner)])
    try expect(
      [
        "push #0 argument 1 at 1000 worker 3", "finished 1", "finish #0 \(432000 + 306)",
        "finished 0", "finished 9",
      ], of: sample)
  }

  @Test func suspendsTwoCallsDeep() throws {
    let sample = Self.sample(
      Self.caller.replacing("CALLEE", with: "outer"),
      [("inner", Self.inner), ("outer", Self.outer)])
    try expect(
      [
        "push #0 argument 1 at 1000 worker 3", "finished 1", "finish #0 \(432000 + 306 + 61)",
        "finished 0", "finished 9",
      ], of: sample)
  }

  /// What the queue refuses goes on at once, in every depth, with the refusal as the result.
  @Test func goesOnWhenTheQueueRefuses() throws {
    let sample = Self.sample(
      Self.caller.replacing("CALLEE", with: "outer"),
      [
        ("inner", Self.inner.replacing("r2 = r9", with: "r2 = 101")), ("outer", Self.outer),
      ])
    try expect(
      ["finish #0 \(432000 + 306 + 61 - 11)", "finished 0", "finished 9"], of: sample)
  }

  /// Functions that can't suspend run on the thread's own stack, called from the frame and from
  /// one another, before and after a suspension.
  @Test func callsOutOfTheFrame() throws {
    let sample = Self.sample(
      """
        r6 = 1
        r7 = 2
        *(u64 *)(r10 - 8) = 4
        r1 = 10
        call local double
        r8 = r0
        r1 = keep ll
        r2 = r8
        call @co_await
        r1 = r8
        call local double
        r0 += r6
        r0 += r7
        r1 = *(u64 *)(r10 - 8)
        r0 += r1
        exit
      """,
      [
        (
          "double",
          """
            r6 = 1000
            *(u64 *)(r10 - 8) = r1
            call local same
            r1 = *(u64 *)(r10 - 8)
            r0 += r1
            if r6 != 1000 goto bad
            exit
          bad:
            r0 = 0
            exit
          """
        ),
        (
          "same",
          """
            r6 = 2000
            *(u64 *)(r10 - 8) = 3000
            r0 = r1
            exit
          """
        ),
      ])
    try expect(
      [
        "push #0 argument 20 at 1000 worker 3", "finished 1", "finish #0 47", "finished 0",
        "finished 9",
      ], of: sample)
  }

  @Test func givesItsPacketAway() throws {
    let sample = Self.sample(
      """
        r6 = r1
        r1 = keep ll
        r2 = 1
        call @co_await
        r1 = r6
        call @bpf_packet_drop
        r0 = 0
        exit
      """)
    try expect(
      [
        "push #0 argument 1 at 1000 worker 3", "finished 1", "drop packet 70", "finish #0 0",
        "finished 0", "finished 9",
      ], of: sample)
  }

  /// Narrow results lose what C left above them; `__native` fields are read where they lie.
  @Test func resultsAndContextFields() throws {
    let sample = Self.sample(
      """
        r6 = r1
        call @bpf_get_smp_processor_id
        r7 = r0
        call 7
        r7 += r0
        call @bpf_ktime_get_ns
        r7 += r0
        r0 = *(u32 *)(r6 + 16)
        r7 += r0
        r1 = keep ll
        r2 = r7
        call @co_await
        r7 >>= 32
        r0 = r7
        exit
      """)
    try expect(["finish #0 1", "finished 0", "finished 9"], of: sample)
  }
}
