import CBaton
import Contracts
import Coroutines
import Interpreter
import JIT
import Maps
import Monitors
import ObjectFile
import Verifier

/// What executes bytecode.
public enum EngineKind: String, Sendable, CaseIterable {
  case interpreter, jit
}

/// A verified unit that is ready to run: its maps exist, its names are addresses, its engine is
/// prepared. Immutable, so all workers share it.
@safe
public final class LoadedUnit: @unchecked Sendable {
  public let verified: VerifiedUnit
  public let maps: [Map]
  /// When nobody looks at what was deleted from the maps any more.
  let epochs: Epochs
  /// The workers' numbers there.
  let seats: Seats
  let shared: SharedMaps?
  /// Where its numbers begin among those of all versions of an instance.
  let place: VersionPlace
  let hasSafePoints: Bool
  /// The program that packets are given to, if the unit has one.
  public let packetProgram: PacketProgram?
  /// Programs that each worker runs once a turn.
  let workerEntries: [Int]
  /// The program that decides where workers run, if the unit has one.
  let policyEntry: Int?
  /// By function, from 1 on among those of all versions.
  private let queueNumbers: [Int: Int]
  let engine: Engine
  /// Of all versions.
  let traceLog: TraceLog
  /// Programs that ran for too long.
  public let overruns = OverrunLog()
  /// What the head of a frame says that was suspended at a safe point: which queue it waits in.
  let preemptionMark: UInt32
  /// By function: looked at each time that a coroutine is stopped.
  private let arePreemptible: [Bool]
  /// Whether the time that programs take is measured.
  public let measuresTime: Bool
  /// By function of the interface; 0 for those that engines emit themselves, and that are not called.
  let exports: [UInt64]
  let destructors: [String: UInt64]
  /// One for each function of the unit: what program arrays hold.
  private let programs: UnsafeMutablePointer<baton_program>

  /// How packets are worked on; entries are functions' indices.
  public enum PacketProgram: Equatable, Sendable {
    /// Each packet becomes a coroutine, whose first record links to `startLink`.
    case datapath(entry: Int, startLink: UInt64)
    /// Linux's XDP: the program runs once on each packet.
    case xdp(entry: Int)
  }

  /// Not copied, so that entering a program counts no references.
  enum Engine: ~Copyable {
    case jit(CompiledUnit)
    case interpreter(InterpreterUnit)
  }

  public var engineKind: EngineKind {
    switch engine {
    case .jit: .jit
    case .interpreter: .interpreter
    }
  }

  /// The machine code, where there is some.
  var compiled: CompiledUnit? {
    switch engine {
    case .jit(let code): code
    case .interpreter: nil
    }
  }

  /// The prepared bytecode, where there is some.
  var interpreted: InterpreterUnit? {
    switch engine {
    case .jit: nil
    case .interpreter(let code): code
    }
  }

  /// Makes the unit's maps and prepares `engine`.
  ///
  /// `workerCount` is how many workers may use the unit; `seed` makes its hash maps unpredictable;
  /// `shared` has the maps that the unit has in common with others. Where `measuresTime`, each run of a
  /// program takes two looks at the clock longer. Where `isChecked`, the interpreter watches programs and exported
  /// functions by monitors that are made from the contracts: see ``violations``; `mutation` is for tests of them.
  /// `substitutes` are addresses of functions that stand for exported ones, by their names: for tests, too.
  /// Without `hasSafePoints` no program can be stopped from outside, which shows what they cost.
  public convenience init(
    _ verified: VerifiedUnit, engine kind: EngineKind, workerCount: Int, seed: UInt64,
    shared: SharedMaps? = nil, measuresTime: Bool = false, isChecked: Bool = false,
    mutation: Mutation? = nil, substitutes: [String: UInt64] = [:], hasSafePoints: Bool = true
  ) throws {
    try self.init(
      verified, engine: kind, workerCount: workerCount, seed: seed, shared: shared,
      measuresTime: measuresTime, isChecked: isChecked, mutation: mutation,
      substitutes: substitutes, hasSafePoints: hasSafePoints, after: nil)
  }

