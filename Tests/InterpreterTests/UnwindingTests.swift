import CBaton
import Interpreter
import SampleUnits
import Testing

/// Throws in every level, with owned handles in every kind of place.
@Suite(.serialized) struct UnwindingTests {
  static let stepLimits = [1, 2, 5, 1_000_000]

  /// A coroutine that hands its handle to a queue which keeps it on the worker.
  static let datapath = """
      r1 = keep ll
      r2 = 1
      call @co_await
      r0 = 1
      exit
    """

  static func sample(
    datapath: String = datapath, queue: String = CoroutineTests.queue,
    worker: String = CoroutineTests.worker, _ subprograms: [(String, String)] = []
  ) -> Sample {
    var sample = Sample()
    sample.add("main", "datapath", datapath)
    sample.add("keep", "queue", queue)
    sample.add("work", "worker", worker)
    for (name, source) in subprograms { sample.add(name, ".text", source) }
    return sample
  }

  /// Suspends `count` coroutines, then runs the worker program once.
  private func expect(
    _ events: [String], of sample: Sample, coroutines count: Int = 1,
    thrown: [Int: UInt64] = [:], mapWord: UInt64 = 0
  ) throws {
    for stepLimit in Self.stepLimits {
      let world = try TestWorld(sample)
      world.mapWord = mapWord
      var thread = InterpreterThread()
      for _ in 0..<count {
        let frame = unsafe world.spawn(entry: sample.index(of: "main"))
        _ = unsafe world.resume(frame, on: &thread, stepLimit: stepLimit)
      }
      _ = world.run(program: sample.index(of: "work"), on: &thread, stepLimit: stepLimit)
      #expect(world.events == events, "in steps of \(stepLimit)")
      for (register, value) in thrown {
        #expect(world.thrownRegister(register) == value, "r\(register)")
      }
      #expect(unsafe world.execution.pointee.current == nil)
    }
  }

  private static let pushed = ["push #0 argument 1 at 1000 worker 3", "finished 1"]

  // MARK: In the coroutine

  @Test func aCoroutineThrowsInItsEntry() throws {
    let sample = Self.sample(
      datapath: Self.datapath.replacing(
        "r0 = 1\n", with: "r7 = 77\nr0 = 5\nr1 = 9\ncall @bpf_throw\n"
      ).replacing("exit", with: ""))
    try expect(
      Self.pushed + ["abandon #0", "finished 2"], of: sample, thrown: [0: 5, 1: 9, 7: 77])
  }

  /// The worker that resumed it goes on, with its own registers and stack.
  @Test func aCoroutineThrowsFarFromItsFrame() throws {
    let sample = Self.sample(
      datapath: Self.datapath.replacing("r0 = 1", with: "call local deep"),
      [("deep", "r6 = 1\ncall local deeper\nexit"), ("deeper", "call @__bpf_trap")])
    try expect(Self.pushed + ["abandon #0", "finished 2"], of: sample)
  }

  /// A datapath that owns a handle from a list, in the frame of a function that is suspended in
  /// another one.
  private static let hoarder = """
      r1 = @map 0 ll
      call 93
      r1 = @map 8 ll
      call @bpf_list_pop_front
      r6 = r0
      r1 = @map 0 ll
      call 94
      *(u64 *)(r10 - 16) = r6
      r6 = 0
      r1 = keep ll
      r2 = 1
      call local wait
      r1 = *(u64 *)(r10 - 16)
      if r1 == 0 goto hoardless
      call @bpf_throw
    hoardless:
      r0 = 1
      exit
    """

  private static let wait = """
      call @co_await
      if r0 == 0 goto fine
      call @__bpf_trap
    fine:
      exit
    """

  private static let listing = """
      r6 = r1
      r1 = @map 0 ll
      call 93
      r1 = @map 8 ll
      r2 = r6
      call @bpf_list_push_back
      r1 = @map 0 ll
      call 94
      r0 = 0
      exit
    """

