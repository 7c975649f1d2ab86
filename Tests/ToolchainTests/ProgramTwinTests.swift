import Foundation
import ObjectFile
import Testing
import Toolchain

/// The programs that users start from are there in C and in Swift, and whoever loads an object can't tell them apart.
@Suite(.enabled(if: Bench.toolchain != nil, "swiftc and clang are not on PATH"))
struct ProgramTwinTests {
  /// Sources in C below `Programs`, without `.c`.
  private static let names: [String] = {
    let programs = Bench.root.appending(path: "Programs").path
    let paths = FileManager.default.enumerator(atPath: programs)?.compactMap { $0 as? String } ?? []
    return paths.filter { $0.hasSuffix(".c") }.map { String($0.dropLast(2)) }.sorted()
  }()

  /// What may be told, and what is begun with.
  private struct Variable: Hashable {
    var name: String
    var octets: [UInt8]
  }

  private struct Map: Hashable {
    var name: String
    var type: UInt32
    /// Of a key, of a value, and of entries.
    var sizes: [UInt32]
  }

  private func image(_ name: String) throws -> ProgramImage {
    try Bench.image(of: Bench.root.appending(path: "Programs/\(name)").path)
  }

  /// By name, the role; both languages have a way of their own to say that one is preemptible.
  private func roles(_ image: ProgramImage) -> [String: Substring?] {
    let programs = image.functions.filter(\.isProgram)
    return Dictionary(
      uniqueKeysWithValues: programs.map { ($0.name, $0.section.split(separator: ".").first) })
  }

  private func variables(_ image: ProgramImage) -> Set<Variable> {
    Set(
      image.variables.map { variable in
        let octets = image.maps[variable.map].initialValue ?? []
        return Variable(
          name: variable.name,
          octets: Array(octets.dropFirst(variable.offset).prefix(variable.byteCount)))
      })
  }

  private func maps(_ image: ProgramImage) -> Set<Map> {
    Set(
      image.maps.filter { $0.initialValue == nil }.map {
        Map(name: $0.name, type: $0.type, sizes: [$0.keySize, $0.valueSize, $0.maxEntries])
      })
  }

  @Test(arguments: names)
  func bothLanguagesMakeTheSameOfIt(_ name: String) throws {
    let (c, swift) = try (image("\(name).c"), image("\(name).swift"))
    #expect(!roles(c).isEmpty)
    #expect(roles(c) == roles(swift))
    #expect(maps(c) == maps(swift))
    #expect(variables(c) == variables(swift))
  }

  @Test func thereAreProgramsOfAllKinds() {
    #expect(Self.names.contains("udp_echo") && Self.names.contains("scheduling/edf"))
    #expect(Self.names.contains("scaling/shenango") && Self.names.count > 20)
  }
}
