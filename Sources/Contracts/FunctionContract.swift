import ObjectFile

/// The contract of one exported function or of one program role.
public struct FunctionContract: Sendable {
  public var name: String
  /// The text of `__contract`, for messages.
  public var text: String
  public var signature: Signature
  public var result: ResultType
  public var parameterCount: Int
  /// Linux's number, for a helper.
  public var helperNumber: Int32?
  /// The role that this declaration is the prototype of.
  public var role: String?
  public var requiresLock: LockExpression?
  public var acquiresLock: LockExpression?
  public var releasesLock: LockExpression?
  /// A lock that may not be held at the call.
  public var excludesLock: LockExpression?
  /// The instance, without its sign, whose value the call gives up for good: it must be in a final state.
  public var endsValue: String?
  /// The callback that this declaration is the prototype of.
  public var callback: String?
  /// The program roles that may call it; nil means all.
  public var callers: RoleList?
  public var suspends: Bool
  public var resumes: Bool
  /// Never returns: unwinds the program.
  public var `throws`: Bool
  /// The call ends the program, which may hold nothing then.
  public var endsProgram: Bool
  /// The packet that it moves: pointers into that are then numbers.
  public var movesPacket: PacketMove?
  /// The instance, without its sign, whose parts are numbers after the call.
  public var endsParts: String?
  /// Goes on in another program, in the place of the calling function, when it succeeds.
  public var tailCalls: Bool
  /// The section that the call enters, or leaves: `rcu` or `preemption`; the one that must be open.
  public var enters: String?
  public var leaves: String?
  public var inSection: String?
  /// The call asks an iterator for its next thing: null when there is none.
  public var iterates: Bool
  /// May be called while a lock is held, although it has nothing to do with one.
  public var isForLocked: Bool
  /// The callback from which it may not be called.
  public var notInCallback: String?
  /// The instance, without its sign, whose structure must have a count of references.
  public var needsRefcount: String?
  /// The kernel's type of whose pointers in maps this function disposes.
  public var kernelDestructor: (type: String, function: String)?
  /// It may sleep but in programs of these roles, where it is known not to.
  public var sleepsOutside: RoleList?
  /// A callback that may sleep, whatever the program may that names it.
  public var callbackMaySleep: Bool
  /// What a program is told whose role may not call it, in the place of that its role may not.
  public var refusal: String?
  /// Only programs under a licence that is compatible with the GPL may call it.
  public var needsGPL: Bool
  /// It may sleep, so only programs that may may call it.
  public var sleeps: Bool
  /// The memory that it is given may be part of a packet.
  public var readsPacket: Bool
  /// What only a role's prototype says.
  public var program: ProgramRules?

  /// What a role's prototype says of its programs.
  public struct ProgramRules: Equatable, Sendable {
    /// The sections of an object that hold such programs; empty: those with the role's name.
    public var sections: [SectionPattern] = []
    /// What it may do with the octets of packets.
    public var packets = PacketAccess.none
    public var maySleep = false
    /// Its packet may be read by the legacy instructions for that, too (Linux: `may_access_skb`).
    public var loadsPackets = false
    /// Programs are judged as Linux judges them, also where Baton knows better.
    public var isJudgedAsLinux = false
    /// Global functions are verified by themselves, and calls of them believe their declarations.
    public var isModular = false
    /// How many bytes of stack the functions of a call chain may have together; nil: each has its own.
    public var stackByteCount: Int?
    /// Where the kernel's types describe the context: the name of that type, with a `*` for the rest of the
    /// section's name.
    public var typedBy: String?
    /// Behind the arguments lies what the function has returned.
    public var seesResult = false
    /// Where programs go that are suspended from outside; nil where they may not be.
    public var preemption: Preemption?
    /// Programs stand for the function, so they return what it does; anything, where it returns nothing.
    public var standsForFunction = false
  }

  /// The program that gets the handle of one that is suspended at a safe point.
  public struct Preemption: Equatable, Sendable {
    /// The role that it has.
    public var role: String
    public var name: String

    init?(parsing text: String) {
      let words = text.split(separator: ":")
      guard words.count == 2 else { return nil }
      role = String(words[0])
      name = String(words[1])
    }
  }

  public enum PacketAccess: String, Sendable {
    case none, read, write
  }

  /// `'p` is moved; `'d Skb` is, or the packet that it was made of, where it is in that state.
  public struct PacketMove: Equatable, Sendable {
    /// The instance, without its sign.
    public var instance: String
    public var state: String?

