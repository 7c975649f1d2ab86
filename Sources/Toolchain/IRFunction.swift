/// A function: its head, cut where changes are made, and its body, line by line.
///
/// ```
/// define protected i32 @f(ptr %0) local_unnamed_addr #0 !dbg !7 {
/// |-- prefix -------| | |- parameters |-- suffix -------------|
/// ```
struct IRFunction {
  /// Up to the name: keyword, linkage, calling convention, result.
  var prefix: [IRToken]
  var nameToken: IRToken
  /// With its parentheses.
  var parameters: [IRToken]
  var suffix: [IRToken]
  /// Nil for a declaration.
  var body: [[IRToken]]?

  init?(head: [IRToken], body: [[IRToken]]?) {
    guard let name = head.firstIndex(where: { $0.kind == .global }),
      name + 1 < head.count, head[name + 1].isPunctuation("("),
      let end = head.end(ofBracketAt: name + 1)
    else { return nil }
    prefix = Array(head[..<name])
    nameToken = head[name]
    parameters = Array(head[name + 1..<end])
    suffix = Array(head[end...])
    self.body = body
  }

  var name: String { nameToken.name }
  var isDefinition: Bool { body != nil }

  var text: String {
    let head = (prefix + [nameToken] + parameters + suffix).text
    guard let body else { return head }
    return ([head + "{"] + body.map(\.text) + ["}"]).joined(separator: "\n")
  }

  /// Words that say who sees a symbol and how it is called; types and attributes are none of them.
  private static let symbolWords: Set<String> = [
    "private", "internal", "available_externally", "linkonce", "linkonce_odr", "weak", "weak_odr",
    "common", "extern_weak", "external", "default", "hidden", "protected", "dso_local",
    "dso_preemptable", "dllimport", "dllexport",
  ]

  /// Visible to no other object; not in a section either.
  mutating func makeInternal() {
    prefix.drop { $0.kind == .word && Self.symbolWords.contains($0.text) }
    prefix.insert(contentsOf: [.space, .word("internal")], at: 1)
    setSection(nil)
  }

  /// Visible, in `section`.
  mutating func makeProgram(section: String) {
    prefix.drop { $0.kind == .word && Self.symbolWords.contains($0.text) }
    setSection(section)
  }

  mutating func makeExternal() {
    prefix.drop { $0.kind == .word && Self.symbolWords.contains($0.text) }
  }

  /// Replaces section and comdat, which follow the attributes and come before all else.
  private mutating func setSection(_ section: String?) {
    removeClause("section", isFollowedBy: .string)
    removeClause("comdat", isFollowedBy: nil)
    guard let section else { return }
    let later: Set<String> = ["partition", "align", "gc", "prefix", "prologue", "personality"]
    let place =
      suffix.firstIndex {
        $0.kind == .metadata || $0.kind == .word && later.contains($0.text)
      } ?? suffix.count
    suffix.insert(
      contentsOf: [
        .word("section"), .space, IRToken(kind: .string, text: "\"\(section)\""), .space,
      ],
      at: place)
  }

  private mutating func removeClause(_ word: String, isFollowedBy operand: IRToken.Kind?) {
    guard let start = suffix.firstIndex(where: { $0.isWord(word) }) else { return }
    var end = start + 1
    if let operand, let place = suffix[end...].firstIndex(where: { $0.kind == operand }) {
      end = place + 1
    } else if end < suffix.count, suffix[end].isPunctuation("("),
      let close = suffix.end(ofBracketAt: end)
    {
      end = close
    }
    if end < suffix.count, suffix[end].kind == .space { end += 1 }
    suffix.removeSubrange(start..<end)
  }

  /// Adds an attribute before all others, which follow `unnamed_addr`.
  mutating func addAttribute(_ word: String) {
    let address = suffix.firstIndex { $0.isWord("unnamed_addr") || $0.isWord("local_unnamed_addr") }
    suffix.insert(contentsOf: [.space, .word(word)], at: address.map { $0 + 1 } ?? 0)
  }

