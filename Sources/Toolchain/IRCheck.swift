/// Walks what the programs of a module need, and finds what BPF can't have.
struct IRCheck {
  private var functions: [String: IRFunction] = [:]
  private var globals: [String: IRGlobal] = [:]
  private let declarations: HeaderDeclarations
  private let debug: IRDebugInfo

  /// So many problems are reported at once.
  private static let problemsMax = 20

  init(_ module: IRModule, _ declarations: HeaderDeclarations, source: String) {
    self.declarations = declarations
    debug = IRDebugInfo(module, source: source)
    for entity in module.entities {
      switch entity {
      case .function(let function): functions[function.name] = function
      case .global(let global): globals[global.name] = global
      default: break
      }
    }
  }

  /// A symbol, and the place in the user's source that needs it, however indirectly.
  private struct Use {
    var name: String
    var place: IRDebugInfo.Place?
  }

  /// The problems of everything that is reachable from `roots`, in the order of the source.
  func problems(from roots: [String]) -> [SourceProblem] {
    var found: Set<SourceProblem> = []
    var seen = Set(roots)
    var pending = roots.map { Use(name: $0, place: functions[$0].flatMap(debug.sourcePlace)) }
    var calls: [String: [(callee: String, line: [IRToken])]] = [:]
    while let use = pending.popLast() {
      var next: [Use] = []
      if let function = functions[use.name] {
        next = check(function, from: use.place, &found)
        calls[use.name] = self.calls(of: function)
      } else if let global = globals[use.name] {
        next = check(global, from: use.place, &found)
      }
      pending += next.filter { seen.insert($0.name).inserted }
    }
    found.formUnion(recursions(calls))
    let sorted = found.sorted {
      ($0.file, $0.line, $0.column, $0.message) < ($1.file, $1.line, $1.column, $1.message)
    }
    return Array(sorted.prefix(Self.problemsMax))
  }

  private func problem(_ message: String, _ place: IRDebugInfo.Place?) -> SourceProblem {
    SourceProblem(
      file: place?.file ?? "", line: place?.line ?? 0, column: place?.column ?? 0,
      message: message)
  }

  // MARK: What is used

  private static let floatTypes: Set<String> = [
    "half", "bfloat", "float", "double", "fp128", "x86_fp80",
  ]

  /// Checks the instructions of a function, and returns what they refer to.
  private func check(
    _ function: IRFunction, from user: IRDebugInfo.Place?, _ found: inout Set<SourceProblem>
  ) -> [Use] {
    var next: [Use] = []
    for line in function.body ?? [] {
      // `#dbg_value(…)` only describes.
      guard let first = line.first(where: { $0.kind != .space }), first.kind != .hash else {
        continue
      }
      let place = debug.sourcePlace(of: line) ?? debug.sourcePlace(of: function) ?? user
      if line.contains(where: { $0.kind == .word && Self.floatTypes.contains($0.text) }) {
        found.insert(problem("BPF has no floating-point numbers", place))
      }
      for token in line where token.kind == .global {
        if let message = objection(to: token.name, in: line) {
          found.insert(problem(message, place))
        } else {
          next.append(Use(name: token.name, place: place))
        }
      }
    }
    return next
  }

  private func check(
    _ global: IRGlobal, from user: IRDebugInfo.Place?, _ found: inout Set<SourceProblem>
  ) -> [Use] {
    if global.isThreadLocal {
      found.insert(problem("BPF programs have no threads, and so no variables of a thread", user))
    }
    return global.tokens.dropFirst().filter { $0.kind == .global }
      .map { Use(name: $0.name, place: user) }
  }

  /// Why a program can't refer to `name`; nil if it can.
  private func objection(to name: String, in line: [IRToken]) -> String? {
    if let construct = SwiftConstruct(needing: name, in: line) { return construct.message }
    if let function = functions[name] {
      if function.isDefinition || name.hasPrefix("llvm.") || isDeclared(name) { return nil }
      return "'\(name)' is called here, which is no part of the interface"
    }
    if let global = globals[name], global.isDeclaration, !isDeclared(name) {
      return "'\(name)' is used here, which is no part of the interface"
    }
    return nil
  }

  private func isDeclared(_ name: String) -> Bool {
    declarations.names.contains(name) || declarations.helpers[name] != nil
  }

  // MARK: Recursion

  private func calls(of function: IRFunction) -> [(callee: String, line: [IRToken])] {
    (function.body ?? []).compactMap { line in
      guard let call = line.firstIndex(where: { $0.isWord("call") }),
        let callee = line[call...].firstIndex(where: { $0.kind == .global }),
        callee + 1 < line.count, line[callee + 1].isPunctuation("("),
        functions[line[callee].name]?.isDefinition == true
      else { return nil }
      return (line[callee].name, line)
    }
  }

  /// Calls that lead back to their caller.
  private func recursions(
    _ calls: [String: [(callee: String, line: [IRToken])]]
  ) -> [SourceProblem] {
    var problems: [SourceProblem] = []
    for (caller, list) in calls {
      for call in list where reaches(caller, from: call.callee, calls) {
        let name = functions[call.callee].map(debug.name) ?? call.callee
        problems.append(
          problem(
            "BPF has no recursion, and '\(name)' leads back here", debug.sourcePlace(of: call.line))
        )
      }
    }
    return problems
  }

  private func reaches(
    _ goal: String, from start: String,
    _ calls: [String: [(callee: String, line: [IRToken])]]
  ) -> Bool {
    var seen: Set<String> = [start]
    var pending = [start]
    while let name = pending.popLast() {
      if name == goal { return true }
      pending += (calls[name] ?? []).map(\.callee).filter { seen.insert($0).inserted }
    }
    return false
  }
}
