import Contracts
import Monitors

/// From a sketch to a program's text, with locks, disposals and companions.
extension ClausePrograms {
  func finished(
    _ sketch: Sketch, _ call: ProgramMaker.Call, takesLocks: Bool = true, disposes: Bool = true
  ) -> Sketch {
    var sketch = sketch
    if takesLocks { addLocks(&sketch, call) }
    if disposes { addDisposal(&sketch, call) }
    return sketch
  }

  mutating func complete(
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause?, statements: [String]? = nil
  ) -> ContractProgram {
    program(finished(sketch, call), statements ?? self.statements(call), clause)
  }

  mutating func mutated(
    _ sketch: Sketch, _ call: ProgramMaker.Call, _ clause: Clause, _ result: Int64
  ) -> ContractProgram {
    var made = complete(sketch, call, clause)
    made.mutation = Mutation(
      function: call.function.name, result: UInt64(bitPattern: result))
    return made
  }

  mutating func program(
    _ sketch: Sketch, _ call: [String], _ clause: Clause?, _ mutation: Mutation? = nil,
    result: Int64? = nil
  ) -> ContractProgram {
    var made = program(
      sketch.body(call: call, result: result), clause, mutation, in: sketch.role)
    if sketch.changesGiven { made.isLast = true }
    return made
  }

  mutating func program(
    _ body: [String], _ clause: Clause?, _ mutation: Mutation?, in role: FunctionContract
  ) -> ContractProgram {
    count += 1
    let name = "made\(count)"
    var source = definition(name, role, body)
    var companions: [String] = []
    if let companion = companion(of: name, role) {
      source += companion.source
      companions.append(companion.name)
    }
    companions += supportNames(for: role)
    return ContractProgram(
      name: name, role: role.role ?? "", clause: clause, mutation: mutation,
      companions: companions, body: body,
      isLast: body.last != "return \(role.result(consuming: []));", source: source)
  }

  func definition(_ name: String, _ role: FunctionContract, _ body: [String]) -> String {
    let parameters = role.signature.parameters.enumerated().map { index, parameter in
      let name = role.parameterName(index)
      guard case .value(let pattern) = parameter else { return "u64 \(name)" }
      return pattern.typeNames.first.map { "struct \($0) *\(name)" } ?? "void *\(name)"
    }
    let result = if case .scalar(8, _) = role.result { "u64" } else { "int" }
    let lines = body.map { "  \($0)" }.joined(separator: "\n")
    return "__attribute__((section(\"\(role.role ?? "")\"), used)) \(result) \(name)("
      + parameters.joined(separator: ", ") + ") {\n\(lines)\n}\n"
  }

  // MARK: Locks

  /// What has to be held, is; what is taken, is given up, and the other way round.
  private func addLocks(_ sketch: inout Sketch, _ call: ProgramMaker.Call) {
    let function = call.function
    let maker = ProgramMaker(interface)
    for (lock, isTaken) in [(function.acquiresLock, true), (function.releasesLock, false)] {
      guard let lock,
        let locking = maker.locking(
          call.arguments[0], of: interface.lockClass(of: lock, in: function))
      else { continue }
      if isTaken { sketch.unlock = locking.givingUp } else { sketch.lock = locking.taking }
    }
    guard let locking = maker.locking(for: call, sketch) else { return }
    sketch.lock = locking.taking
    sketch.unlock = locking.givingUp
  }

  func anySpinLocking(_ sketch: inout Sketch) -> ProgramMaker.Locking? {
    var maker = ProgramMaker(interface)
    return maker.anyLocking(of: nil, &sketch)
  }

  func addDisposal(_ sketch: inout Sketch, _ call: ProgramMaker.Call) {
    guard let pattern = call.function.returnedOwned else { return }
    var statements: [String] = []
    switch pattern.type {
    case .object(let type):
      guard let rule = interface.typeRules[type] else { return }
      ProgramMaker(interface).dispose(of: rule, "result", &statements)
    case .element:
      guard let (rule, node) = interface.linkage(of: pattern, in: call.function) else { return }
      let whole =
        node.map { "(void *)((char *)result - __builtin_offsetof(struct \(rule.name), \($0)))" }
        ?? "result"
      ProgramMaker(interface).dispose(of: rule, whole, &statements)
    default: return
    }
    sketch.afterwards.insert(
      "if (result) { \(statements.joined(separator: " ")) }", at: 0)
  }

  // MARK: Programs beside them

  /// Somebody has to await a program of a role that others name.
  private func companion(
    of name: String, _ role: FunctionContract
  ) -> (name: String, source: String)? {
    guard let waiter = interface.waiter(for: role), let owner = interface.waitingRole(waiter) else {
      return nil
    }
    let body = ["\(waiter.call(of: name));", "return \(owner.result(consuming: []));"]
    return ("\(name)_waiter", definition("\(name)_waiter", owner, body))
  }

  /// One that keeps what it is given, one that waits for it, and one that goes on with it; one that does nothing, where
  /// nobody waits for it.
  var supportPrograms: [String] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { role in
      if interface.isGiven(role), interface.waiter(for: role) == nil {
        let program = Support.programName(ofRole: role.role ?? "")
        return definition(program, role, ["return \(role.result(consuming: []));"])
      }
      guard let waiter = interface.waiter(for: role), let owner = interface.waitingRole(waiter),
        let keeper = interface.keeper(for: role)
      else { return nil }
      let program = Support.programName(ofRole: role.role ?? "")
      return definition(
        program, role,
        ["\(keeper.name)(\(role.parameterName(0)));", "return \(role.result(consuming: [0]));"])
        + definition(
          "\(program)_waiter", owner,
          ["\(waiter.call(of: program));", "return \(owner.result(consuming: []));"])
    }
  }

  private func supportNames(for role: FunctionContract) -> [String] {
    interface.roles.values.sorted { $0.name < $1.name }.compactMap { other in
      guard interface.waiter(for: other) != nil, interface.keeper(for: other) != nil,
        role.role != other.role, interface.waiter(for: role) == nil,
        interface.waiter(for: other).flatMap(interface.waitingRole)?.role != role.role
      else { return nil }
      return Support.programName(ofRole: other.role ?? "") + "_waiter"
    }
  }
}