  /// The same, where `succession` isn't nil as a later version of a unit whose workers and maps it has.
  init(
    _ verified: VerifiedUnit, engine kind: EngineKind, workerCount: Int, seed: UInt64,
    shared: SharedMaps?, measuresTime: Bool, isChecked: Bool, mutation: Mutation?,
    substitutes: [String: UInt64] = [:], hasSafePoints: Bool, after succession: Succession?
  ) throws {
    self.measuresTime = measuresTime
    self.hasSafePoints = hasSafePoints
    let place = succession?.place ?? VersionPlace()
    self.place = place
    let queueNumbers = verified.queueNumbers.mapValues { $0 + place.firstQueue }
    self.queueNumbers = queueNumbers
    arePreemptible = verified.unit.image.functions.indices.map(verified.unit.isPreemptible)
    let number = verified.preemptionTarget.flatMap { queueNumbers[$0] }
    preemptionMark = UInt32((number ?? 0) * MemoryLayout<baton_waits>.stride)
    self.verified = verified
    self.shared = shared
    let before = succession?.predecessor
    // Who runs the policy is one of those, too.
    policyEntry = verified.unit.entries.first { verified.unit.role(of: $0) == "policy" }
    let seatCount = workerCount + (policyEntry == nil ? 0 : 1)
    epochs = try before?.epochs ?? shared?.epochs ?? Epochs(participantCount: seatCount)
    seats = try before?.seats ?? Seats(seatCount, shared)
    traceLog = try before?.traceLog ?? TraceLog(epochs: epochs)
    let unit = verified.unit
    workerEntries = unit.entries.filter { unit.role(of: $0) == "worker" }
    maps = try unit.makeMaps(seed: seed, epochs: epochs, shared: shared, after: succession)
    if let slot = verified.kernelLoad { throw LoadError.kernelLoad(unit.image, slot) }
    var known = Exports.addresses(for: unit)
    for (name, address) in substitutes {
      if let index = unit.interface.function(named: name) { known[index] = address }
    }
    let missing = verified.calledExports.filter { known[$0] == nil }
    guard missing.isEmpty else {
      throw LoadError.functions(missing.map { unit.interface.functions[$0].name }.sorted())
    }
    exports = known.map { $0 ?? 0 }
    destructors = unit.interface.typeRules.compactMapValues { rule in
      rule.destructor.flatMap { unit.interface.function(named: $0) }.flatMap { known[$0] }
    }
    switch kind {
    case .jit:
      let code = try CompiledUnit(
        verified,
        addresses: NativeAddresses(
          exported: exports, maps: maps.map(\.programAddress),
          mapValues: maps.map(\.firstValueAddress), arrays: maps.map(\.arrayLayout),
          finish: Exports.finish, unwind: Exports.unwind, abandon: Exports.abandon,
          walkBegin: Exports.walkBegin, walkNext: Exports.walkNext,
          searchNext: Exports.searchNext, trace: Exports.trace,
          safePoint: hasSafePoints ? Exports.safePoint : 0,
          cancel: Exports.cancel,
          cancellationPoint: Exports.cancellationPoint, claim: Exports.claim,
          withdraw: Exports.withdraw, countsRuns: true,
          firstSlot: place.firstSlot, firstQueue: place.firstQueue))
      engine = .jit(code)
      packetProgram = PacketProgram(unit) { code.startAddress(entry: $0) }
      unsafe programs = Self.programs(unit.image) { code.address(of: $0) }
    case .interpreter:
      engine = .interpreter(
        InterpreterUnit(
          verified,
          addresses: Self.interpreterAddresses(
            exports: exports, maps: maps, destructors: destructors, place: place),
          isChecked: isChecked,
          monitoring: isChecked ? (seats.numbers.count == 1 ? .alone : .shared) : .none,
          mutation: mutation)
      )
      packetProgram = PacketProgram(unit) { _ in InterpreterUnit.startLink }
      unsafe programs = Self.programs(unit.image) { _ in 0 }
    }
    try fillMaps(after: succession)
  }

