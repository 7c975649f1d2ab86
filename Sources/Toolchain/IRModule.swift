/// A module of LLVM's textual code, as a compiler prints it: one entity a line, but for functions
/// with a body.
package struct IRModule {
  var entities: [Entity] = []

  enum Entity {
    /// `target triple = "…"` or `target datalayout = "…"`.
    case target(key: String, value: String)
    case global(IRGlobal)
    case function(IRFunction)
    /// `attributes #7 = { … }`.
    case attributes(IRAttributes)
    /// `!7 = …` or `!name = …`; the tokens of the whole line.
    case metadata(id: String, [IRToken])
    /// `$name = comdat any`.
    case comdat
    /// Types, comments and what needs no change.
    case other([IRToken])
  }

  /// Takes a module apart.
  package init(parsing source: String) throws(ToolchainError) {
    var lines = source.split(separator: "\n", omittingEmptySubsequences: false)[...]
    while let line = lines.popFirst() {
      let number = lines.startIndex
      var tokens = [IRToken](line: line)
      guard let first = tokens.first else {
        entities.append(.other([]))
        continue
      }
      if first.isWord("define") {
        entities.append(.function(try Self.definition(&tokens, &lines, number)))
      } else {
        entities.append(try Self.entity(first, tokens, number))
      }
    }
  }

  private static func fault(_ line: Int, _ tokens: [IRToken]) -> ToolchainError {
    .unexpectedOutput(tool: "swiftc", line: line, text: tokens.text)
  }

  private static func definition(
    _ head: inout [IRToken], _ lines: inout ArraySlice<Substring>, _ number: Int
  ) throws(ToolchainError) -> IRFunction {
    guard head.last?.isPunctuation("{") == true else { throw fault(number, head) }
    head.removeLast()
    var body: [[IRToken]] = []
    while let line = lines.popFirst() {
      if line == "}" {
        guard let function = IRFunction(head: head, body: body) else { break }
        return function
      }
      body.append([IRToken](line: line))
    }
    throw fault(number, head)
  }

  private static func entity(
    _ first: IRToken, _ tokens: [IRToken], _ number: Int
  ) throws(ToolchainError) -> Entity {
    switch (first.kind, first.text) {
    case (.word, "declare"):
      guard let function = IRFunction(head: tokens, body: nil) else { throw fault(number, tokens) }
      return .function(function)
    case (.word, "target"):
      let words = tokens.filter { $0.kind != .space }
      guard words.count == 4, words[3].kind == .string else { throw fault(number, tokens) }
      return .target(key: words[1].text, value: words[3].name)
    case (.word, "attributes"):
      guard let group = IRAttributes(tokens) else { throw fault(number, tokens) }
      return .attributes(group)
    case (.global, _):
      guard let global = IRGlobal(tokens) else { throw fault(number, tokens) }
      return .global(global)
    case (.metadata, _): return .metadata(id: first.text, tokens)
    case (.word, let text) where text.hasPrefix("$"): return .comdat
    default: return .other(tokens)
    }
  }

  /// The module as text again.
  package var text: String {
    entities.map(Self.text).joined(separator: "\n")
  }

  private static func text(_ entity: Entity) -> String {
    switch entity {
    case .target(let key, let value): "target \(key) = \"\(value)\""
    case .global(let global): global.tokens.text
    case .function(let function): function.text
    case .attributes(let group): group.text
    case .metadata(_, let tokens), .other(let tokens): tokens.text
    case .comdat: ""
    }
  }
}

/// `attributes #7 = { nounwind "target-cpu"="x86-64" }`.
struct IRAttributes {
  var number: String
  /// Each with its value, if it has one: `nounwind`, `memory(none)`, `"frame-pointer"="all"`.
  var items: [String]

  init(number: String, items: [String]) {
    self.number = number
    self.items = items
  }

  init?(_ tokens: [IRToken]) {
    guard let number = tokens.first(where: { $0.kind == .hash }),
      let open = tokens.firstIndex(where: { $0.isPunctuation("{") }),
      let end = tokens.end(ofBracketAt: open)
    else { return nil }
    self.number = number.text
    items = []
    var depth = 0
    var item = ""
    for token in tokens[open + 1..<end - 1] {
      if token.isPunctuation("(") { depth += 1 }
      if token.isPunctuation(")") { depth -= 1 }
      if token.kind == .space && depth == 0 {
        if !item.isEmpty { items.append(item) }
        item = ""
      } else {
        item += token.text
      }
    }
    if !item.isEmpty { items.append(item) }
  }

  var text: String { "attributes \(number) = { \(items.joined(separator: " ")) }" }
}
