/// Where in the source a piece of intermediate code comes from.
struct IRDebugInfo {
  /// `!7 = …` by id.
  private var nodes: [String: [IRToken]] = [:]
  /// Preferred over all other files, such as the standard library's.
  private let source: String

  /// How many scopes and inlined calls are followed; deeper ones are cut off.
  private static let depthMax = 100

  init(_ module: IRModule, source: String) {
    self.source = source
    for case .metadata(let id, let tokens) in module.entities { nodes[id] = tokens }
  }

  struct Place: Equatable {
    var file: String
    var line: Int
    var column: Int
  }

  /// The value of `field: value` in a node.
  func field(_ name: String, of id: String) -> IRToken? {
    nodes[id].flatMap { tokens in tokens.metadataField(name).map { tokens[$0] } }
  }

  func number(_ name: String, of id: String) -> Int {
    field(name, of: id).flatMap { Int($0.text) } ?? 0
  }

  /// What `!dbg` of an instruction or function says.
  static func attachment(of tokens: [IRToken]) -> String? {
    guard let mark = tokens.lastIndex(where: { $0.kind == .metadata && $0.text == "!dbg" }) else {
      return nil
    }
    return tokens[(mark + 1)...].first { $0.kind == .metadata }?.text
  }

  /// The place in the user's own source that an instruction comes from: the innermost one, through
  /// all calls that were inlined. Nil for code that is not the user's, as of the standard library.
  func sourcePlace(of instruction: [IRToken]) -> Place? {
    var id = Self.attachment(of: instruction)
    for _ in 0..<Self.depthMax {
      guard let current = id else { break }
      if let found = place(at: current), isSource(found.file), found.line > 0 { return found }
      id = field("inlinedAt", of: current)?.text
    }
    return nil
  }

  /// A location, and what it is inlined at, outwards.
  func chain(from location: String) -> [String] {
    var chain: [String] = []
    var id: String? = location
    while let current = id, chain.count < Self.depthMax {
      chain.append(current)
      id = field("inlinedAt", of: current)?.text
    }
    return chain
  }

  /// Is the location in the user's own source, if perhaps on no line?
  func isInSource(_ location: String) -> Bool {
    file(of: location).map(isSource) ?? false
  }

  /// Code of Swift's own, and what the compiler makes up. The user's headers are none of it.
  func isForeign(_ function: IRFunction) -> Bool {
    guard let id = Self.attachment(of: function.suffix), let file = file(of: id) else {
      return true
    }
    return !isSource(file) && !file.hasSuffix(".h")
  }

  /// The nearest scope around a location that begins on a line.
  func scopeWithLine(around location: String) -> String? {
    var scope = field("scope", of: location)?.text
    for _ in 0..<Self.depthMax {
      guard let current = scope else { return nil }
      if number("line", of: current) > 0 { return current }
      scope = field("scope", of: current)?.text
    }
    return nil
  }

  private func place(at id: String) -> Place? {
    guard let file = file(of: id) else { return nil }
    return Place(file: file, line: number("line", of: id), column: number("column", of: id))
  }

  /// The file of a scope, or of the nearest scope around it that has one.
  private func file(of id: String) -> String? {
    var scope: String? = id
    for _ in 0..<Self.depthMax {
      guard let current = scope else { return nil }
      if let file = field("file", of: current) { return field("filename", of: file.text)?.name }
      scope = field("scope", of: current)?.text
    }
    return nil
  }

  private func isSource(_ file: String) -> Bool {
    file == source || source.hasSuffix("/" + file) || file.hasSuffix("/" + source)
  }

  /// Where a function of the user's own source is written.
  func sourcePlace(of function: IRFunction) -> Place? {
    guard let id = Self.attachment(of: function.suffix), let place = place(at: id),
      isSource(place.file)
    else { return nil }
    return place
  }

  /// A function's name as the user wrote it.
  func name(of function: IRFunction) -> String {
    let id = Self.attachment(of: function.suffix)
    return id.flatMap { field("name", of: $0)?.name } ?? function.name
  }
}