  @Test func aCoroutineThrowsWithAHandleOfAnother() throws {
    var sample = Self.sample(datapath: Self.hoarder, [("wait", Self.wait)])
    sample.add("idle", "datapath/idle", Self.datapath.replacing("keep", with: "stash"))
    sample.add("stash", "queue/list", Self.listing)
    for stepLimit in Self.stepLimits {
      let world = try TestWorld(sample)
      var thread = InterpreterThread()
      for name in ["idle", "main"] {
        let frame = unsafe world.spawn(entry: sample.index(of: name))
        _ = unsafe world.resume(frame, on: &thread, stepLimit: stepLimit)
      }
      _ = world.run(program: sample.index(of: "work"), on: &thread, stepLimit: stepLimit)
      #expect(
        world.events == [
          "list push #0", "finished 1", "push #1 argument 1 at 1000 worker 3", "finished 1",
          "destroy #0", "abandon #1", "finished 2",
        ])
    }
  }

  /// A lock that is held stops the run before the call, which is tried again.
  @Test(arguments: [0, 1, 3])
  func aHeldLockBlocks(_ count: Int) throws {
    var sample = Sample()
    sample.add(
      "main", "datapath",
      """
        r6 = 5
        r1 = @map 0 ll
        call 93
        r7 = @map 24 ll
        r8 = *(u64 *)(r7 + 0)
        r8 += r6
        *(u64 *)(r7 + 0) = r8
        r1 = @map 0 ll
        call 94
        r0 = r8
        exit
      """)
    let world = try TestWorld(sample)
    world.mapWord = 10
    world.heldLockCount = count
    var thread = InterpreterThread()
    let frame = unsafe world.spawn(entry: 0)
    _ = unsafe world.resume(frame, on: &thread, stepLimit: 100)
    let blocked = Array(repeating: "blocked", count: count)
    #expect(world.events == blocked + ["finish #0 15", "finished 0"])
    #expect(world.mapWord == 15)
    let stepCount = thread.stepCount
    #expect(stepCount == 11, "a call that was held off is no step")
  }

  // MARK: In the queue

  /// It owns the handle still: that is destroyed. To the resumer the coroutine is suspended.
  @Test func aQueueThrowsWithTheHandle() throws {
    let sample = Self.sample(queue: "r6 = r1\nr1 = 3\ncall @bpf_throw")
    try expect(
      ["destroy #0", "finished 1", "finished 9"], of: sample, thrown: [1: 3])
  }

  @Test func aQueueThrowsAfterItKeptTheHandle() throws {
    let sample = Self.sample(
      queue: "call @bpf_local_push\ncall local fail\nr0 = 0\nexit",
      [
        ("fail", "call @__bpf_trap")
      ])
    try expect(
      Self.pushed + ["finish #0 1", "finished 0"], of: sample)
  }

  // MARK: In the worker

  @Test func aWorkerThrowsWithHandlesInEachFunction() throws {
    let sample = Self.sample(
      worker: """
          call @bpf_local_pop
          if r0 == 0 goto none
          *(u64 *)(r10 - 24) = r0
          call @bpf_local_pop
          if r0 == 0 goto one
          r7 = r0
          r1 = 0
          call local deep
          r1 = r7
          call @bpf_local_push
        one:
          r1 = *(u64 *)(r10 - 24)
          call @bpf_local_push
        none:
          r0 = 0
          exit
        """,
      [
        (
          "deep",
          """
            r7 = 1
            call @bpf_local_pop
            if r0 == 0 goto nothing
            r8 = r0
            r1 = 0
            call @bpf_throw
          nothing:
            exit
          """
        )
      ])
    try expect(
      (0..<3).flatMap { ["push #\($0) argument 1 at 1000 worker 3", "finished 1"] }
        + ["destroy #0", "destroy #1", "destroy #2", "finished 2"],
      of: sample, coroutines: 3)
  }

  /// On one path the place was given away, on the other it was not: the table must be exact.
  @Test(arguments: [0, 1] as [UInt64])
  func whatWasGivenAwayIsNotReleased(_ isGivenAway: UInt64) throws {
    let sample = Self.sample(
      worker: """
          call @bpf_local_pop
          if r0 == 0 goto none
          r6 = r0
          r1 = @map 24 ll
          r1 = *(u64 *)(r1 + 0)
          if r1 == 0 goto keeping
          r1 = r6
          call @bpf_local_push
        keeping:
          call @__bpf_trap
        none:
          r0 = 0
          exit
        """)
    let push = Self.pushed[0]
    try expect(
      Self.pushed + [isGivenAway == 1 ? push : "destroy #0", "finished 2"], of: sample,
      mapWord: isGivenAway)
  }

  /// On one path the place never held anything: it was nulled at the function's entry.
  @Test(arguments: [0, 1] as [UInt64])
  func whatWasNeverOwnedIsNotReleased(_ isOwned: UInt64) throws {
    let sample = Self.sample(
      worker: """
          r6 = 66
          call local clutter
          call local sub
          exit
        """,
      [
        (
          "clutter",
          """
            r1 = 0x5555
            *(u64 *)(r10 - 16) = r1
            r0 = 0
            exit
          """
        ),
        (
          "sub",
          """
            r1 = @map 24 ll
            r1 = *(u64 *)(r1 + 0)
            if r1 == 0 goto empty
            call @bpf_local_pop
            if r0 == 0 goto none
            *(u64 *)(r10 - 16) = r0
          empty:
            r1 = 0
            call @bpf_throw
          none:
            exit
          """
        ),
      ])
    try expect(
      Self.pushed + (isOwned == 1 ? ["destroy #0"] : []) + ["finished 2"], of: sample,
      mapWord: isOwned)
  }
}
