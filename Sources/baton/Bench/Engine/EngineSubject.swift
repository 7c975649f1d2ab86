import Foundation
import ObjectFile
import Runtime
import Verifier

/// The programs of one object on both of our engines, with its maps filled.
final class EngineSubject {
  let image: ProgramImage
  private let runs: [EngineKind: TestRun]

  /// Compiles a C source.
  init(source: String, in folder: URL) throws {
    let name = URL(filePath: source).deletingPathExtension().lastPathComponent
    let object = folder.appending(path: "\(name).o").path
    try build(source, to: object, .init(includePaths: [EngineBench.sources("engine")]))
    image = try readImage(object)
    let unit = try ProgramUnit(image: image, interface: .baton)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(unit)
    } catch {
      let reports = error.verdicts.compactMap { $0.rejection?.report(for: unit.image) }
      throw Refused("\(name): \(reports.joined(separator: "\n"))")
    }
    var runs: [EngineKind: TestRun] = [:]
    for kind in EngineKind.allCases {
      let loaded = try LoadedUnit(verified, engine: kind, workerCount: 1, seed: 1)
      for (index, map) in loaded.maps.enumerated() {
        image.maps[index].forEachBenchEntry { _ = map.update(key: $0, value: $1) }
      }
      runs[kind] = try TestRun(loaded)
    }
    self.runs = runs
  }

  /// A packet of 1,400 octets: a UDP datagram.
  static let packet: [UInt8] = {
    var octets = (0..<1400).map { UInt8(truncatingIfNeeded: $0 &* 151 &+ $0 >> 3) }
    octets[12..<14] = [0x08, 0x00]
    octets[14] = 0x45
    octets[23] = 17
    return octets
  }()

  /// The function of a program that the benchmark's author put there.
  func entry(_ program: String) -> Int {
    guard let entry = image.functions.firstIndex(where: { $0.name == program }) else {
      preconditionFailure("no program “\(program)”")
    }
    return entry
  }

  func run(_ program: String, on engine: EngineKind, count: Int) -> TestRun.PacketResult {
    runs[engine]!.call(entry(program), onPacket: Self.packet, count: count)
  }

  /// Instructions a nanosecond of the interpreter, over `count` runs.
  func interpretedSpeed(_ program: String, count: Int) -> Double {
    let run = runs[.interpreter]!
    let before = run.stepCount
    let nanoseconds = self.run(program, on: .interpreter, count: count).nanoseconds
    return Double(run.stepCount - before) / (nanoseconds * Double(count))
  }
}
