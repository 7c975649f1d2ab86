import Bytecode
import Verifier

/// A finding as text: what fails, on which input, and the program in LLVM's notation.
///
/// ```
/// # not embedded: at insn 3: r0 is 0x1, and should be 0x0
/// # role: xdp
/// # input: packet 64, seed 3, words 0x1 0xff
///   r1 = 0x0
/// ```
///
/// Maps are named by their number in ``FuzzMap``: `ld_pseudo r1, 0x5, 0x2`.
package struct FindingFile: Equatable {
  package var comment: String
  package var program: FuzzProgram
  package var inputs: [FuzzInput]

  package init(_ finding: VerifierFuzzer.Finding) {
    comment = "\(finding.fault)"
    program = finding.program
    inputs = [finding.input]
  }

  /// Why a text is no finding.
  package struct Invalid: Error, CustomStringConvertible {
    package var description: String
  }

  package init(parsing text: String) throws {
    comment = ""
    inputs = []
    var role: FuzzProgram.Role?
    for line in text.split(separator: "\n") where line.hasPrefix("# ") {
      let line = line.dropFirst(2)
      if let name = line.value(after: "role: ") {
        role = FuzzProgram.Role(rawValue: String(name))
      } else if let input = line.value(after: "input: ") {
        inputs.append(try FuzzInput(parsing: input))
      } else if comment.isEmpty {
        comment = String(line)
      }
    }
    guard let role else { throw Invalid(description: "no “# role: xdp” or “# role: exec”") }
    program = FuzzProgram(role: role, instructions: try Assembler.assemble(text))
  }

  package var text: String {
    var lines = ["# \(comment)", "# role: \(program.role.rawValue)"]
    lines += inputs.map { "# input: \($0.text)" }
    for operation in DecodedProgram(tolerating: program.instructions).operations {
      if let operation { lines.append("  \(operation)") }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}

extension FuzzInput {
  fileprivate var text: String {
    "packet \(packetByteCount), seed \(seed), words " + words.map(hex).joined(separator: " ")
  }

  fileprivate init(parsing text: Substring) throws {
    let parts = text.split(separator: ", ")
    guard parts.count == 3, let count = parts[0].value(after: "packet ").flatMap({ Int($0) }),
      Self.packetByteCounts.contains(count),
      let seed = parts[1].value(after: "seed ").flatMap({ UInt64($0) }),
      let list = parts[2].value(after: "words ")
    else {
      throw FindingFile.Invalid(
        description: "“\(text)” is not “packet 64, seed 3, words 0x1 0x2”")
    }
    let words = list.split(separator: " ").map { UInt64($0.dropFirst(2), radix: 16) }
    guard !words.contains(nil) else {
      throw FindingFile.Invalid(description: "“\(list)” are not hexadecimal numbers")
    }
    self.init(packetByteCount: count, words: words.compactMap { $0 }, seed: seed)
  }
}

extension Substring {
  fileprivate func value(after prefix: String) -> Substring? {
    hasPrefix(prefix) ? dropFirst(prefix.count) : nil
  }
}
