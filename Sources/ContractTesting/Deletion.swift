import Contracts
import ObjectFile

/// One piece of an interface's contracts, and the interface without it.
public struct Deletion: Sendable {
  /// The function or type, with the field where it is one's.
  public var declaration: String
  /// What is deleted, in words.
  public var what: String
  let types: BTF

  /// The interface without the piece.
  public func interface() throws(ContractError) -> Interface {
    try Interface(types: types, isImplemented: true)
  }
}

extension Interface {
  /// Everything that can be deleted from the contracts by itself.
  public var deletions: [Deletion] {
    types.types.indices.flatMap { id -> [Deletion] in
      guard case .declTag(let target, let component) = types.types[id].kind,
        let declaration = types.declaration(target, component)
      else { return [] }
      return deletions(of: types.types[id].name, at: id, declaration)
    }
  }

  private func deletions(of tag: String, at id: Int, _ declaration: String) -> [Deletion] {
    let kind = tag.prefix { $0 != ":" }
    let text = String(tag.dropFirst(kind.count + 1))
    // These say what a declaration is, and not what is demanded of anybody.
    if ["helper", "role", "callback", "kind", "called", "contains", "version"].contains(kind) {
      return []
    }
    if kind == "contract" {
      return ContractDeletions(text).all.map { what, rest in
        deletion(declaration, what, at: id, leaving: "contract:" + rest)
      }
    }
    var deletions = [deletion(declaration, tag, at: id, leaving: nil)]
    guard ["roles", "states", "final"].contains(kind) else { return deletions }
    let items = text.split(separator: ",").map { $0.drop { $0 == " " } }
    guard items.count > 1 else { return deletions }
    deletions += items.indices.map { index in
      var rest = items
      rest.remove(at: index)
      return deletion(
        declaration, "\(kind): \(items[index])", at: id,
        leaving: "\(kind):" + rest.joined(separator: ", "))
    }
    return deletions
  }

  private func deletion(
    _ declaration: String, _ what: String, at id: Int, leaving rest: String?
  ) -> Deletion {
    var types = types
    types.setTag(id, to: rest)
    return Deletion(declaration: declaration, what: what, types: types)
  }
}

extension BTF {
  /// What a tag is attached to.
  fileprivate func declaration(_ target: TypeID, _ component: Int32) -> String? {
    let entry = types[Int(target)]
    switch entry.kind {
    case .function: return entry.name
    case .structure(_, let members):
      guard component >= 0 else { return entry.name }
      return "\(entry.name).\(members[Int(component)].name)"
    default: return nil
    }
  }
}

/// Every piece of a contract's text that can be left out, or be made to say nothing.
private struct ContractDeletions {
  private let text: [Character]
  private(set) var all: [(what: String, rest: String)] = []

  init(_ text: String) {
    self.text = Array(text)
    words()
    marks()
    items()
    ranges()
    outcomes()
  }

  private mutating func add(_ what: String, _ range: Range<Int>, replacedBy new: String = "") {
    var rest = text
    rest.replaceSubrange(range, with: Array(new))
    all.append((what, String(rest)))
  }

  /// Where the words of the contract begin and end.
  private var wordRanges: [Range<Int>] {
    var ranges: [Range<Int>] = []
    var start: Int?
    for index in 0...text.count {
      let isWord =
        index < text.count && (text[index].isLetter || text[index].isNumber || text[index] == "_")
      if isWord, start == nil { start = index }
      if !isWord, let first = start {
        ranges.append(first..<index)
        start = nil
      }
    }
    return ranges
  }

  private mutating func words() {
    let words = ["own", "new", "stable", "out", "inout", "const", "lent", "written", "aligned"]
    for range in wordRanges where words.contains(String(text[range])) {
      // A word before a type, with the space behind it.
      guard range.upperBound < text.count, text[range.upperBound] == " " else { continue }
      add("“\(String(text[range]))”", range.lowerBound..<range.upperBound + 1)
    }
    for range in wordRanges where range.lowerBound > 0 && text[range.lowerBound - 1] == "'" {
      // Only where the name is used more than once does it say something.
      let name = text[range]
      guard wordRanges.count(where: { text[$0] == name }) > 1 else { continue }
      add("that it is '\(String(name))", range, replacedBy: "\(String(name))_other")
    }
  }

  private mutating func marks() {
    for index in text.indices where text[index] == "?" { add("“?”", index..<index + 1) }
  }

  /// States and types of maps, between brackets.
  private mutating func items() {
    for open in text.indices where text[open] == "<" {
      guard let close = text[open...].firstIndex(of: ">") else { continue }
      let end = text[open..<close].firstIndex(of: ",") ?? close
      let list = String(text[open + 1..<end])
      guard !list.contains("'"), end < close else { continue }
      add("“\(list)”", open + 1..<end + 1)
      let names = list.split(separator: "|")
      guard names.count > 1 else { continue }
      for index in names.indices {
        var rest = names
        rest.remove(at: index)
        add("“\(names[index])”", open + 1..<end, replacedBy: rest.joined(separator: "|"))
      }
    }
  }

  private mutating func ranges() {
    var index = 0
    while index < text.count {
      let start = index
      while index < text.count, text[index].isNumber || "-.".contains(text[index]) { index += 1 }
      defer { index += 1 }
      guard index > start, start == 0 || " (".contains(text[start - 1]) else { continue }
      let range = String(text[start..<index])
      guard range != "-", !range.hasPrefix("...") else { continue }
      let before = String(text[..<start])
      if before.hasSuffix("on ") || before.hasSuffix("on <") || before.hasSuffix("on >") {
        continue
      }
      add("“\(range)”", start..<index, replacedBy: "_")
    }
  }

  private mutating func outcomes() {
    let whole = String(text)
    guard let arrow = whole.firstRange(of: " -> ") else { return }
    let head = String(whole[..<arrow.upperBound])
    let alternatives = String(whole[arrow.upperBound...]).components(" | ")
    // `_` promises nothing.
    if alternatives != ["_"] {
      all.append(("all that it promises", String(whole[..<arrow.lowerBound])))
    }
    for index in alternatives.indices {
      var rest = alternatives
      if alternatives.count > 1 {
        rest.remove(at: index)
        all.append(("“\(alternatives[index])”", head + rest.joined(separator: " | ")))
      }
      rest = alternatives
      let parts = alternatives[index].components(" on ")
      if parts.count > 1 {
        rest[index] = parts[0]
        all.append(("“on \(parts[1])”", head + rest.joined(separator: " | ")))
      }
      let effects = parts[0].components(", ")
      guard effects.count > 1 else { continue }
      for effect in effects.indices where effects[effect].hasPrefix("consumed") {
        var left = effects
        left.remove(at: effect)
        rest[index] = left.joined(separator: ", ") + (parts.count > 1 ? " on \(parts[1])" : "")
        all.append(("“\(effects[effect])”", head + rest.joined(separator: " | ")))
      }
    }
  }
}

extension String {
  fileprivate func components(_ separator: String) -> [String] {
    split(separator: separator).map(String.init)
  }
}
