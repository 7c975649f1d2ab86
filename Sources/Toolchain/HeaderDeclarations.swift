import Foundation

/// What a header declares for the programs that import it, read from clang's syntax tree.
struct HeaderDeclarations: Equatable {
  /// Functions with a section, which names their role: the programs.
  var sections: [String: String] = [:]
  /// All functions, and variables, that may come from outside.
  var functions: Set<String> = []
  var variables: Set<String> = []
  var names: Set<String> { functions.union(variables) }
  /// Structures that are defined, and not just mentioned.
  var structures: Set<String> = []
  /// Helpers: functions that Linux calls by number, declared as `static f(*const name) = (void *)7`.
  var helpers: [String: Int64] = [:]

  private struct Node: Decodable {
    var kind: String?
    var name: String?
    var storageClass: String?
    var tagUsed: String?
    var completeDefinition: Bool?
    var `init`: String?
    var section_name: String?
    var message: String?
    var value: Value?
    var inner: [Node]?
    var type: TypeName?

    struct TypeName: Decodable {
      var qualType: String?
    }

    /// Clang writes some values as strings, others as numbers or truth values.
    struct Value: Decodable {
      var text: String?
      init(from decoder: any Decoder) throws {
        text = try? decoder.singleValueContainer().decode(String.self)
      }
    }
  }

  /// Reads what `clang -Xclang -ast-dump=json` writes.
  init(syntaxTree: Data) throws(ToolchainError) {
    let root: Node
    do {
      root = try JSONDecoder().decode(Node.self, from: syntaxTree)
    } catch {
      throw .unexpectedOutput(tool: "clang", line: 1, text: "\(error)")
    }
    for node in root.inner ?? [] {
      guard let name = node.name else { continue }
      switch node.kind {
      case "FunctionDecl":
        if node.storageClass != "static" { functions.insert(name) }
        if let section = Self.section(of: node) { sections[name] = section }
      case "VarDecl":
        if node.storageClass != "static" {
          variables.insert(name)
        } else if let number = Self.helperNumber(node) {
          helpers[name] = number
        }
      case "RecordDecl" where node.tagUsed == "struct" && node.completeDefinition == true:
        structures.insert(name)
      default: break
      }
    }
  }

  /// The section, which says of a program that is marked so that it is preemptible, as Swift's objects have no tags.
  private static func section(of node: Node) -> String? {
    guard let section = node.inner?.first(where: { $0.kind == "SectionAttr" })?.section_name else {
      return nil
    }
    let isPreemptible = node.inner?.contains { $0.message == "preemptible" } ?? false
    return isPreemptible ? section + ".preemptible" : section
  }

  /// The number in `static long (*const name)(…) = (void *)7`.
  private static func helperNumber(_ node: Node) -> Int64? {
    guard node.`init` != nil, node.type?.qualType?.contains("(*const)") == true else { return nil }
    var next = node.inner?.first
    while let inner = next {
      if inner.kind == "IntegerLiteral" { return inner.value?.text.flatMap { Int64($0) } }
      next = inner.inner?.first
    }
    return nil
  }
}
