import Bytecode
import Interpreter
import Testing

/// Control flow, calls and limits, in programs without proof.
@Suite struct BareProgramTests {
  static let sum = """
      r0 = 0
      r2 = 0
    loop:
      if r2 >= r1 goto exit
      r2 += 1
      r0 += r2
      goto loop
    done:
      exit
    """

  @Test func loops() throws {
    #expect(try BareProgram(Self.sum).run(100) == 5050)
  }

  @Test func longJumps() throws {
    #expect(try BareProgram("gotol over\nr0 = 1\nexit\nover:\nr0 = 2\nexit").run() == 2)
  }

  @Test func stepsAreCountedAndLimited() throws {
    let program = try BareProgram(Self.sum)
    var thread = InterpreterThread()
    #expect(program.run(&thread, 10, stepLimit: 1000) == 55)
    let whole = thread.stepCount
    #expect(whole == 2 + 10 * 4 + 2)
    thread.start(bare: program.unit, r1: 10)
    for _ in 1..<whole {
      #expect(thread.run(stepLimit: 1) == .outOfSteps)
      let isActive = thread.isActive
      #expect(isActive)
    }
    #expect(thread.run(stepLimit: 1) == .finished(55))
    let (isActive, stepCount) = (thread.isActive, thread.stepCount)
    #expect(!isActive)
    #expect(stepCount == 2 * whole)
  }

  /// The last of the steps may be the one that ends the program.
  @Test func nothingHappensWithoutSteps() throws {
    let program = try BareProgram("exit")
    var thread = InterpreterThread()
    thread.start(bare: program.unit, r1: 0)
    #expect(thread.run(stepLimit: 0) == .outOfSteps)
    #expect(thread.run(stepLimit: 1) == .finished(0))
  }

  @Test func localCallsKeepTheCallersRegistersAndStack() throws {
    let program = try BareProgram(
      """
        r6 = 6
        r9 = 9
        *(u64 *)(r10 - 8) = 11
        r1 = 1
        r2 = 2
        call local callee
        r0 += r6
        r0 += r9
        r1 = *(u64 *)(r10 - 8)
        r0 += r1
        exit
      callee:
        r6 = 1000
        r9 = 1000
        *(u64 *)(r10 - 8) = 1000
        *(u64 *)(r10 - 512) = r2
        call local inner
        r1 = *(u64 *)(r10 - 512)
        r0 += r1
        exit
      inner:
        r0 = r10
        r6 = 5000
        *(u64 *)(r10 - 512) = 5000
        r0 = 100
        exit
      """)
    #expect(program.run() == 6 + 9 + 11 + 2 + 100)
  }

  @Test func recursionWithinTheStack() throws {
    let program = try BareProgram(
      """
        call local triangle
        exit
      triangle:
        r0 = 0
        if r1 == 0 goto end
        r6 = r1
        r1 += -1
        call local triangle
        r0 += r6
      end:
        exit
      """)
    #expect(program.run(50) == 1275)
  }

  @Test func recursionBeyondTheStackTraps() async throws {
    await #expect(processExitsWith: .failure) {
      let program = try BareProgram("again:\ncall local again\nexit")
      _ = program.run(stepLimit: 1_000_000)
    }
  }

  @Test func runningPastTheEndTraps() async throws {
    await #expect(processExitsWith: .failure) {
      _ = try BareProgram("r0 = 0").run()
    }
  }

  @Test func helpersGetFiveArguments() throws {
    let mix: @convention(c) (UInt64, UInt64, UInt64, UInt64, UInt64) -> UInt64 = {
      $0 + 10 * $1 + 100 * $2 + 1000 * $3 + 10000 * $4
    }
    let program = try BareProgram(
      "r1 = 1\nr2 = 2\nr3 = 3\nr4 = 4\nr5 = 5\nr6 = 6\ncall 7\nr0 += r6\nexit",
      helpers: [7: unsafe UInt64(unsafeBitCast(mix, to: UInt.self))])
    #expect(program.run() == 54321 + 6)
  }

  @Test func whatNeedsProofIsRefused() throws {
    #expect(throws: UnverifiedProgramError.unknownHelper(9, slot: 1)) {
      try BareProgram("r0 = 0\ncall 9\nexit")
    }
    for source in ["r0 = *(u8 *)skb[3]\nexit", "ld_pseudo r1, 1, 3\nexit", "may_goto +0\nexit"] {
      #expect(throws: UnverifiedProgramError.unsupported(slot: 0)) { try BareProgram(source) }
    }
  }
}
