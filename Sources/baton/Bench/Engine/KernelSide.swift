import Foundation
import Kernel
import ObjectFile

/// A program of a subject in the kernel, with the same maps; none where this process may not load it.
final class KernelSide {
  private let unit: KernelUnit
  /// `XDP`, of Linux's program types.
  private static let xdpType: UInt32 = 6

  init?(_ subject: EngineSubject, program: String) throws {
    guard geteuid() == 0 else {
      progress("without the kernel's JIT: root is needed to load programs into the kernel")
      return nil
    }
    let unit = try KernelUnit(
      subject.image, entry: subject.entry(program), type: Self.xdpType)
    for (index, map) in subject.image.maps.enumerated() {
      try map.forEachBenchEntry { try unit.update(map: index, key: $0, value: $1) }
    }
    self.unit = unit
  }

  func run(count: Int) throws -> (value: UInt32, nanoseconds: Double) {
    try unit.run(on: EngineSubject.packet, count: count)
  }
}
