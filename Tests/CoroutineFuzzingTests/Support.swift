import CoroutineFuzzing
import Foundation
import SamplePrograms

extension Surroundings {
  /// Compiled once.
  static let compiled = Result {
    Surroundings(try SamplePrograms.image(source: Surroundings.source))
  }
}

enum FuzzSeed {
  /// A new one each time, unless one is to be run again.
  static let given: UInt64 = {
    if let given = ProcessInfo.processInfo.environment["BATON_FUZZ_SEED"].flatMap({ UInt64($0) }) {
      return given
    }
    var generator = SystemRandomNumberGenerator()
    return generator.next() >> 32
  }()
}
