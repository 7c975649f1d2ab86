import ArgumentParser
import Foundation
import Kernel
import ObjectFile

extension VerifyCommand {
  /// Has the running kernel judge the same programs.
  func compareWithKernel(_ judge: Judge) throws {
    guard geteuid() == 0 else {
      throw BadInput(
        "--against-kernel needs root, which would add what the running kernel says of each program")
    }
    let subjects = try self.subjects()
    let system = SystemTypes(try KernelTypes.read())
    var comparison = KernelComparison()
    for subject in subjects {
      let object = KernelObject(subject.image, system: system)
      if let problem = object.typesProblem {
        note("baton: \(subject.path): this kernel doesn't take the object's types: \(problem)")
      }
      judge.judge([subject]) { judgement in
        let flags = subject.expectations[judgement.program]?.flags ?? []
        comparison.add(
          judgement, object.verdict(on: judgement.program, flags: flags.union(ownFlags)))
      }
    }
    if json {
      try printJSON(comparison.object(withPaths: objects.count > 1))
    } else {
      print(comparison.text)
    }
    if !comparison.isAgreed { throw ExitCode(1) }
  }

  /// Those that the command line asks for.
  private var ownFlags: ProgramFlags {
    var flags: ProgramFlags = []
    if strictAlignment { flags.insert(.strictAlignment) }
    if sleepable { flags.insert(.sleepable) }
    return flags
  }
}
