import SampleUnits
import Testing
import Verifier

/// How a path went that was refused.
@Suite struct RefusedPathTests {
  private func listing(
    _ source: String, calling callee: String? = nil, lengthMax: Int = 1000
  ) throws -> PathListing? {
    var sample = Sample()
    sample.add("program", "worker", source)
    if let callee { sample.add("called", ".text", callee) }
    let unit = try ProgramUnit(image: sample.image(), interface: .baton)
    let entry = try #require(unit.image.functions.firstIndex { $0.name == "program" })
    return Verifier(unit).refusedPath(of: entry, lengthMax: lengthMax)
  }

  @Test func eachInstructionSaysWhatItChanged() throws {
    let listing = try #require(
      try listing("r2 = 5\n*(u64 *)(r10 - 8) = r2\nr2 += 1\nr0 = r5\nexit"))
    #expect(listing.start.contains("R10=fp0"))
    #expect(listing.lines.map(\.number) == [0, 1, 2, 3])
    #expect(listing.lines.map(\.changes) == ["R2=5", "fp-8=5", "R2=6", ""])
    #expect(listing.lines[1].operands == "R2=5 R10=fp0")
    #expect(listing.lines[2].instruction == "r2 += 0x1")
    #expect(listing.omittedCount == 0)
  }

  @Test func onlyTheRefusedPathIsListed() throws {
    // The side that isn't taken is fine, and followed first.
    let listing = try #require(
      try listing(
        "call 5\nif w0 > 7 goto bad\nr0 = 0\nexit\nbad:\nr0 = r5\nexit"))
    #expect(listing.lines.map(\.number) == [0, 1, 4])
    #expect(listing.lines[1].operands.hasPrefix("R0=scalar("))
    #expect(listing.lines[1].changes.contains("umin=umin32=8"), "\(listing.text)")
  }

  @Test func longPathsLoseTheirBeginning() throws {
    let listing = try #require(
      try listing("r1 = 0\nround:\nr1 += 1\nif r1 < 50 goto round\nr0 = r5\nexit", lengthMax: 3))
    #expect(listing.lines.map(\.number) == [1, 2, 3])
    #expect(listing.omittedCount == 1 + 2 * 49)
    #expect(listing.text.first == "… 99 instructions before")
    #expect(listing.start.contains("R1=49"))
  }

  @Test func functionsBeginWithAllTheyAreGiven() throws {
    let listing = try #require(
      try listing("r1 = 3\ncall local called\nexit", calling: "r0 = r5\nexit"))
    #expect(listing.lines.map(\.changes) == ["R1=3", "frame1: R1=3 R10=fp0", ""])
  }

  @Test func whatIsNotRefusedOnAPathHasNone() throws {
    #expect(try listing("r0 = 0\nexit") == nil)
    #expect(try listing("r0 = 0\ngoto +7\nexit") == nil)
  }
}