    init(parsing text: String) {
      let words = text.drop { $0 == "'" }.split(separator: " ", maxSplits: 1)
      instance = words.first.map(String.init) ?? ""
      state = words.count > 1 ? String(words[1]) : nil
    }
  }

  /// What `r0` holds after a call.
  public enum ResultType: Equatable, Sendable {
    case void
    case scalar(byteCount: Int, isSigned: Bool)
    case pointer
  }

  /// BPF passes arguments in `r1` to `r5`.
  public static let parameterCountMax = 5

  init(
    name: String, prototype: BTF.TypeID, tags: [String], types: BTF
  ) throws(ContractError) {
    guard case .functionPrototype(let result, let parameters, _) = types.kind(of: prototype) else {
      preconditionFailure("validated types give every function a prototype")
    }
    try tags.checkKnown(Self.annotations, declaration: name)
    self.name = name
    text = tags.value(after: "contract:") ?? ""
    signature = try Signature(parsing: text, declaration: name)
    self.result = types.resultType(result)
    parameterCount = parameters.count
    helperNumber = try tags.helperNumber(declaration: name)
    role = tags.value(after: "role:")
    callback = tags.value(after: "callback:")
    requiresLock = try tags.lock("requires_lock:", declaration: name)
    acquiresLock = try tags.lock("acquires_lock:", declaration: name)
    releasesLock = try tags.lock("releases_lock:", declaration: name)
    excludesLock = try tags.lock("excludes_lock:", declaration: name)
    endsValue = tags.value(after: "ends:").map { String($0.drop { $0 == "'" }) }
    callers = tags.value(after: "roles:").map(RoleList.init(parsing:))
    suspends = tags.contains("suspends")
    resumes = tags.contains("resumes")
    `throws` = tags.contains("throws")
    endsProgram = tags.contains("ends_program")
    tailCalls = tags.contains("tail_calls")
    movesPacket = tags.value(after: "moves_packet:").map(PacketMove.init(parsing:))
    endsParts = tags.value(after: "ends_parts:").map { String($0.drop { $0 == "'" }) }
    enters = tags.value(after: "enters:")
    leaves = tags.value(after: "leaves:")
    inSection = tags.value(after: "in_section:")
    iterates = tags.contains("iterates")
    isForLocked = tags.contains("while_locked")
    notInCallback = tags.value(after: "not_in:")
    needsRefcount = tags.value(after: "needs_refcount:").map { String($0.drop { $0 == "'" }) }
    kernelDestructor = tags.value(after: "kernel_destructor:").map { text in
      let type = text.prefix { $0 != ":" }
      return (String(type), String(text.dropFirst(type.count).dropFirst()))
    }
    sleepsOutside = tags.value(after: "sleeps_outside:").map(RoleList.init(parsing:))
    callbackMaySleep = tags.contains("may_sleep")
    refusal = tags.value(after: "refusal:")
    needsGPL = tags.contains("gpl")
    sleeps = tags.contains("sleeps")
    readsPacket = tags.contains("reads_packet")
    program = role == nil ? nil : try ProgramRules(tags, declaration: name)
    try sizePacketMemory(result, parameters, types)
    try checkParameters(parameters, types)
    describeRest(parameters, types)
    try checkInstances()
  }

  /// Of pointers that `...` stands for only C's type is known: they must point to memory of its size. Of what
  /// has no size the callee can't look at anything.
  private mutating func describeRest(_ parameters: [BTF.Parameter], _ types: BTF) {
    let rest = parameters.dropFirst(signature.parameters.count)
    guard rest.contains(where: { types.resultType($0.type) == .pointer }) else { return }
    signature.parameters += rest.map { parameter in
      types.pointeeByteCount(of: parameter.type).map { byteCount in
        .value(ValuePattern(words: [.changed], type: .fixedMemory(byteCount: byteCount)))
      } ?? .any
    }
  }

  /// `packet_mem<'a>` is as much memory of `'a` as what C's pointer points to has.
  private mutating func sizePacketMemory(
    _ result: BTF.TypeID, _ parameters: [BTF.Parameter], _ types: BTF
  ) throws(ContractError) {
    let problem = error(
      "packet_mem<'a> needs an instance, and a pointer in C to something of a size")
    try signature.changePatterns { index, pattern throws(ContractError) in
      guard pattern.type == .object("packet_mem") else { return }
      let type = index.map { $0 < parameters.count ? parameters[$0].type : 0 } ?? result
      guard let byteCount = types.pointeeByteCount(of: type), pattern.instances.count == 1 else {
        throw problem
      }
      pattern.type = .fixedMemory(byteCount: byteCount)
    }
  }