  static func interpreterAddresses(
    exports: [UInt64], maps: [Map], destructors: [String: UInt64],
    place: VersionPlace = VersionPlace()
  ) -> InterpreterAddresses {
    InterpreterAddresses(
      exported: exports, maps: maps.map(\.programAddress),
      mapValues: maps.map(\.firstValueAddress), finish: Exports.finish, abandon: Exports.abandon,
      thrown: Exports.thrown, walkBegin: Exports.walkBegin, walkNext: Exports.walkNext,
      searchBegin: Exports.searchBegin, searchNext: Exports.searchNext,
      trace: Exports.trace, safePoint: Exports.safePointAt, claim: Exports.claim,
      withdraw: Exports.withdraw, destructors: destructors,
      firstSlot: place.firstSlot, firstFunction: place.firstFunction,
      firstQueue: place.firstQueue)
  }

  deinit {
    unsafe programs.deallocate()
  }

  /// Who a worker of this unit is to the maps.
  func participant(ofWorker index: Int) -> Participant {
    epochs.participant(seats.numbers[index])
  }

  private static func programs(
    _ image: ProgramImage, code: (Int) -> UInt64
  ) -> UnsafeMutablePointer<baton_program> {
    let programs = UnsafeMutablePointer<baton_program>.allocate(capacity: image.functions.count)
    for (index, function) in image.functions.enumerated() {
      unsafe (programs + index).initialize(
        to: baton_program(code: code(index), slot: UInt64(function.start)))
    }
    return unsafe programs
  }

  /// What a program array holds for a function of this unit.
  func programIdentifier(of function: Int) -> UInt64 {
    precondition(verified.unit.image.functions.indices.contains(function), "no such function")
    return unsafe UInt64(UInt(bitPattern: programs + function))
  }

  /// The map that the object declares by this name.
  public func map(named name: String) -> Map? {
    verified.unit.image.maps.firstIndex { $0.name == name }.map { maps[$0] }
  }

  /// The programs of a role, in the object's order, as functions' indices.
  public func entries(ofRole role: String) -> [Int] {
    verified.unit.entries.filter { verified.unit.role(of: $0) == role }
  }

  /// What the record of a ticket links to.
  var ticketLink: UInt64 {
    switch engine {
    case .jit(let code): code.ticketLink
    case .interpreter: InterpreterUnit.ticketLink
    }
  }

  /// The data path that a program knows by `address`, by its number among those of all versions, and the link of a
  /// coroutine's first record.
  func dataPath(at address: UInt64) -> (entry: Int, startLink: UInt64) {
    switch engine {
    case .jit(let code):
      return (place.firstFunction + code.entry(startingAt: address), address)
    case .interpreter:
      let slot = InterpreterUnit.slot(ofFunction: address)
      guard let entry = verified.unit.image.functionIndex(containing: slot) else {
        preconditionFailure("the verifier lets only data paths be spawned")
      }
      return (place.firstFunction + entry, InterpreterUnit.startLink)
    }
  }

  /// Whether a coroutine is stopped at safe points, by its data path's number among those of all versions.
  @inline(__always)
  func isPreemptible(_ entry: Int) -> Bool { arePreemptible[entry - place.firstFunction] }

  /// The queue that a program knows by `address`, by its number among those of all versions, from 1 on, and its program's
  /// first instruction among theirs.
  func queue(at address: UInt64) -> (number: Int, slot: Int) {
    for (function, number) in queueNumbers {
      let start = verified.unit.image.functions[function].start
      let isMeant =
        switch engine {
        case .jit(let code): code.address(of: function) == address
        case .interpreter: InterpreterUnit.slot(ofFunction: address) == start
        }
      if isMeant { return (number, place.firstSlot + start) }
    }
    preconditionFailure("the verifier lets only queues be taken for such")
  }

  /// Bytes of one coroutine's frame, head included: no more than the head where there are none.
  public var frameByteCount: Int {
    unsafe MemoryLayout<baton_frame>.size + verified.bodyByteCount
  }

  // MARK: Monitors

