/// Reads what an object expects of its programs; built once per object.
public struct ExpectationReader: Sendable {
  private let index: BTFIndex
  /// Whether any function of the object has such a tag: only then silence says something.
  private let isAnnotated: Bool

  static let prefix = "comment:test_"

  public init(_ types: BTF) {
    index = BTFIndex(types)
    isAnnotated = types.types.contains { entry in
      guard case .declTag(let target, component: -1) = entry.kind,
        case .function = types.kind(of: target)
      else { return false }
      return entry.name.hasPrefix(Self.prefix)
    }
  }

  /// What is expected of the function of this name; nil when the object expects nothing of anybody.
  ///
  /// - Throws: for a tag that can't be understood. Linux doesn't run such a test.
  public func expectation(of function: String) throws(ExpectationError) -> ProgramExpectation? {
    guard isAnnotated, let id = index.function(named: function) else { return nil }
    var tags = ExpectationTags()
    for tag in index.declTags(of: id) where tag.hasPrefix(Self.prefix) { try tags.take(tag) }
    return tags.expectation
  }
}

/// A tag that makes no sense, and what is wrong with it.
public struct ExpectationError: Error, Equatable, CustomStringConvertible {
  public var tag: String
  public var reason: String

  public var description: String { "“\(tag)”: \(reason)" }
}