  /// What may stand on a function. An annotation that nobody knows would be a rule that nobody keeps.
  private static let annotations = [
    "contract:", "helper:", "role:", "roles:", "requires_lock:", "acquires_lock:",
    "releases_lock:", "excludes_lock:", "ends:", "ends_parts:", "suspends", "resumes", "throws",
    "ends_program",
    "tail_calls", "callback:",
    "moves_packet:",
    "enters:", "leaves:", "in_section:", "iterates", "while_locked", "not_in:", "needs_refcount:",
    "kernel_destructor:", "sleeps_outside:", "destructive", "seen_as:", "refusal:", "gpl", "sleeps",
    "reads_packet", "sections:", "packets:", "may_sleep", "loads_packets",
    "judged_as_linux", "modular", "stack:", "typed_by:", "sees_result", "preempted_into:",
    "stands_for_function", "states_of:", "final_of:", "lock_order:",
  ]

  func error(_ message: String, text: String? = nil, column: Int = 1) -> ContractError {
    ContractError(declaration: name, text: text ?? self.text, column: column, message: message)
  }

  /// The contract and C's declaration must agree on what is a pointer.
  private func checkParameters(
    _ parameters: [BTF.Parameter], _ types: BTF
  ) throws(ContractError) {
    guard parameters.count <= Self.parameterCountMax else {
      throw error("\(parameters.count) parameters, but BPF passes \(Self.parameterCountMax)")
    }
    guard
      signature.parameters.count == parameterCount
        || signature.hasMore && signature.parameters.count < parameterCount
    else {
      throw error("\(signature.parameters.count) parameters, but C declares \(parameterCount)")
    }
    // Of what `...` stands for the contract says nothing.
    for (index, (parameter, described)) in zip(parameters, signature.parameters).enumerated() {
      if case .passed = described { continue }
      let isPointer = types.resultType(parameter.type) == .pointer
      let isDescribed = described.isPointer
      guard isPointer == isDescribed else {
        throw error(
          "parameter \(index + 1) is \(isPointer ? "a pointer" : "no pointer") in C, and "
            + "\(isDescribed ? "one" : "none") in the contract")
      }
    }
  }

  /// Instances that clauses name must be those of parameters, and what is consumed must be owned.
  private func checkInstances() throws(ContractError) {
    for name in [movesPacket?.instance, endsValue, endsParts] {
      guard let name,
        !signature.parameterInstances.contains(where: { $0.name == name })
      else { continue }
      throw error("no parameter is an instance '\(name)")
    }
    for lock in [requiresLock, acquiresLock, releasesLock, excludesLock] {
      guard let name = lock?.name,
        !signature.parameterInstances.contains(where: { $0.name == name })
      else { continue }
      throw error("no parameter is an instance '\(name)")
    }
    for case .consumed(let instance) in signature.outcomes.flatMap(\.effects) {
      guard !signature.parameterInstances.contains(where: { $0.id == instance && $0.isOwned })
      else {
        continue
      }
      throw error("'\(signature.instanceNames[instance]) is consumed, but not owned")
    }
  }
}

extension Signature {
  /// The instances that parameters bind: the last that each names.
  fileprivate var parameterInstances: [(id: Int, name: String, isOwned: Bool)] {
    parameters.compactMap { parameter in
      guard case .value(let pattern) = parameter, let id = pattern.instances.last else {
        return nil
      }
      return (id, instanceNames[id], pattern.isOwned)
    }
  }
}

extension LockExpression {
  /// The instance's name, without its sign; nil where any may be meant.
  var name: String? {
    switch self {
    case .instance(let name), .guarding(let name), .field(_, let name, _): name
    case .anyOf: nil
    }
  }
}

extension [String] {
  fileprivate func helperNumber(declaration: String) throws(ContractError) -> Int32? {
    guard let text = value(after: "helper:") else { return nil }
    guard let number = Int32(text), number > 0 else {
      throw ContractError(
        declaration: declaration, text: "helper:" + text, column: 8, message: "no helper's number")
    }
    return number
  }

  fileprivate func lock(
    _ prefix: String, declaration: String
  ) throws(ContractError) -> LockExpression? {
    guard let text = value(after: prefix) else { return nil }
    return try LockExpression(parsing: text, declaration: declaration)
  }
}