  /// Whether monitors watch the programs.
  public var isChecked: Bool {
    switch engine {
    case .interpreter(let unit): unit.monitor != nil
    case .jit: false
    }
  }

  /// What monitors have found so far, oldest first; nothing without checked mode.
  public var violations: [Violation] {
    switch engine {
    case .interpreter(let unit): unit.monitor?.violations ?? []
    case .jit: []
    }
  }

  // MARK: Trace

  /// Takes out the lines that programs have written with `bpf_trace_printk` since the last time, oldest
  /// first. One thread at a time; workers go on meanwhile.
  public func takeTrace(_ body: (TraceLine) -> Void) { traceLog.take(body) }

  /// Lines that nobody took out in time to make room for them.
  public var lostTraceLineCount: UInt64 { traceLog.lostCount }

  // MARK: Stopping

  /// The instruction of the safe point that JITed code called from.
  func slot(ofSite site: UInt64) -> Int {
    guard let slot = compiled?.site(returningTo: site)?.slot else {
      preconditionFailure("only safe points call")
    }
    return slot
  }

  /// Brings the registers of the current coroutine, whose frame was completed at a safe point, to where the unwinder
  /// looks for them; the instruction there.
  func noteStop(_ execution: UnsafeMutablePointer<baton_execution>) -> Int {
    guard let frame = unsafe execution.pointee.current, let offset = verified.stoppedOffset else {
      preconditionFailure("only a coroutine's frame is completed")
    }
    // Sound: the frame has room for both, as the verifier computed.
    let stopped = unsafe UnsafeRawPointer(frame + 1).advanced(by: offset)
      .assumingMemoryBound(to: baton_stopped.self)
    let record = unsafe UnsafePointer<baton_record>(bitPattern: UInt(frame.pointee.record))!
    let (kept, saved) = unsafe (stopped.pointee.registers, record.pointee)
    unsafe execution.pointee.thrown_registers = (
      kept.0, kept.1, kept.2, kept.3, kept.4, kept.5, saved.r6, saved.r7, saved.r8, saved.r9
    )
    return slot(ofSite: saved.link)
  }

  // MARK: Coroutines that nobody resumes

  private var forgottenLink: UInt64 {
    switch engine {
    case .jit(let code): code.forgottenAddress
    case .interpreter: InterpreterUnit.forgottenLink
    }
  }

  private static func innermostLink(_ frame: UnsafeMutablePointer<baton_frame>) -> UInt64 {
    // Sound: a suspended coroutine's frame names a record in it, whose first word is the link.
    unsafe UnsafePointer<UInt64>(bitPattern: UInt(frame.pointee.record))!.pointee
  }

  /// Whether a suspended coroutine was cancelled while it waited.
  func isForgotten(_ frame: UnsafeMutablePointer<baton_frame>) -> Bool {
    unsafe Self.innermostLink(frame) == forgottenLink
  }

