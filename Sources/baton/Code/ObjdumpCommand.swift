import ArgumentParser
import ObjectFile

/// `baton objdump`: what an object declares.
struct ObjdumpCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "objdump",
    abstract: "Show the programs, maps and types of an object.",
    discussion: """
      Exit status: 0 done, 2 on bad input.

      Examples:
        baton objdump udp_echo.o
        baton objdump udp_echo.o --btf
        baton objdump udp_echo.o --json
      """)

  @Argument(help: "A BPF object file.")
  var object: String

  @Flag(help: "Show the types, too.")
  var btf = false

  @Flag(help: "Print one JSON object.")
  var json = false

  func run() throws {
    let image = try readImage(object)
    if json { return try printJSON(Self.object(image, withTypes: btf)) }
    print(Self.programs(image).text)
    if !image.maps.isEmpty { print("\n" + Self.maps(image).text) }
    let variables = image.variables
    if !variables.isEmpty { print("\n" + Self.variables(variables, image).text) }
    if !image.coreRelocations.isEmpty { print("\n" + Self.relocations(image).text) }
    if !image.externs.isEmpty {
      print("\nexpects: " + image.externs.map(\.name).joined(separator: ", "))
    }
    print("\nlicense: \(image.license.isEmpty ? "none" : image.license)")
    guard btf else { return }
    print("\ntypes:")
    for id in image.types.types.indices.dropFirst() {
      print("  [\(id)] \(image.types.describe(BTF.TypeID(id)))")
    }
  }

  private static func programs(_ image: ProgramImage) -> TextTable {
    var table = TextTable(["function", "section", "instructions", "visible"])
    for function in image.functions {
      table.add([
        function.name, function.section, "\(function.count)", function.isGlobal ? "yes" : "no",
      ])
    }
    return table
  }

  private static func maps(_ image: ProgramImage) -> TextTable {
    var table = TextTable(["map", "type", "key", "value", "entries", "flags"])
    for map in image.maps {
      table.add([
        map.name, mapTypeName(map.type), "\(map.keySize)", "\(map.valueSize)", "\(map.maxEntries)",
        "0x" + String(map.flags, radix: 16),
      ])
    }
    return table
  }

  private static func variables(
    _ variables: [ProgramImage.Variable], _ image: ProgramImage
  ) -> TextTable {
    var table = TextTable(["variable", "section", "offset", "octets"])
    for variable in variables {
      table.add([
        variable.name, image.maps[variable.map].name, "\(variable.offset)", "\(variable.byteCount)",
      ])
    }
    return table
  }

  private static func relocations(_ image: ProgramImage) -> TextTable {
    var table = TextTable(["relocation", "insn", "of", "type", "access"])
    for relocation in image.coreRelocations {
      let function = image.functionIndex(containing: relocation.slot).map { image.functions[$0] }
      table.add([
        "\(relocation.kind)", "\(relocation.slot - (function?.start ?? 0))", function?.name ?? "",
        image.types.describe(relocation.typeID), relocation.access,
      ])
    }
    return table
  }

  private static func object(_ image: ProgramImage, withTypes: Bool) -> [String: Any] {
    var object: [String: Any] = [
      "license": image.license,
      "programs": image.functions.map { function -> [String: Any] in
        [
          "name": function.name, "section": function.section, "instructions": function.count,
          "global": function.isGlobal,
        ]
      },
      "maps": image.maps.map { map -> [String: Any] in
        [
          "name": map.name, "type": mapTypeName(map.type), "typeNumber": map.type,
          "keySize": map.keySize, "valueSize": map.valueSize, "maxEntries": map.maxEntries,
          "flags": map.flags, "readOnly": map.isReadOnly,
        ]
      },
      "externs": image.externs.map(\.name),
      "variables": image.variables.map { variable -> [String: Any] in
        [
          "name": variable.name, "section": image.maps[variable.map].name,
          "offset": variable.offset, "byteCount": variable.byteCount,
        ]
      },
      "relocations": image.coreRelocations.map { relocation -> [String: Any] in
        [
          "slot": relocation.slot, "kind": "\(relocation.kind)", "access": relocation.access,
          "type": image.types.describe(relocation.typeID),
        ]
      },
    ]
    if withTypes {
      object["types"] = image.types.types.indices.dropFirst().map {
        image.types.describe(BTF.TypeID($0))
      }
    }
    return object
  }
}

/// The name of `BPF_MAP_TYPE_*` in lower case, or the number where it has none.
func mapTypeName(_ type: UInt32) -> String {
  let names = [
    "unspec", "hash", "array", "prog_array", "perf_event_array", "percpu_hash", "percpu_array",
    "stack_trace", "cgroup_array", "lru_hash", "lru_percpu_hash", "lpm_trie", "array_of_maps",
    "hash_of_maps", "devmap", "sockmap", "cpumap", "xskmap", "sockhash", "cgroup_storage",
    "reuseport_sockarray", "percpu_cgroup_storage", "queue", "stack", "sk_storage", "devmap_hash",
    "struct_ops", "ringbuf", "inode_storage", "task_storage", "bloom_filter", "user_ringbuf",
    "cgrp_storage", "arena",
  ]
  return names.indices.contains(Int(type)) ? names[Int(type)] : "\(type)"
}
