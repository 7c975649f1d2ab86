import Contracts
import Foundation
import ObjectFile
import Verifier

/// Programs of an object that are to be judged.
struct Subject {
  let path: String
  let image: ProgramImage
  /// What the verifier works on; nil when it can't work on this object at all.
  let unit: ProgramUnit?
  /// Why there is no unit.
  let problem: String?
  /// The functions that are programs, and were asked for.
  let programs: [Int]
  /// What the object expects of its programs, by function.
  let expectations: [Int: ProgramExpectation]
  /// Programs of which nobody can tell what is expected, and why.
  let riddles: [Int: String]

  /// What a file has to be judged: its programs, in groups that are relocated against the same types.
  ///
  /// - Parameters:
  ///   - program: the only one that was asked for; nil: all.
  ///   - replacements: what stands for exported functions that it calls.
  ///   - interface: the rules to judge it by; nil for those that suit it.
  static func all(
    in path: String, _ options: ObjectOptions, _ replacements: ReplacementOptions? = nil,
    program: String?, interface: (header: String, contents: Interface)? = nil
  ) throws -> [Subject] {
    var image = try loadImage(path, nil, header: interface?.header)
    if let replacements {
      image = try replacements.apply(to: image, of: path, header: interface?.header)
    }
    let programs = image.functions.indices.filter { index in
      let function = image.functions[index]
      return function.isProgram && (program == nil || function.name == program)
    }
    let (expectations, riddles) = expectations(of: programs, in: image)
    // Only what the user says replaces the kernel's types: an object knows its own relocations alone.
    let systemTypes = KernelTypes.system(options.btf)
    var groups: [String?: [Int]] = [:]
    for index in programs {
      let types = expectations[index]?.typesPath.flatMap { existing($0, beside: path) }
      groups[options.btf == nil ? types : nil, default: []].append(index)
    }
    return try groups.sorted { $0.value[0] < $1.value[0] }.map { types, programs in
      var options = options
      options.btf = options.btf ?? types
      return Subject(
        path: path, image: try options.apply(to: image, of: path), programs: programs,
        expectations: expectations, riddles: riddles, systemTypes: systemTypes,
        interface: interface?.contents)
    }
  }

  private init(
    path: String, image: ProgramImage, programs: [Int], expectations: [Int: ProgramExpectation],
    riddles: [Int: String], systemTypes: SystemTypes, interface: Interface?
  ) {
    self.path = path
    self.image = image
    self.programs = programs
    self.expectations = expectations
    self.riddles = riddles
    do {
      unit = try ProgramUnit(
        image: image, interface: interface ?? .suiting(image), systemTypes: systemTypes)
      problem = nil
    } catch {
      unit = nil
      problem = "\(error)"
    }
  }

  /// The file of an expectation, which lies where the object does.
  private static func existing(_ name: String, beside path: String) -> String? {
    let file = URL(filePath: path).deletingLastPathComponent().appending(path: name).path
    return FileManager.default.isReadableFile(atPath: file) ? file : nil
  }

  private static func expectations(
    of programs: [Int], in image: ProgramImage
  ) -> ([Int: ProgramExpectation], [Int: String]) {
    let reader = ExpectationReader(image.types)
    var expectations: [Int: ProgramExpectation] = [:]
    var riddles: [Int: String] = [:]
    for program in programs {
      do {
        let expectation = try reader.expectation(of: image.functions[program].name)
        let patterns = expectation?.messages ?? []
        if let pattern = patterns.first(where: { !LogSearch.isUsable($0) }) {
          riddles[program] = "“\(pattern)” is no regular expression"
        } else {
          expectations[program] = expectation
        }
      } catch {
        riddles[program] = "\(error)"
      }
    }
    return (expectations, riddles)
  }

  /// Its file's name, for lines that have no room for the whole path.
  var name: String { path.split(separator: "/").last.map(String.init) ?? path }

  /// The same without `.o`.
  var stem: String { name.hasSuffix(".o") ? String(name.dropLast(2)) : name }
}
