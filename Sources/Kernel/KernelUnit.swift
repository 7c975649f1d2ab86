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
      for map in image.maps { maps.append(try KernelMap.create(map, types: -1)) }
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
    let status = KernelMap.update(
      map, key: octets(index), octets(UInt32(bitPattern: program)))
    guard status >= 0 else {
      throw KernelError(step: "fill a program array", errno: -status)
    }
  }

  private static func octets(_ word: UInt32) -> [UInt8] {
    (0..<4).map { UInt8(truncatingIfNeeded: word >> (8 * $0)) }
  }

  private static func load(
    _ image: ProgramImage, entry: Int, type: UInt32, maps: [Int32]
  ) throws(KernelError) -> Int32 {
    let code = try linked(image, entry: entry, maps: maps).map(\.encoded)
    var descriptor = unsafe linux_bpf_program_load(
      type, "baton", image.license, code, code.count, nil, 0)
    if descriptor >= 0 { return descriptor }
    // Once more, for the verifier's words. All is read or written during the call.
    let log = KernelLog()
    let program = linux_bpf_program(
      type: type, attach_type: 0, flags: 0, attach_type_id: 0, types: -1,
      instruction_count: code.count, function_count: 0, line_count: 0)
    descriptor = unsafe linux_bpf_described_program_load(
      program, "baton", image.license, code, [], [], log.with(level: 1))
    guard descriptor >= 0 else {
      throw KernelError(
        step: "load program \(image.functions[entry].name)", errno: -descriptor,
        log: log.lines.joined(separator: "\n"))
    }
    return descriptor
  }

  private static func linked(
    _ image: ProgramImage, entry: Int, maps: [Int32]
  ) throws(KernelError) -> [Instruction] {
    let maps = Dictionary(uniqueKeysWithValues: maps.enumerated().map { ($0, $1) })
    do {
      return try Linker(image: image, maps: maps, system: nil)
        .link(image.functions(reachedFrom: entry)).instructions
    } catch {
      throw KernelError(step: "link: \(error)", errno: ENOSYS)
    }
  }

  /// Sets the value of a key of the map with the index `map`.
  public func update(map: Int, key: [UInt8], value: [UInt8]) throws(KernelError) {
    let status = KernelMap.update(maps[map], key: key, value)
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
