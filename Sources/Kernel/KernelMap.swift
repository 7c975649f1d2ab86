import CLinux
import Glibc
import ObjectFile

/// Creates maps in the kernel as objects define them.
enum KernelMap {
  /// `BPF_MAP_TYPE_…` of the maps that need more than their definition says.
  private static let perfEventArray: UInt32 = 4
  private static let ringBuffers: Set<UInt32> = [27, 31]
  private static let arena: UInt32 = 33
  /// Those whose keys and values may not have types: perf event, cgroup, device, CPU and socket arrays,
  /// stack traces, maps of maps, queues, stacks and arenas.
  private static let untyped: Set<UInt32> = [
    4, 7, 8, 12, 13, 14, 15, 16, 17, 18, 22, 23, 25, 33,
  ]

  /// Answers a descriptor, which is the caller's.
  ///
  /// - Parameter types: the descriptor of the object's types, or a negative number.
  static func create(_ map: MapDefinition, types: Int32) throws(KernelError) -> Int32 {
    var inner: Int32 = -1
    if case .maps(let like) = map.contents { inner = try create(like, types: types) }
    defer { if inner >= 0 { close(inner) } }
    var description = linux_bpf_map(
      type: map.type, key_byte_count: map.keySize, value_byte_count: map.valueSize,
      entry_count: entryCount(of: map),
      flags: map.flags | (map.isReadOnly ? UInt32(LINUX_BPF_F_RDONLY_PROG) : 0),
      extra: map.extra, types: untyped.contains(map.type) ? -1 : types,
      key_type: map.keyTypeID ?? 0, value_type: map.valueTypeID ?? 0, inner_map: inner)
    // Names are read during the call.
    var descriptor = unsafe linux_bpf_described_map_create(description, map.name)
    if descriptor < 0, description.types >= 0 {
      // As libbpf does: programs may do with the octets alone.
      description.types = -1
      descriptor = unsafe linux_bpf_described_map_create(description, map.name)
    }
    guard descriptor >= 0 else {
      throw KernelError(step: "create map \(map.name)", errno: -descriptor)
    }
    do {
      try prepare(descriptor, map)
    } catch {
      close(descriptor)
      throw error
    }
    return descriptor
  }

  /// What can be done only when the map is there.
  private static func prepare(_ descriptor: Int32, _ map: MapDefinition) throws(KernelError) {
    if let value = map.initialValue {
      var status = update(descriptor, key: [0, 0, 0, 0], value)
      if status >= 0, map.isReadOnly { status = linux_bpf_map_freeze(descriptor) }
      guard status >= 0 else {
        throw KernelError(step: "fill map \(map.name)", errno: -status)
      }
    }
    if map.type == arena, map.extra == 0 {
      let status = linux_bpf_arena_place(
        descriptor, Int(map.maxEntries) * sysconf(Int32(_SC_PAGESIZE)))
      guard status >= 0 else {
        throw KernelError(step: "place arena \(map.name)", errno: -status)
      }
    }
  }

  static func update(_ map: Int32, key: [UInt8], _ value: [UInt8]) -> Int32 {
    // Both are read during the call.
    unsafe linux_bpf_map_update(map, key, value, 0)
  }

  private static func entryCount(of map: MapDefinition) -> UInt32 {
    if map.type == perfEventArray, map.maxEntries == 0 {
      return UInt32(clamping: sysconf(Int32(_SC_NPROCESSORS_CONF)))
    }
    guard ringBuffers.contains(map.type), map.maxEntries > 0 else { return map.maxEntries }
    // The kernel takes a power of two of pages.
    var byteCount = sysconf(Int32(_SC_PAGESIZE))
    while byteCount < map.maxEntries { byteCount *= 2 }
    return UInt32(clamping: byteCount)
  }
}
