extension IRModule {
  /// Makes every instruction name a line of the user's own source.
  ///
  /// BPF's line information holds one file and line for each instruction: the innermost. Of code
  /// that Swift inlined from its standard library that is no line anybody could look at, so it
  /// becomes the line that the library was called on. Functions of the library lose their lines and
  /// go into their callers, where they get the call's.
  ///
  /// - Returns: the operations that trap, by where they are from then on.
  mutating func nameTheSource(_ source: String) -> Set<TrapSite> {
    var lines = SourceLines(IRDebugInfo(self, source: source), firstID: unusedMetadataID)
    for index in entities.indices {
      guard case .function(var function) = entities[index], function.isDefinition else { continue }
      if lines.debug.isForeign(function) {
        function.dropDebugInformation()
      } else {
        lines.relocate(&function)
      }
      function.tellTrapsApart(&lines.trapCount)
      entities[index] = .function(function)
    }
    entities += lines.added
    return lines.traps
  }

  private var unusedMetadataID: Int {
    var largest = 0
    for case .metadata(let id, _) in entities {
      if let number = Int(id.dropFirst()) { largest = max(largest, number) }
    }
    return largest + 1
  }
}

/// Finds the user's location for each one in the code, and makes up those that are missing.
struct SourceLines {
  let debug: IRDebugInfo
  var trapCount = 0
  private(set) var traps: Set<TrapSite> = []
  private(set) var added: [IRModule.Entity] = []
  private var nextID: Int
  private var known: [String: Location] = [:]

  init(_ debug: IRDebugInfo, firstID: Int) {
    self.debug = debug
    nextID = firstID
  }

  mutating func relocate(_ function: inout IRFunction) {
    guard let subprogram = IRDebugInfo.attachment(of: function.suffix),
      let source = debug.sourcePlace(of: function), source.line > 0
    else { return }
    let blocks = IRBlocks(function)
    for index in function.body?.indices ?? 0..<0 {
      // A trap is where its condition is.
      let branch = blocks.branchToTrap(at: index)
      guard let location = IRDebugInfo.attachment(of: function.body![branch ?? index]) else {
        continue
      }
      let place = userLocation(of: location, in: subprogram)
      function.body![index].setAttachment(place.id)
      if let branch {
        traps.insert(
          TrapSite(
            line: place.line, column: place.column,
            operation: blocks.operation(testedAt: branch)))
      }
    }
  }

  private struct Location {
    var id: String
    var line: Int
    var column: Int
  }

  private mutating func userLocation(of location: String, in subprogram: String) -> Location {
    if let found = known[location] { return found }
    let chain = debug.chain(from: location)
    let result: Location
    if let found = chain.first(where: {
      debug.isInSource($0) && debug.number("line", of: $0) > 0
    }) {
      result = Location(
        id: found, line: debug.number("line", of: found),
        column: debug.number("column", of: found))
    } else if let inner = chain.first(where: debug.isInSource),
      let scope = debug.field("scope", of: inner)?.text,
      let place = debug.scopeWithLine(around: inner)
    {
      result = add(place, scope: scope, inlinedAt: debug.field("inlinedAt", of: inner)?.text)
    } else {
      result = add(subprogram, scope: subprogram, inlinedAt: nil)
    }
    known[location] = result
    return result
  }

  /// A location on the line on which `place` begins.
  private mutating func add(_ place: String, scope: String, inlinedAt: String?) -> Location {
    let id = "!\(nextID)"
    nextID += 1
    let line = debug.number("line", of: place)
    let column = debug.number("column", of: place)
    let call = inlinedAt.map { ", inlinedAt: \($0)" } ?? ""
    let text = "\(id) = !DILocation(line: \(line), column: \(column), scope: \(scope)\(call))"
    added.append(.metadata(id: id, [IRToken](line: text[...])))
    return Location(id: id, line: line, column: column)
  }
}

extension IRFunction {
  var hasDebugInformation: Bool { IRDebugInfo.attachment(of: suffix) != nil }

  /// Without a subprogram, what is inlined gets the location of the call.
  fileprivate mutating func dropDebugInformation() {
    suffix.removeAttachment()
    body?.removeAll { $0.isDebugRecord }
    for index in body?.indices ?? 0..<0 { body![index].removeAttachment() }
  }

  /// Swift marks each trap with the number 0, so that none looks as if it did nothing. With numbers
  /// of their own the compiler keeps them apart, and each keeps its line.
  fileprivate mutating func tellTrapsApart(_ count: inout Int) {
    for index in body?.indices ?? 0..<0 {
      guard body![index].contains(where: { $0.isWord("asm") }),
        let number = body![index].lastIndex(where: { $0.isWord("0") })
      else { continue }
      count += 1
      body![index][number] = .word("\(count)")
    }
  }
}

extension [IRToken] {
  /// `#dbg_value(…)`, which describes a variable and does nothing.
  fileprivate var isDebugRecord: Bool { first { $0.kind != .space }?.kind == .hash }

  private var attachmentIndex: Int? {
    lastIndex { $0.kind == .metadata && $0.text == "!dbg" }
  }

  fileprivate mutating func setAttachment(_ id: String) {
    guard !isDebugRecord, let mark = attachmentIndex,
      let place = self[(mark + 1)...].firstIndex(where: { $0.kind == .metadata })
    else { return }
    self[place].text = id
  }

  /// Removes `, !dbg !7` of an instruction or ` !dbg !7` of a function.
  fileprivate mutating func removeAttachment() {
    guard let mark = attachmentIndex,
      let end = self[(mark + 1)...].firstIndex(where: { $0.kind == .metadata })
    else { return }
    var start = mark
    while start > 0, self[start - 1].kind == .space || self[start - 1].isPunctuation(",") {
      start -= 1
    }
    removeSubrange(start...end)
  }
}
