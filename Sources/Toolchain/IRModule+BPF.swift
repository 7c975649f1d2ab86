extension IRModule {
  /// Turns Swift's code for a bare x86-64 into code for BPF, or says what of it BPF can't have.
  ///
  /// Only programs keep their names and get their sections; all else becomes internal, so that what
  /// no program needs, the remains of Swift's run time above all, falls away.
  ///
  /// - Returns: the operations that trap.
  mutating func becomeBPF(
    _ declarations: HeaderDeclarations, source: String, header: String
  ) throws(ToolchainError) -> Set<TrapSite> {
    let programs = try programs(declarations, source: source, header: header)
    let kept = keptVariables()
    let problems = IRCheck(self, declarations, source: source)
      .problems(from: programs.keys.sorted() + kept)
    guard problems.isEmpty else { throw .unsupported(problems) }
    retarget()
    let traps = nameTheSource(source)
    cleanAttributes()
    simplifyDebugTypes()
    for index in entities.indices {
      switch entities[index] {
      case .function(var function):
        function.adapt(section: programs[function.name], helpers: declarations.helpers)
        entities[index] = .function(function)
      case .global(var global):
        global.adapt(isKept: kept.contains(global.name))
        entities[index] = .global(global)
      default: break
      }
    }
    inlineWhatCannotStandAlone()
    replaceUsed(kept)
    return traps
  }

  /// The functions that the header gives a section, which the source must define.
  private func programs(
    _ declarations: HeaderDeclarations, source: String, header: String
  ) throws(ToolchainError) -> [String: String] {
    var missing = declarations.sections
    var programs: [String: String] = [:]
    for case .function(let function) in entities where function.isDefinition {
      programs[function.name] = missing.removeValue(forKey: function.name)
    }
    guard missing.isEmpty else {
      throw .notImplemented(functions: missing.keys.sorted(), header: header)
    }
    guard !programs.isEmpty else { throw .noProgram(path: source, header: header) }
    return programs
  }

  /// Variables that the source marks as used and puts into a section that BPF's loaders know.
  private func keptVariables() -> [String] {
    var used: Set<String> = []
    for case .global(let global) in entities
    where global.name == "llvm.used" || global.name == "llvm.compiler.used" {
      for token in global.tokens.dropFirst() where token.kind == .global { used.insert(token.name) }
    }
    return entities.compactMap {
      guard case .global(let global) = $0, used.contains(global.name), global.isInDataOfBPF else {
        return nil
      }
      return global.name
    }
  }

  private mutating func retarget() {
    for index in entities.indices {
      switch entities[index] {
      case .target("triple", _): entities[index] = .target(key: "triple", value: "bpfel")
      case .target(let key, _):
        entities[index] = .target(key: key, value: "e-m:e-p:64:64-i64:64-i128:128-n32:64-S128")
      case .comdat: entities[index] = .other([])
      default: break
      }
    }
  }

  /// Attributes that are about x86-64 or about stacks that the code itself protects.
  private static let foreignAttributes: Set<String> = [
    "\"target-cpu\"", "\"target-features\"", "\"tune-cpu\"", "\"frame-pointer\"", "\"probe-stack\"",
    "\"stack-probe-size\"", "\"stack-protector-buffer-size\"", "\"no-trapping-math\"", "ssp",
    "sspreq", "sspstrong", "safestack", "uwtable", "uwtable(sync)", "uwtable(async)",
  ]

  private mutating func cleanAttributes() {
    for index in entities.indices {
      guard case .attributes(var group) = entities[index] else { continue }
      group.items.removeAll { item in
        Self.foreignAttributes.contains(item.split(separator: "=").first.map(String.init) ?? item)
      }
      entities[index] = .attributes(group)
    }
  }

  /// Functions with more results or parameters than BPF has registers for go into their callers, and
  /// so do Swift's own, which have no lines of the user's source.
  private mutating func inlineWhatCannotStandAlone() {
    var groups: [String: IRAttributes] = [:]
    for case .attributes(let group) in entities { groups[group.number] = group }
    var copies: [String: IRAttributes] = [:]
    for index in entities.indices {
      guard case .function(var function) = entities[index], function.isDefinition,
        function.isInternal, function.exceedsRegisters || !function.hasDebugInformation
      else { continue }
      function.addAttribute("alwaysinline")
      for place in function.suffix.indices where function.suffix[place].kind == .hash {
        let number = function.suffix[place].text
        guard let group = groups[number] else { continue }
        // Numbers are only names: a suffix of digits makes a new one.
        let copy = IRAttributes(
          number: number + "000000",
          items: group.items.filter { $0 != "noinline" && $0 != "optnone" })
        copies[copy.number] = copy
        function.suffix[place].text = copy.number
      }
      entities[index] = .function(function)
    }
    entities += copies.sorted { $0.key < $1.key }.map { .attributes($0.value) }
  }

  private mutating func replaceUsed(_ kept: [String]) {
    entities.removeAll {
      guard case .global(let global) = $0 else { return false }
      return global.name == "llvm.used" || global.name == "llvm.compiler.used"
    }
    guard !kept.isEmpty else { return }
    let list = kept.map { "ptr @\"\($0)\"" }.joined(separator: ", ")
    entities.append(
      .other([
        .word(
          "@llvm.used = appending global [\(kept.count) x ptr] [\(list)], section \"llvm.metadata\""
        )
      ]))
  }
}

extension IRFunction {
  var isInternal: Bool { prefix.contains { $0.isWord("internal") } }

  /// Calling conventions and parameter attributes that only Swift's own targets have. Without them
  /// the error of a throwing function goes through memory, like any other pointer.
  private static let swiftWords: Set<String> = [
    "swiftcc", "swifttailcc", "swiftself", "swifterror", "swiftasync", "preserve_mostcc",
    "preserve_allcc", "coldcc",
  ]

  fileprivate mutating func adapt(section: String?, helpers: [String: Int64]) {
    if !isDefinition {
      makeExternal()
    } else if let section {
      makeProgram(section: section)
    } else {
      makeInternal()
    }
    forEachLine { line in line.drop { $0.kind == .word && Self.swiftWords.contains($0.text) } }
    for index in body?.indices ?? 0..<0 { body![index].callByNumber(helpers) }
  }
}

extension [IRToken] {
  /// Calls helpers as C programs do: `call ptr inttoptr (i64 1 to ptr)(…)`.
  fileprivate mutating func callByNumber(_ helpers: [String: Int64]) {
    for index in indices where self[index].kind == .global {
      guard let number = helpers[self[index].name] else { continue }
      self[index] = .word("inttoptr (i64 \(number) to ptr)")
    }
  }
}

extension IRGlobal {
  /// In a section that BPF's loaders give a meaning.
  fileprivate var isInDataOfBPF: Bool {
    guard let section else { return false }
    return ["license", "version"].contains(section)
      || [".data.", ".rodata.", ".bss."].contains { section.hasPrefix($0) }
  }

  fileprivate mutating func adapt(isKept: Bool) {
    guard name != "llvm.used", name != "llvm.compiler.used" else { return }
    if isDeclaration {
      makeExternal()
    } else {
      makeInternal(keepingSection: isKept)
    }
  }
}
