/// Names of program roles, as annotations list them: `"xdp, sock_addr/bind4"`.
public struct RoleList: Equatable, Sendable {
  public let names: [String]

  init(parsing text: String) {
    names = text.split(separator: ",").map { String($0.drop { $0 == " " }) }
  }

  /// Whether the list has the role, or one that it is a kind of: `sock_addr` has `sock_addr/bind4`.
  public func contains(_ role: String) -> Bool {
    names.contains { name in
      guard role.hasPrefix(name) else { return false }
      let rest = role.utf8.dropFirst(name.utf8.count)
      return rest.isEmpty || rest.first == UInt8(ascii: "/")
    }
  }
}

/// `sections:` of a role's prototype: in which sections of an object such programs lie.
public struct SectionPattern: Equatable, Sendable {
  public var name: String
  /// Written with a `+` at its end: `name/rest` is such a section, too.
  public var takesRest: Bool
  /// Written with `sleepable` before it: the program may sleep.
  public var maySleep: Bool

  static func list(parsing text: String) -> [SectionPattern] {
    text.split(separator: ",").map { item in
      var name = item.drop { $0 == " " }
      let word = "sleepable "
      let maySleep = name.hasPrefix(word)
      if maySleep { name = name.dropFirst(word.count) }
      let takesRest = name.hasSuffix("+")
      if takesRest { name = name.dropLast() }
      return SectionPattern(name: String(name), takesRest: takesRest, maySleep: maySleep)
    }
  }

  /// What follows the pattern's name and its slash; empty where nothing does, nil for another section.
  public func rest(of section: String) -> Substring? {
    guard section.hasPrefix(name) else { return nil }
    let rest = section.dropFirst(name.count)
    if rest.isEmpty { return rest }
    guard takesRest, rest.first == "/" else { return nil }
    return rest.dropFirst()
  }
}
