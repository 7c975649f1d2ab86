import Contracts
import Monitors

/// Makes programs that keep all contracts, and for each clause such that break just this one.
public struct ClausePrograms {
  let interface: Interface
  var count = 0

  /// - Parameter first: the number in the name of the first one.
  public init(_ interface: Interface, numberedFrom first: Int = 1) {
    self.interface = interface
    count = first - 1
  }

  /// What stands in front of the programs' definitions.
  public func prologue(header: String) -> String {
    Support.prologue(interface, header: header) + supportPrograms.joined(separator: "\n") + "\n"
  }

  /// Every function is called in each role that may, and in each way that its contract allows, by programs that
  /// keep all contracts.
  public mutating func correct() -> [ContractProgram] {
    interface.functions.flatMap { function -> [ContractProgram] in
      let roles = roles(for: function).filter { mayEnd(function, in: $0) }
      let usual = roles.compactMap { correct(function, .usual, in: $0) }
      let variants = variants(of: function).compactMap { firstSketch(function, $0, roles) }
      return usual + variants.map { complete($0.sketch, $0.call, nil) }
        + relying(on: function, in: roles)
    } + usingPackets()
  }

  /// Programs of each role do with packets what they may.
  private mutating func usingPackets() -> [ContractProgram] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { role in
      guard let access = role.program?.packets, access != .none,
        let fields = interface.packetFields(of: role)
      else { return nil }
      var sketch = Sketch(role: role, interface)
      sketch.lookAtPacket(fields, as: "volatile u8")
      let use = access == .write ? "octets[0] = 1;" : "octets[0];"
      return program(sketch, [use], nil)
    }
  }

  private mutating func correct(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, in role: FunctionContract
  ) -> ContractProgram? {
    variantSketch(function, variant, role).map { complete($0.sketch, $0.call, nil) }
  }

  private func firstSketch(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, _ roles: [FunctionContract]
  ) -> (sketch: Sketch, call: ProgramMaker.Call)? {
    for role in roles {
      if let found = variantSketch(function, variant, role) { return found }
    }
    return nil
  }

  func variantSketch(
    _ function: FunctionContract, _ variant: ProgramMaker.Variant, _ role: FunctionContract
  ) -> (sketch: Sketch, call: ProgramMaker.Call)? {
    var maker = ProgramMaker(interface)
    maker.variant = variant
    return maker.sketch(of: function, in: role)
  }

  /// What else than the usual arguments the contract allows.
  private func variants(of function: FunctionContract) -> [ProgramMaker.Variant] {
    function.signature.parameters.enumerated().flatMap { index, parameter in
      if case .size(_, true) = parameter { return [ProgramMaker.Variant.empty(index)] }
      guard case .value(let pattern) = parameter else { return [] }
      var variants = pattern.mapTypes.filter(Support.mapTypes.contains)
        .map(ProgramMaker.Variant.map)
      if pattern.isNullable { variants.append(.null(index)) }
      let isMemory = [.key, .value, .memory].contains(pattern.type)
      if function.readsPacket, isMemory, !pattern.isStable { variants.append(.packet(index)) }
      return variants
    }
  }

  /// A program that could go wrong only if the function broke what it promises of its result.
  private mutating func relying(
    on function: FunctionContract, in roles: [FunctionContract]
  ) -> [ContractProgram] {
    let ranges = function.signature.outcomes.flatMap(\.effects).compactMap { effect in
      if case .range(let range) = effect { range } else { nil }
    }
    guard let least = ranges.map(\.lowerBound).min(), let most = ranges.map(\.upperBound).max(),
      let (sketch, call) = firstSketch(function, .usual, roles)
    else { return [] }
    var statements = ["s64 number = \(call.text);"]
    var bare = sketch
    bare.wayOut = nil
    if most < .max { statements.append("if (number > \(most)) *(volatile u64 *)8;") }
    if least > .min { statements.append("if (number < \(least)) *(volatile u64 *)8;") }
    return [complete(bare, call, nil, statements: statements)]
  }

  /// Whether a program of the role can go on from the call without anything left over: what is returned must be
  /// given up by a function that it may call, and compilers keep no argument that is not used after a throw.
  func mayEnd(_ function: FunctionContract, in role: FunctionContract) -> Bool {
    if function.throws, interface.waiter(for: role) != nil { return false }
    guard let pattern = function.returnedOwned else { return true }
    let rule =
      pattern.type == .element
      ? interface.listedType
      : pattern.typeNames.first.flatMap { interface.typeRules[$0] }
    guard let destructor = rule?.destructor, let index = interface.function(named: destructor)
    else {
      return true
    }
    return interface.functions[index].mayBeCalled(in: role.role ?? "")
  }

  /// Programs that break the clause, the likeliest ones first; none where no program could.
  public mutating func breaking(_ clause: Clause) -> [ContractProgram] {
    if let index = interface.function(named: clause.declaration) {
      return breaking(clause, of: interface.functions[index])
    }
    if let role = interface.roles.values.first(where: { $0.name == clause.declaration }) {
      return breaking(clause, ofRole: role)
    }
    if let callback = interface.callbacks.values.first(where: { $0.name == clause.declaration }) {
      return breaking(clause, ofCallback: callback)
    }
    return []
  }

  /// The roles that a function is tried in: one of each kind of context would do, and one that may call it must be
  /// among them.
  func roles(for function: FunctionContract) -> [FunctionContract] {
    let all = interface.roles.keys.sorted().filter { function.mayBeCalled(in: $0) }
    return all.compactMap { interface.roles[$0] }
  }
}
