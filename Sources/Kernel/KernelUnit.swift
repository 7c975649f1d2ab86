import Bytecode
import CLinux
import Glibc
import ObjectFile

/// An object's maps and one of its programs, loaded into the running kernel: to compare with. Needs the
/// right to do so, which root has. Closed, and so unloaded, when the value dies.
public struct KernelUnit: ~Copyable {
  private let maps: [Int32]
  private let program: Int32
  /// The programs that program arrays hold.
  private let targets: [Int32]

  /// Loads the function `entry` of the image, and all that it may call, as a program of Linux's type
  /// number `type`.
  public init(_ image: ProgramImage, entry: Int, type: UInt32) throws(KernelError) {
    var maps: [Int32] = []
    var targets: [Int32] = []
    do {
      for map in image.maps { maps.append(try Self.create(map)) }
      for (index, map) in image.maps.enumerated() {
        for entry in map.initialEntries {
          guard case .program(let function) = entry.target else { continue }
          targets.append(try Self.load(image, entry: function, type: type, maps: maps))
          try Self.fill(maps[index], entry.index, with: targets.last!)
        }
      }
      program = try Self.load(image, entry: entry, type: type, maps: maps)
    } catch {
      for descriptor in maps + targets { close(descriptor) }
      throw error
    }
    self.maps = maps
    self.targets = targets
  }

  deinit {
    close(program)
    for descriptor in maps + targets { close(descriptor) }
  }

  /// Puts a program into a program array.
  private static func fill(
    _ map: Int32, _ index: UInt32, with program: Int32
  ) throws(KernelError) {
    let status = update(map, key: octets(index), octets(UInt32(bitPattern: program)))
    guard status >= 0 else {
      throw KernelError(step: "fill a program array", errno: -status)
    }
  }

  private static func octets(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  private static func create(_ map: MapDefinition) throws(KernelError) -> Int32 {
    let flags = map.flags | (map.isReadOnly ? UInt32(LINUX_BPF_F_RDONLY_PROG) : 0)
    let descriptor = linux_bpf_map_create(
      map.type, nil, map.keySize, map.valueSize, map.maxEntries, flags)
    guard descriptor >= 0 else {
      throw KernelError(step: "create map \(map.name)", errno: -descriptor)
    }
    if let value = map.initialValue {
      var status = update(descriptor, key: [0, 0, 0, 0], value)
      if status >= 0, map.isReadOnly { status = linux_bpf_map_freeze(descriptor) }
      guard status >= 0 else {
        close(descriptor)
        throw KernelError(step: "fill map \(map.name)", errno: -status)
      }
    }
    return descriptor
  }

  private static func update(_ map: Int32, key: [UInt8], _ value: [UInt8]) -> Int32 {
    // Both are read during the call.
    unsafe linux_bpf_map_update(map, key, value, 0)
  }

  private static let logByteCount = 1 << 20

  private static func load(
    _ image: ProgramImage, entry: Int, type: UInt32, maps: [Int32]
  ) throws(KernelError) -> Int32 {
    let code = try linked(image, entry: entry, maps: maps).map(\.encoded)
    // The log is written during the call, as far as its size says.
    let log = UnsafeMutablePointer<CChar>.allocate(capacity: logByteCount)
    defer { unsafe log.deallocate() }
    unsafe log.initialize(repeating: 0, count: logByteCount)
    var descriptor = unsafe linux_bpf_program_load(
      type, "baton", image.license, code, code.count, nil, 0)
    if descriptor < 0 {
      // Once more, for the verifier's words.
      descriptor = unsafe linux_bpf_program_load(
        type, "baton", image.license, code, code.count, log, logByteCount)
    }
    guard descriptor >= 0 else {
      throw KernelError(
        step: "load program \(image.functions[entry].name)", errno: -descriptor,
        log: unsafe String(cString: log))
    }
    return descriptor
  }

  /// Sets the value of a key of the map with the index `map`.
  public func update(map: Int, key: [UInt8], value: [UInt8]) throws(KernelError) {
    let status = Self.update(maps[map], key: key, value)
    guard status >= 0 else { throw KernelError(step: "update map \(map)", errno: -status) }
  }

  /// What the last of `count` runs on the packet returned, and the mean time of a run.
  public func run(
    on packet: [UInt8], count: Int
  ) throws(KernelError) -> (value: UInt32, nanoseconds: Double) {
    var packet = packet
    var result = linux_bpf_test_run()
    // The packet is read during the call.
    let status = unsafe linux_bpf_program_test_run(
      program, &packet, UInt32(packet.count), UInt32(count), &result)
    guard status >= 0 else { throw KernelError(step: "run program", errno: -status) }
    return (result.value, Double(result.nanoseconds))
  }
}

/// What the kernel would not do.
public struct KernelError: Error, CustomStringConvertible {
  public var step: String
  public var errno: Int32
  /// The kernel verifier's words.
  public var log = ""

  public var description: String {
    let reason = unsafe String(cString: strerror(errno))
    let words = log.split(separator: "\n").suffix(3).joined(separator: "; ")
    return "kernel: \(step): \(reason)\(words.isEmpty ? "" : ": \(words)")"
  }
}
