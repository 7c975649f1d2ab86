import ArgumentParser
import Contracts

/// `baton contracts show`.
struct ContractsShowCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "show",
    abstract: "Show an interface: its roles, its types with their states, its functions.",
    discussion: """
      Exit status: 0 done, 2 on bad input.

      Examples:
        baton contracts show
        baton contracts show lean.h --dot
      """)

  @OptionGroup var interface: InterfaceArgument

  @Flag(help: "Print the diagrams of states for Graphviz, and nothing else.")
  var dot = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let interface = try interface.read()
    if dot { return print(interface.stateDiagrams.map(\.dot).joined(separator: "\n")) }
    if json { return try printJSON(interface.object) }
    print(interface.tables)
  }
}

extension Interface {
  /// What a person reads.
  fileprivate var tables: String {
    var lines = version.map { ["version \($0)", ""] } ?? []
    lines.append("roles")
    for name in roles.keys.sorted() { lines.append("  \(name): \(roles[name]!.text)") }
    lines += ["", "types"]
    let diagrams = Dictionary(grouping: stateDiagrams, by: \.type)
    for rule in typeRules.values.sorted(by: { $0.name < $1.name }) where rule.hasRules {
      lines.append("  " + rule.line)
      for diagram in diagrams[rule.name] ?? [] {
        lines += diagram.lines.map { "    " + $0 }
      }
    }
    lines += ["", "functions"]
    for function in functions { lines.append("  \(function.name): \(function.clauses)") }
    return lines.joined(separator: "\n")
  }

  fileprivate var object: [String: Any] {
    [
      "roles": roles.mapValues(\.text),
      "types": typeRules.values.filter(\.hasRules).sorted { $0.name < $1.name }.map { rule in
        var object: [String: Any] = [
          "name": rule.name, "kind": rule.kind.rawValue,
          "states": rule.machines.map(\.states),
        ]
        object["destructor"] = rule.destructor
        object["final"] = rule.finalStates
        object["belongsTo"] = rule.owner
        return object
      },
      "functions": functions.map { ["name": $0.name, "contract": $0.text, "clauses": $0.clauses] },
    ]
  }
}

extension TypeRule {
  fileprivate var hasRules: Bool {
    kind != .plain || destructor != nil || !machines.isEmpty || owner != nil
  }

  fileprivate var line: String {
    var parts = ["\(name): \(kind.rawValue)"]
    if let destructor { parts.append("disposed of by \(destructor)") }
    if let owner { parts.append("belongs to a \(owner)") }
    if let finalStates { parts.append("final in \(finalStates.joined(separator: ", "))") }
    return parts.joined(separator: ", ")
  }
}

extension StateDiagram {
  /// A line a state, with the calls that lead away from it.
  fileprivate var lines: [String] {
    machine.states.flatMap { state -> [String] in
      let away = transitions.filter { $0.from == state }
      guard !away.isEmpty else { return [state] }
      return away.enumerated().map { index, transition in
        let start = index == 0 ? state : String(repeating: " ", count: state.count)
        return "\(start) ── \(transition.label) ─▶ \(transition.to ?? "(given away)")"
      }
    }
  }

  /// For Graphviz.
  fileprivate var dot: String {
    let title = machine.name.isEmpty ? type : "\(type)_\(machine.name)"
    var lines = ["digraph \(title) {", "  rankdir=LR;", "  node [shape=box, style=rounded];"]
    for state in machine.states { lines.append("  \(state);") }
    if transitions.contains(where: { $0.to == nil }) {
      lines.append("  gone [label=\"\", shape=point];")
    }
    for transition in transitions {
      lines.append(
        "  \(transition.from) -> \(transition.to ?? "gone") [label=\"\(transition.label)\"];")
    }
    return (lines + ["}"]).joined(separator: "\n")
  }
}

extension StateDiagram.Transition {
  fileprivate var label: String { condition.isEmpty ? function : "\(function) \(condition)" }
}

extension FunctionContract {
  /// The contract with all that stands beside it.
  fileprivate var clauses: String {
    var parts = [text + lockClauses]
    if let callers { parts.append("roles \(callers.names.joined(separator: ", "))") }
    let words: [(Bool, String)] = [
      (suspends, "suspends"), (resumes, "resumes"), (`throws`, "throws"), (sleeps, "sleeps"),
      (tailCalls, "tail calls"), (endsProgram, "ends the program"), (needsGPL, "GPL"),
      (isForLocked, "while locked"), (readsPacket, "reads packets"),
    ]
    parts += words.filter(\.0).map(\.1)
    if let movesPacket { parts.append("moves '\(movesPacket.instance)") }
    if let endsParts { parts.append("ends parts of '\(endsParts)") }
    if let endsValue { parts.append("ends '\(endsValue)") }
    return parts.joined(separator: "; ")
  }
}
