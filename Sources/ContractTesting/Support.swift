import Contracts

/// What all programs that are made have beside them: maps of each type, callbacks, and programs that others await.
enum Support {
  static let guardedTypeName = "support_guarded"
  static let guardedMapName = "support_guarded_values"
  static let textName = "support_text"
  static let memoryByteCount = 16
  static let valueByteCount = 8
  static let tooManyOctets = 4096
  /// What programs return where that is up to them: what they don't want goes to the host, where there is one.
  static let usualResult: Int64 = 2
  static let stableBinding = "stable"
  static let nullBinding = "null"

  /// Types of map that can be made here, in the words of contracts.
  static let mapTypes = [
    "hash", "array", "percpu_hash", "percpu_array", "lru_hash", "lru_percpu_hash", "lpm_trie",
    "queue", "stack", "ringbuf", "prog_array", "devmap", "devmap_hash", "cpumap", "xskmap",
    "array_of_maps", "hash_of_maps", "handles",
  ]

  static func mapName(_ type: String) -> String { "support_\(type)" }
  static func callbackName(_ name: String) -> String { "support_callback_\(name)" }
  static func programName(ofRole role: String) -> String { "support_\(role)_program" }

  static func memberName(_ rule: TypeRule) -> String { "member_\(rule.name)" }

  /// The text in front of all programs.
  static func prologue(_ interface: Interface, header: String) -> String {
    var lines = [
      "#include \"\(header)\"", "",
      "#define SUPPORT_MAP(name) name __attribute__((section(\".maps\"), used))",
      "static const char \(textName)[64] = \"text\";",
      "struct \(guardedTypeName) {",
    ]
    for rule in interface.typeRules.values.sorted(by: { $0.id < $1.id }) {
      switch rule.kind {
      case .lock, .ring: lines.append("  struct \(rule.name) \(memberName(rule));")
      case .container:
        guard let (listed, node) = interface.linkage(ofContainer: rule) else { continue }
        lines.append(
          "  struct \(rule.name) \(memberName(rule)) __contains(\(listed.name), \(node));")
      case .pointer:
        guard let listed = interface.listedType else { continue }
        lines.append(
          "  struct \(listed.name) __attribute__((btf_type_tag(\"kptr\"))) *\(memberName(rule));")
      default: continue
      }
    }
    lines.append("};")
    lines += mapTypes.map(map)
    lines.append(
      "struct { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[2]; u32 *key; "
        + "struct \(guardedTypeName) *value; } SUPPORT_MAP(\(guardedMapName));")
    for name in interface.callbacks.keys.sorted() {
      lines.append("static long \(callbackName(name))(void) { return 0; }")
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static func map(_ type: String) -> String {
    let tag = type.uppercased()
    let head = "struct { int(*type)[BPF_MAP_TYPE_\(tag)];"
    let end = "} SUPPORT_MAP(\(mapName(type)));"
    switch type {
    case "ringbuf": return "\(head) int(*max_entries)[4096]; \(end)"
    case "queue", "stack", "handles": return "\(head) int(*max_entries)[4]; u64 *value; \(end)"
    case "lpm_trie":
      return "\(head) int(*max_entries)[4]; int(*map_flags)[1]; u64 *key; u64 *value; \(end)"
    case "prog_array", "devmap", "devmap_hash", "cpumap", "xskmap":
      return "\(head) int(*max_entries)[4]; u32 *key; u32 *value; \(end)"
    case "array_of_maps", "hash_of_maps":
      let inner =
        "struct \(type)_inner { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[1]; u32 *key; "
        + "u64 *value; };\n"
      return inner + "\(head) int(*max_entries)[1]; u32 *key; u32 *value; "
        + "struct \(type)_inner *values[]; \(end)"
    default: return "\(head) int(*max_entries)[4]; u32 *key; u64 *value; \(end)"
    }
  }
}