  /// From here on the coroutine owns nothing, and ends when it is resumed.
  func markForgotten(_ frame: UnsafeMutablePointer<baton_frame>) {
    let record = unsafe UInt64(UInt(bitPattern: frame + 1))
    unsafe frame.pointee.record = record
    // Sound: the body behind the head has room for at least one record.
    unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(record))!.pointee = forgottenLink
  }

  /// The instruction at which a coroutine waits; nil before its first one.
  func suspensionSlot(of frame: UnsafeMutablePointer<baton_frame>) -> Int? {
    let link = unsafe Self.innermostLink(frame)
    switch engine {
    case .jit(let code): return code.site(returningTo: link)?.slot
    case .interpreter: return InterpreterUnit.slot(ofLink: link)
    }
  }

  // MARK: Releasing

  func forEachOwned(
    in frame: UnsafeMutablePointer<baton_frame>, _ body: (FrameChain.Finding) -> Void
  ) {
    let chain: FrameChain
    switch engine {
    case .jit(let code):
      chain = FrameChain(verified) { code.site(returningTo: $0)?.slot }
    case .interpreter:
      chain = FrameChain(verified) { InterpreterUnit.slot(ofLink: $0) }
    }
    let stopped = verified.stoppedOffset.map {
      unsafe UInt64(UInt(bitPattern: frame + 1)) + UInt64($0)
    }
    unsafe chain.forEachOwned(from: frame.pointee.record, stopped: stopped, body)
  }

  /// Calls the destructor of an interface type.
  func dispose(of type: String, at address: UInt64) {
    guard let destructor = destructors[type] else {
      preconditionFailure("an owned type has a destructor: the interface was checked for it")
    }
    // Sound: exported destructors take a pointer to a value of their type, then perhaps a number, which
    // the others ignore, and return nothing.
    let function = unsafe unsafeBitCast(
      UInt(destructor), to: (@convention(c) (UnsafeMutableRawPointer?, UInt64) -> Void).self)
    unsafe function(UnsafeMutableRawPointer(bitPattern: UInt(address)), 0)
  }

  func unwind(
    slot: Int, framePointer: UInt64, stackPointer: UInt64,
    on execution: UnsafeMutablePointer<baton_execution>
  ) -> NativeUnwinder.Landing {
    guard let code = compiled else {
      preconditionFailure("only JITed code calls the unwinder")
    }
    return unsafe withUnsafePointer(to: &execution.pointee.thrown_registers) { tuple in
      // Sound: a tuple of ten words is ten words in memory.
      let registers = unsafe UnsafeRawPointer(tuple).assumingMemoryBound(to: UInt64.self)
      return unsafe NativeUnwinder(code).unwind(
        slot: slot, framePointer: framePointer, stackPointer: stackPointer, registers: registers
      ) { finding in
        dispose(of: finding.type, at: finding.address)
      }
    }
  }
}

extension LoadedUnit.PacketProgram {
  /// The unit's first data path that no other one spawns, else its first one, else its first XDP program.
  fileprivate init?(_ unit: ProgramUnit, startLink: (Int) -> UInt64) {
    let paths = unit.entries.filter { unit.role(of: $0) == VerifiedUnit.coroutineRole }
    if let entry = paths.first(where: { !Self.isNamed($0, in: unit.image) }) ?? paths.first {
      self = .datapath(entry: entry, startLink: startLink(entry))
    } else if let entry = unit.entries.first(where: { unit.role(of: $0) == "xdp" }) {
      self = .xdp(entry: entry)
    } else {
      return nil
    }
  }

  /// Whether another function takes this one's address.
  private static func isNamed(_ function: Int, in image: ProgramImage) -> Bool {
    image.references.contains { reference in
      reference.target == .function(function)
        && !image.functions[function].range.contains(reference.slot)
    }
  }
}

extension LoadError {
  /// A load from a structure that only the kernel has, at `slot`.
  fileprivate static func kernelLoad(_ image: ProgramImage, _ slot: Int) -> LoadError {
    guard let index = image.functionIndex(containing: slot) else {
      preconditionFailure("every instruction belongs to a function")
    }
    let function = image.functions[index]
    return .kernelLoad(function: function.name, instruction: slot - function.start)
  }
}

/// Why a verified unit can't run here.
public enum LoadError: Error, Equatable, CustomStringConvertible {
  case noPacketProgram(sections: [String])
  case map(name: String, reason: String)
  /// Calls of what only Linux has.
  case functions([String])
  /// A load from a structure that only the kernel has.
  case kernelLoad(function: String, instruction: Int)
  case tooManyWorkers(Int)

  public var description: String {
    switch self {
    case .map(let name, let reason): "map “\(name)”: \(reason)"
    case .functions(let names): "Baton doesn't have \(names.joined(separator: ", "))"
    case .kernelLoad(let function, let instruction):
      "insn \(instruction) of \(function) reads a structure of the kernel's, which Baton doesn't have"
    case .tooManyWorkers(let count):
      "there is no place for \(count) more workers among those that use the shared maps"
    case .noPacketProgram(let sections):
      "no program in a section “datapath” or “xdp”: the object has \(Set(sections).sorted())"
    }
  }
}
