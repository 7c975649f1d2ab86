import ObjectFile

/// An interface with less in it: how contracts are measured, and tested.
extension Interface {
  /// The interface without states, roles and locks of objects: what is left says what engines have to know, and what
  /// memory programs may use.
  public func withoutChecks() throws(ContractError) -> Interface {
    var types = types
    for id in types.types.indices {
      guard case .declTag = types.types[id].kind else { continue }
      let tag = types.types[id].name
      if let text = [tag].value(after: "contract:") {
        types.setTag(id, to: "contract:" + Self.withoutStates(text))
      } else if Self.checks.contains(where: tag.hasPrefix) || tag.contains("::") {
        types.setTag(id, to: nil)
      }
    }
    return try Interface(types: types, functionTitle: functionTitle, isImplemented: isImplemented)
  }

  private static let checks = [
    "roles:", "ends:", "final:", "final_of:", "states:",
    "states_of:", "holds:", "lock_order:", "readable_in:", "writable_in:",
  ]

  /// `xdp_md<PostIP,'a>` becomes `xdp_md<'a>`; types of maps stay.
  private static func withoutStates(_ text: String) -> String {
    var result = ""
    var rest = text[...]
    while let open = rest.firstIndex(of: "<") {
      result += rest[...open]
      let isMap = rest[..<open].hasSuffix("map")
      rest = rest[rest.index(after: open)...]
      while !isMap {
        let item = rest.prefix { $0 != "," && $0 != ">" && $0 != "'" }
        guard rest.dropFirst(item.count).first == ",", item.contains(where: \.isLetter) else {
          break
        }
        rest = rest.dropFirst(item.count + 1)
      }
    }
    return result + rest
  }
}

extension BTF {
  /// Replaces the text of the tag with this number, or takes the tag out: all other types keep their numbers.
  public mutating func setTag(_ id: Int, to text: String?) {
    types[id] =
      text.map { TypeEntry(name: $0, kind: types[id].kind) }
      ?? TypeEntry(name: "deleted", kind: .float(byteCount: 8))
  }
}
