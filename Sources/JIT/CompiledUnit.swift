import CBaton
import Verifier

/// A unit as machine code, sealed and ready to run.
///
/// Not `Sendable` state: the code is immutable, so any number of workers may run it at once.
@safe
public final class CompiledUnit: @unchecked Sendable {
  public let verified: VerifiedUnit
  /// Ascending by where they return to.
  public let sites: [CallSite]
  /// The exported functions that the code calls, by name; it does others in place.
  public let calledFunctions: [String]
  let memory: CodeMemory
  let codeByteCount: Int
  private let functionOffsets: [Int]
  private let startOffsets: [Int]
  private let ticketOffset: Int
  /// The link of the only record of a coroutine that was cancelled while it waited.
  public let forgottenAddress: UInt64
  private let enterCode: EnterFunction
  @usableFromInline
  let resumeCode: ResumeFunction

  private typealias EnterFunction =
    @convention(c) (UInt64, UnsafeMutablePointer<baton_execution>, UInt64, UInt64) -> UInt64
  @usableFromInline
  typealias ResumeFunction =
    @convention(c) (UnsafeMutablePointer<baton_execution>, UnsafeMutablePointer<baton_frame>) ->
    UInt64

  public init(_ verified: VerifiedUnit, addresses: NativeAddresses) throws(CodeMemoryError) {
    let memory = try CodeMemory(
      byteCount: Compiler.byteCountMax(verified.unit), near: addresses.finish)
    var compiler = Compiler(verified, addresses: addresses, emitter: memory.emitter)
    compiler.compile()
    self.verified = verified
    sites = compiler.sites.sorted { $0.returnOffset < $1.returnOffset }
    calledFunctions = compiler.calledExports.map { verified.unit.interface.functions[$0].name }
      .sorted()
    codeByteCount = compiler.emitter.offset
    functionOffsets = compiler.functionOffsets
    startOffsets = compiler.startOffsets
    ticketOffset = compiler.helperOffsets.ticket
    self.memory = try memory.sealed()
    let base = self.memory.address
    forgottenAddress = base + UInt64(compiler.helperOffsets.forgotten)
    // Sound: the two addresses are those of code that the compiler emitted with just this signature.
    unsafe enterCode = unsafeBitCast(
      UInt(base) + UInt(compiler.helperOffsets.enter), to: EnterFunction.self)
    unsafe resumeCode = unsafeBitCast(
      UInt(base) + UInt(compiler.helperOffsets.resume), to: ResumeFunction.self)
  }

  /// The machine code, for disassembly.
  public var code: [UInt8] {
    // Sound: the pages are readable and at least as large as the code.
    unsafe Array(
      UnsafeRawBufferPointer(
        start: UnsafeRawPointer(bitPattern: UInt(memory.address)), count: codeByteCount))
  }

  /// Where a spawned coroutine of program `entry` begins: the link of its first record.
  public func startAddress(entry: Int) -> UInt64 { memory.address + UInt64(startOffsets[entry]) }

  /// What the record of a ticket links to.
  public var ticketLink: UInt64 { memory.address + UInt64(ticketOffset) }

  /// The program whose coroutines begin at `address`, as programs know it.
  public func entry(startingAt address: UInt64) -> Int {
    // Sound: in front of each such place stands the number of the function.
    let entry = unsafe Int(
      UnsafeRawPointer(bitPattern: UInt(address) - 4)!.loadUnaligned(as: UInt32.self))
    precondition(
      startAddress(entry: entry) == address, "the verifier lets only data paths be spawned")
    return entry
  }

  /// Bytes of stack that a function's code sets aside, on either stack.
  func stackByteCount(of function: Int) -> Int {
    Compiler.stackByteCount(verified.functions[function])
  }

  /// Where a function's code begins; a coroutine's with the code that its first resumption runs.
  func firstOffset(of function: Int) -> Int {
    let facts = verified.functions[function]
    return facts.isCoroutine
      ? startOffsets[function] : functionOffsets[function]
  }

  /// The native address of a function.
  public func address(of function: Int) -> UInt64 {
    memory.address + UInt64(functionOffsets[function])
  }

  /// Runs program `entry`, which is no coroutine, on the calling thread.
  public func run(
    entry: Int, on execution: UnsafeMutablePointer<baton_execution>, _ r1: UInt64, _ r2: UInt64 = 0
  ) -> UInt64 {
    unsafe enterCode(address(of: entry), execution, r1, r2)
  }

  /// Runs a suspended coroutine of this unit: a `co_status`.
  @inlinable
  public func resume(
    _ frame: UnsafeMutablePointer<baton_frame>, on execution: UnsafeMutablePointer<baton_execution>
  ) -> UInt64 {
    unsafe resumeCode(execution, frame)
  }

  /// The call that returns to `address`, if it lies in this unit's code.
  public func site(returningTo address: UInt64) -> CallSite? {
    let offset = Int(truncatingIfNeeded: address &- memory.address)
    guard (0..<codeByteCount).contains(offset) else { return nil }
    var low = 0
    var high = sites.count
    while low < high {
      let middle = (low + high) / 2
      if sites[middle].returnOffset < offset { low = middle + 1 } else { high = middle }
    }
    guard low < sites.count, sites[low].returnOffset == offset else { return nil }
    return sites[low]
  }
}
