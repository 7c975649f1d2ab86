import Bytecode
import CLinux
import Glibc
import ObjectFile

/// An object, to ask the running kernel for verdicts on its programs: one at a time, each with maps of
/// its own, as Linux's selftests are loaded. Needs the right to do so, which root has.
public struct KernelObject: ~Copyable {
  private let image: ProgramImage
  private let system: SystemTypes
  private let types: ObjectTypes

  public init(_ image: ProgramImage, system: SystemTypes) {
    self.image = image
    self.system = system
    types = ObjectTypes(image)
  }

  /// Why the kernel doesn't take the object's types; then programs are loaded without. Nil when it does.
  public var typesProblem: String? { types.problem }

  /// The verdict on the function `entry`. Nothing stays in the kernel.
  ///
  /// - Parameter flags: beside those that the section's name asks for.
  public func verdict(on entry: Int, flags: ProgramFlags = []) -> KernelVerdict {
    do throws(LinkError) {
      return try load(entry, flags: flags)
    } catch {
      return KernelVerdict(outcome: .unavailable(reason: error.description))
    }
  }

  private func load(_ entry: Int, flags: ProgramFlags) throws(LinkError) -> KernelVerdict {
    guard image.byteOrder == .native else {
      throw LinkError("it was compiled for machines of the other byte order")
    }
    let function = image.functions[entry]
    guard let kind = ProgramKind(section: function.sectionName) else {
      throw LinkError("no program type is known for the section “\(function.sectionName)”")
    }
    let target = try targetID(of: kind)
    let functions = image.functions(reachedFrom: entry)
    let maps = try maps(of: functions)
    defer { for descriptor in maps.values { close(descriptor) } }
    let code = try Linker(image: image, maps: maps, system: system).link(functions)
    let functionInformation = types.functionInformation(of: code)
    let lines = types.lineInformation(of: code)
    let program = linux_bpf_program(
      type: kind.type, attach_type: kind.attachType, flags: kind.flags.union(flags).rawValue,
      attach_type_id: target, types: types.descriptor, instruction_count: code.instructions.count,
      function_count: functionInformation.count, line_count: lines.count)
    let log = KernelLog()
    // All is read or written during the call, as far as its count says.
    let result = unsafe linux_bpf_described_program_load(
      program, function.name, image.license, code.instructions.map(\.encoded), functionInformation,
      lines, log.with(level: Self.figures))
    guard result < 0 else {
      close(result)
      return KernelVerdict(outcome: .accepted, log: log.lines)
    }
    return KernelVerdict(outcome: Self.refusal(errno: -result, log.lines), log: log.lines)
  }

  private static func refusal(errno: Int32, _ log: [String]) -> KernelVerdict.Outcome {
    if let reason = KernelVerdict.reason(in: log) { return .rejected(reason: reason) }
    let text = KernelError.text(of: errno)
    // Without a word on the program, it is the caller that has no right to such ones.
    return errno == EPERM ? .unavailable(reason: text) : .rejected(reason: text)
  }

  /// `BPF_LOG_STATS`: how long it took, and nothing else but what is wrong.
  private static let figures: UInt32 = 4

  private func maps(of functions: [Int]) throws(LinkError) -> [Int: Int32] {
    var maps: [Int: Int32] = [:]
    do throws(KernelError) {
      for index in image.maps(usedBy: functions) {
        maps[index] = try KernelMap.create(image.maps[index], types: types.descriptor)
      }
    } catch {
      for descriptor in maps.values { close(descriptor) }
      throw LinkError(error.shortDescription)
    }
    return maps
  }

  /// The number of what the program attaches to among the kernel's types.
  private func targetID(of kind: ProgramKind) throws(LinkError) -> UInt32 {
    switch kind.target {
    case .none: return 0
    case .program:
      throw LinkError("it replaces a function of a program that would have to be loaded")
    case .structure: throw LinkError("struct_ops programs are loaded together with their map")
    case .function(nil), .typedef(nil):
      throw LinkError("its section doesn't say what it attaches to")
    case .function(let name?):
      guard let id = system.function(named: name) else {
        throw LinkError("this kernel has no function \(name)")
      }
      return id
    case .typedef(let name?):
      guard let id = system.typedef(named: name) else {
        throw LinkError("this kernel has no type \(name)")
      }
      return id
    }
  }
}
