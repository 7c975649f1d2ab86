import Glibc
import Kernel
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// XDP programs in C that check themselves: on both engines, and in the kernel, which has to agree.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct XDPCorpusTests {
  static let files = CorpusFile.all(in: "xdp", endingIn: [".c"])

  private static let pass: UInt32 = 2
  private static let xdpType: UInt32 = 6
  private static let packet = (0..<64).map { UInt8($0 &* 3 &+ 1) }

  @Test func theCorpusIsThere() { #expect(Self.files.count >= 8) }

  @Test(arguments: files)
  func theProgramIsContent(_ one: CorpusFile) throws {
    let image = try SamplePrograms.image(of: one.path)
    let unit = try ProgramUnit(image: image, interface: .baton)
    let verified: VerifiedUnit
    do {
      verified = try VerifiedUnit.verifying(unit)
    } catch {
      Issue.record("\(error.verdicts.compactMap { $0.rejection?.report(for: image) })")
      return
    }
    let entry = try #require(image.functions.firstIndex { $0.name == "program" })
    var packets: [[UInt8]] = []
    for engine in EngineKind.allCases {
      let loaded = try LoadedUnit(verified, engine: engine, workerCount: 1, seed: 3)
      #expect(loaded.engineKind == engine)
      let run = try TestRun(loaded)
      // The maps keep what the first run has left.
      for _ in 0..<3 {
        let result = run.call(entry, onPacket: Self.packet)
        #expect(result.action == Self.pass, "\(engine)")
        packets.append(result.octets)
      }
    }
    #expect(Set(packets).count == 1)
    // The kernel can't load some of them as they are.
    guard geteuid() == 0, try !one.text().contains("kernel: no") else { return }
    let kernel = try KernelUnit(image, entry: entry, type: Self.xdpType)
    for _ in 0..<3 {
      let line = try kernel.run(on: Self.packet, count: 1).value
      #expect(line == Self.pass, "the kernel disagrees")
    }
  }
}
