/// Names of types that differ only in a suffix `___flavor` stand for one type: the suffix tells
/// several layouts of it apart in one program.
enum CoreNames {
  /// The name without its flavor. The separator is the last run of exactly three underscores with
  /// something on either side.
  static func essential(_ name: String) -> Substring {
    let octets = name.utf8
    let underscore = UInt8(ascii: "_")
    var end = octets.endIndex
    var runStart = octets.startIndex
    var runCount = 0
    var index = octets.startIndex
    while index < octets.endIndex {
      if octets[index] == underscore {
        if runCount == 0 { runStart = index }
        runCount += 1
      } else {
        if runCount == 3 && runStart > octets.startIndex { end = runStart }
        runCount = 0
      }
      index = octets.index(after: index)
    }
    return name[..<end]
  }

  /// The types of `target` that the program may mean, by their essential name.
  static func candidates(
    for names: Set<Substring>, in target: BTF
  ) -> [Substring: [BTF.TypeID]] {
    var found: [Substring: [BTF.TypeID]] = [:]
    for (id, entry) in target.types.enumerated() where !entry.name.isEmpty {
      let name = essential(entry.name)
      if names.contains(name) { found[name, default: []].append(BTF.TypeID(id)) }
    }
    return found
  }
}

extension BTF.Kind {
  /// Equal for types that can stand for each other at all: enumerations of any size are one family.
  var family: UInt8 {
    switch self {
    case .void: 0
    case .integer: 1
    case .pointer: 2
    case .array: 3
    case .structure: 4
    case .union: 5
    case .enumeration: 6
    case .forward: 7
    case .typedef: 8
    case .volatile: 9
    case .const: 10
    case .restrict: 11
    case .function: 12
    case .functionPrototype: 13
    case .variable: 14
    case .dataSection: 15
    case .float: 16
    case .declTag: 17
    case .typeTag: 18
    }
  }

  var isComposite: Bool { family == 4 || family == 5 }
}