  /// BPF passes five registers and returns one; more than that works only in a function that is
  /// part of its callers.
  var exceedsRegisters: Bool {
    let brackets = ["{", "[", "<"]
    if prefix.contains(where: { $0.kind == .punctuation && brackets.contains($0.text) }) {
      return true
    }
    // A structure's name can only be the result's type.
    if prefix.contains(where: { $0.kind == .local }) { return true }
    return parameterCount > 5
  }

  private var parameterCount: Int {
    var depth = 0
    var count = 0
    var hasContent = false
    for token in parameters.dropFirst().dropLast() {
      if token.kind == .punctuation {
        if ["(", "{", "[", "<"].contains(token.text) { depth += 1 }
        if [")", "}", "]", ">"].contains(token.text) { depth -= 1 }
        if token.text == "," && depth == 0 { count += 1 }
      }
      hasContent = hasContent || token.kind != .space
    }
    return hasContent ? count + 1 : 0
  }

  /// Applies a change to every token of head and body.
  mutating func forEachLine(_ change: (inout [IRToken]) -> Void) {
    change(&prefix)
    change(&parameters)
    change(&suffix)
    for index in body?.indices ?? 0..<0 { change(&body![index]) }
  }
}

/// `@name = linkage global type value, section "…", align 8`.
struct IRGlobal {
  var tokens: [IRToken]

  init?(_ tokens: [IRToken]) {
    guard tokens.count > 3, tokens.contains(where: { $0.isPunctuation("=") }) else { return nil }
    self.tokens = tokens
  }

  var name: String { tokens[0].name }

  private static let linkageWords: Set<String> = [
    "private", "internal", "available_externally", "linkonce", "linkonce_odr", "weak", "weak_odr",
    "common", "appending", "extern_weak", "external",
  ]
  private static let symbolWords: Set<String> = linkageWords.union([
    "default", "hidden", "protected", "dso_local", "dso_preemptable", "dllimport", "dllexport",
  ])

  /// The index of `global`, `constant`, `alias` or `ifunc`: what stands before is about the symbol.
  private var kindIndex: Int {
    tokens.firstIndex {
      $0.isWord("global") || $0.isWord("constant") || $0.isWord("alias") || $0.isWord("ifunc")
    } ?? tokens.count
  }

  var isDeclaration: Bool {
    tokens[..<kindIndex].contains { $0.isWord("external") || $0.isWord("extern_weak") }
  }

  var isThreadLocal: Bool { tokens[..<kindIndex].contains { $0.isWord("thread_local") } }

  /// The section that the source asked for.
  var section: String? {
    guard let place = tokens.firstIndex(where: { $0.isWord("section") }) else { return nil }
    return tokens[place...].first { $0.kind == .string }?.name
  }

  /// Visible to no other object, with a section only if BPF's loaders know it.
  mutating func makeInternal(keepingSection: Bool) {
    var symbol = Array(tokens[..<kindIndex])
    symbol.drop { $0.kind == .word && Self.symbolWords.contains($0.text) }
    let equals = symbol.firstIndex { $0.isPunctuation("=") } ?? symbol.count - 1
    symbol.insert(contentsOf: [.space, .word("internal")], at: equals + 1)
    tokens.replaceSubrange(..<kindIndex, with: symbol)
    if !keepingSection { removeClause("section") }
    removeClause("comdat")
  }

  mutating func makeExternal() {
    var symbol = Array(tokens[..<kindIndex])
    symbol.drop {
      $0.kind == .word && Self.symbolWords.contains($0.text) && !$0.isWord("external")
    }
    tokens.replaceSubrange(..<kindIndex, with: symbol)
  }

  /// Removes `, word` and its operand.
  private mutating func removeClause(_ word: String) {
    guard let place = tokens.firstIndex(where: { $0.isWord(word) }), place >= 2,
      tokens[place - 2].isPunctuation(",")
    else { return }
    let end = tokens[place...].firstIndex { $0.isPunctuation(",") } ?? tokens.count
    tokens.removeSubrange(place - 2..<end)
  }
}
