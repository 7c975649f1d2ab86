import ArgumentParser
import Foundation

/// The figures of the engines: programs beside the kernel's JIT and native code, what single things
/// cost, and how long it takes until a program is ready to run.
struct EngineBench {
  let folder: URL
  let repetitions: Int

  enum Part: String, CaseIterable, ExpressibleByArgument {
    case programs, costs, loading
  }

  func rows(_ parts: [Part]) throws -> [BenchRow] {
    try parts.flatMap { part in
      switch part {
      case .programs: try ProgramBench(folder: folder, repetitions: repetitions).rows()
      case .costs: try CostBench(folder: folder, repetitions: repetitions).rows()
      case .loading: try LoadingBench(folder: folder, repetitions: repetitions).rows()
      }
    }
  }

  /// Where the C sources of a kind of benchmark lie.
  static func sources(_ kind: String) -> String {
    "\(Installation.root)/Benchmarks/Programs/\(kind)"
  }
}
