import Bytecode
import CLinux
import Glibc
import ObjectFile

/// An object's types in the kernel, and what they have to do with its code. Closed when the value dies.
struct ObjectTypes: ~Copyable {
  /// Negative when there are none.
  let descriptor: Int32
  /// Why there are none although the object has types.
  let problem: String?
  /// By the slots of the image, ascending.
  private let lines: [linux_bpf_line_info]
  private let image: ProgramImage

  init(_ image: ProgramImage) {
    self.image = image
    guard image.types != .empty else {
      descriptor = -1
      problem = nil
      lines = []
      return
    }
    let names = image.lines.flatMap { [$0.file, $0.text] }
    let (section, offsets) = image.kernelTypes.encoded(with: names)
    let log = KernelLog()
    // The section is read during the call.
    let result = unsafe linux_bpf_types_load(section, section.count, log.with(level: 1))
    descriptor = max(result, -1)
    problem = result < 0 ? log.lines.last ?? KernelError.text(of: -result) : nil
    lines = image.lines.enumerated().map { index, line in
      linux_bpf_line_info(
        instruction: UInt32(line.slot), file_name: offsets[2 * index], text: offsets[2 * index + 1],
        place: UInt32(clamping: line.line) << 10 | UInt32(line.column & 0x3ff))
    }
  }

  deinit { if descriptor >= 0 { close(descriptor) } }

  /// Which types the functions of a program have; none unless all of them have one.
  func functionInformation(of code: Linker.Code) -> [linux_bpf_function_info] {
    let known = code.functions.compactMap { function in
      image.functions[function.index].typeID.map {
        linux_bpf_function_info(instruction: UInt32(function.start), type: $0)
      }
    }
    return known.count == code.functions.count ? known : []
  }

  /// Which lines the instructions of a program come from. The kernel wants one where each function
  /// begins, and at most one an instruction; without, it does with none.
  func lineInformation(of code: Linker.Code) -> [linux_bpf_line_info] {
    var result: [linux_bpf_line_info] = []
    for function in code.functions {
      let range = image.functions[function.index].range
      guard let first = lines.firstIndex(where: { $0.instruction >= range.lowerBound }),
        lines[first].instruction == range.lowerBound
      else { return [] }
      for line in lines[first...].prefix(while: { $0.instruction < range.upperBound }) {
        var line = line
        line.instruction += UInt32(function.start)
        line.instruction -= UInt32(range.lowerBound)
        if let last = result.last, last.instruction == line.instruction { continue }
        // The second half of a wide load is no instruction.
        if code.instructions[Int(line.instruction)].opcode == 0 { continue }
        result.append(line)
      }
    }
    return result
  }
}
