import Bytecode
import Verifier

/// Takes from a failing program, and from its input, whatever isn't needed to fail.
struct Minimiser {
  private let examiner: Examiner
  /// A program of the fuzzer has a hundred instructions or two: this is far more than it takes.
  private static let trialLimit = 4_000

  init(_ examiner: Examiner) { self.examiner = examiner }

  func minimised(_ finding: VerifierFuzzer.Finding) -> VerifierFuzzer.Finding {
    var trials = Self.trialLimit
    var best = finding
    var isBetter = true
    while isBetter, trials > 0 {
      isBetter = shorten(&best, &trials)
      isBetter = simplify(&best, &trials) || isBetter
      isBetter = shortenInput(&best, &trials) || isBetter
    }
    return best
  }

  /// Whether the finding still fails in the same way with other parts; if so it has these now.
  private func takes(
    _ finding: inout VerifierFuzzer.Finding, _ instructions: [Instruction]?, _ input: FuzzInput,
    _ trials: inout Int
  ) -> Bool {
    guard let instructions, trials > 0 else { return false }
    trials -= 1
    let program = FuzzProgram(role: finding.program.role, instructions: instructions)
    guard
      case .failed(let fault, _) = examiner.examine(program, on: [input]),
      fault.kind == finding.fault.kind
    else { return false }
    finding.program = program
    finding.input = input
    finding.fault = fault
    return true
  }

  /// Takes lines out, many at once first.
  private func shorten(_ finding: inout VerifierFuzzer.Finding, _ trials: inout Int) -> Bool {
    guard var listing = Listing(finding.program.instructions) else { return false }
    var isShorter = false
    var count = 16
    while count > 0 {
      var start = listing.lines.count - count
      while start >= 0 {
        let shorter = listing.removing(start..<start + count)
        if takes(&finding, shorter.instructions, finding.input, &trials) {
          listing = shorter
          isShorter = true
        }
        start -= count
      }
      count /= 2
    }
    return isShorter
  }

  private func simplify(_ finding: inout VerifierFuzzer.Finding, _ trials: inout Int) -> Bool {
    guard var listing = Listing(finding.program.instructions) else { return false }
    var isSimpler = false
    for index in listing.lines.indices {
      for operation in listing.lines[index].operation.simplifications {
        var simpler = listing
        simpler.lines[index].operation = operation
        guard takes(&finding, simpler.instructions, finding.input, &trials) else { continue }
        listing = simpler
        isSimpler = true
        break
      }
    }
    return isSimpler
  }

  private func shortenInput(_ finding: inout VerifierFuzzer.Finding, _ trials: inout Int) -> Bool {
    for index in finding.input.words.indices where finding.input.words.count > 1 {
      var shorter = finding.input
      shorter.words.remove(at: index)
      if takes(&finding, finding.program.instructions, shorter, &trials) { return true }
    }
    return false
  }
}
