import CBaton
import Foundation
import Kernel
import ObjectFile
import Runtime
import Verifier

/// One program on both of our engines, with its maps filled.
final class EngineSubject {
  let image: ProgramImage
  let entry: Int
  private let runs: [EngineKind: TestRun]

  init(_ image: ProgramImage, name: String) throws {
    self.image = image
    let unit = try ProgramUnit(image: image, interface: .baton)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(unit)
    } catch {
      let reports = error.verdicts.compactMap { $0.rejection?.report(for: image) }
      throw Refused("\(name): \(reports.joined(separator: "\n"))")
    }
    guard let entry = unit.entries.first else { throw Refused("\(name): no program") }
    self.entry = entry
    var runs: [EngineKind: TestRun] = [:]
    for kind in EngineKind.allCases {
      let loaded = try LoadedUnit(verified, engine: kind, workerCount: 1, seed: 1)
      for (index, map) in loaded.maps.enumerated() {
        Self.forEachEntry(of: image.maps[index]) { _ = map.update(key: $0, value: $1) }
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

  /// What the maps hold, on all sides: 10,000 keys of eight octets in a hash map, an array's indices.
  static func forEachEntry(
    of map: MapDefinition, _ body: (_ key: [UInt8], _ value: [UInt8]) throws -> Void
  ) rethrows {
    for number in 0..<UInt64(map.maxEntries) {
      let isHash = map.type == BPF_MAP_TYPE_HASH.rawValue
      let key = isHash ? number &* 0x9e37_79b9_7f4a_7c15 : number
      try body(octets(key, Int(map.keySize)), octets(number &* 31, Int(map.valueSize)))
    }
  }

  private static func octets(_ word: UInt64, _ count: Int) -> [UInt8] {
    (0..<count).map { $0 < 8 ? UInt8(truncatingIfNeeded: word >> UInt64(8 * $0)) : 0 }
  }

  func run(on engine: EngineKind, count: Int) -> TestRun.PacketResult {
    runs[engine]!.call(entry, onPacket: Self.packet, count: count)
  }
}

/// The same program in the kernel, with the same maps; none where this process may not load it.
final class KernelSide {
  private let unit: KernelUnit

  init?(_ subject: EngineSubject, type: UInt32) throws {
    guard geteuid() == 0 else {
      progress("without the kernel's JIT: root is needed to load programs into the kernel")
      return nil
    }
    let unit = try KernelUnit(subject.image, entry: subject.entry, type: type)
    for (index, map) in subject.image.maps.enumerated() {
      try EngineSubject.forEachEntry(of: map) { try unit.update(map: index, key: $0, value: $1) }
    }
    self.unit = unit
  }

  func run(count: Int) throws -> (value: UInt32, nanoseconds: Double) {
    try unit.run(on: EngineSubject.packet, count: count)
  }
}