extension BTF {
  fileprivate func kind(of id: TypeID) -> Kind { types[Int(id)].kind }

  /// The size of what a pointer points to; nil for what is no pointer, and where that has none.
  fileprivate func pointeeByteCount(of id: TypeID) -> Int? {
    guard case .pointer(let pointee) = kind(of: resolvingModifiers(id)),
      let byteCount = byteCount(of: pointee), byteCount > 0
    else { return nil }
    return Int(byteCount)
  }

  fileprivate func resultType(_ id: TypeID) -> FunctionContract.ResultType {
    switch kind(of: id) {
    case .void: .void
    case .integer(let byteCount, _, _, let isSigned, _, _):
      .scalar(byteCount: Int(byteCount), isSigned: isSigned)
    case .enumeration(let byteCount, let isSigned, _):
      .scalar(byteCount: Int(byteCount), isSigned: isSigned)
    case .typedef(let next), .const(let next), .volatile(let next), .restrict(let next),
      .typeTag(let next):
      resultType(next)
    default: .pointer
    }
  }
}

extension FunctionContract {
  /// The parameters, from 0, whose values every outcome of the call takes from the caller.
  public var consumedParameters: [Int] {
    let consumed = signature.outcomes.flatMap(\.effects).compactMap { effect -> Int? in
      if case .consumed(let instance) = effect { instance } else { nil }
    }
    return signature.parameters.indices.filter { index in
      guard case .value(let pattern) = signature.parameters[index],
        let instance = pattern.instances.last
      else { return false }
      return consumed.contains(instance)
    }
  }
}

extension FunctionContract.ProgramRules {
  fileprivate init(_ tags: [String], declaration: String) throws(ContractError) {
    sections = SectionPattern.list(parsing: tags.value(after: "sections:") ?? "")
    maySleep = tags.contains("may_sleep")
    loadsPackets = tags.contains("loads_packets")
    isJudgedAsLinux = tags.contains("judged_as_linux")
    isModular = tags.contains("modular")
    stackByteCount = tags.value(after: "stack:").flatMap { Int($0) }
    typedBy = tags.value(after: "typed_by:")
    seesResult = tags.contains("sees_result")
    standsForFunction = tags.contains("stands_for_function")
    preemption = tags.value(after: "preempted_into:").flatMap {
      FunctionContract.Preemption(parsing: $0)
    }
    guard let text = tags.value(after: "packets:") else { return }
    guard let access = FunctionContract.PacketAccess(rawValue: text) else {
      throw ContractError(
        declaration: declaration, text: "packets:" + text, column: 9,
        message: "packets can be “read” or “write”")
    }
    packets = access
  }
}

extension Signature.Parameter {
  fileprivate var isPointer: Bool {
    switch self {
    case .any, .bounded, .count, .size, .constantSize, .type, .passed: false
    case .value, .program, .callback: true
    }
  }
}

extension FunctionContract {
  /// Whether it moves control between functions of programs: code for that is the engines' own.
  public var isEmittedByEngines: Bool {
    suspends || resumes || `throws` || tailCalls || callsBack
  }

  /// Whether the coroutine that it suspends goes to a program that it is given, in `r1`, with the number in `r2`.
  public var handsOver: Bool {
    guard suspends, case .program? = signature.parameters.first else { return false }
    return true
  }

  /// Whether programs of the role may call it.
  public func mayBeCalled(in role: String) -> Bool { callers?.contains(role) ?? true }

  /// Whether it may not be called while a spin lock is held.
  public var isBarredBySpinLock: Bool {
    requiresLock == nil && releasesLock == nil && acquiresLock == nil && !isForLocked
  }

  /// What a function of the program is run with, where a call runs it more than a number of times.
  public enum Walk: Sendable {
    /// With each entry of a map.
    case entries
    /// With those elements of a container, beside a new one, that say where it belongs.
    case search
  }

  /// Nil for a call that runs no function, or runs it a number of times.
  public var walk: Walk? {
    guard callsBack else { return nil }
    for case .value(let pattern) in signature.parameters {
      switch pattern.type {
      case .map: return .entries
      case .element: return .search
      default: continue
      }
    }
    return nil
  }

  /// Whether it runs a function of the program that it is given.
  public var callsBack: Bool {
    signature.parameters.contains { if case .callback = $0 { true } else { false } }
  }
}
