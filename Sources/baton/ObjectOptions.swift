import ArgumentParser
import ObjectFile

/// What a user may say of an object before it is verified.
struct ObjectOptions: ParsableArguments {
  @Option(
    name: .customLong("set"),
    help: ArgumentHelp(
      "Let a global variable begin as a number, or as hex:OCTETS; may be given several times.",
      valueName: "NAME=VALUE"))
  var values: [String] = []

  @Option(
    help: ArgumentHelp(
      "Resolve the object's CO-RE relocations against the types in this file (default: the kernel's).",
      valueName: "FILE"))
  var btf: String?

  /// The image of `source` with other values, its relocations resolved.
  func apply(to image: ProgramImage, of source: String) throws(BadInput) -> ProgramImage {
    try Self.image(image, of: source, values, btf: btf)
  }

  /// The same for who has the values and the file with types.
  static func image(
    _ image: ProgramImage, of source: String, _ values: [String], btf: String?
  ) throws(BadInput) -> ProgramImage {
    var image = image
    for text in values { try set(text, in: &image, of: source) }
    guard !image.coreRelocations.isEmpty else { return image }
    guard btf != nil || KernelTypes.areThere else {
      note(
        "baton: \(source): its \(image.coreRelocations.count) relocations stay as they were compiled, "
          + "as there is no \(KernelTypes.path); give --btf")
      return image
    }
    let path = btf ?? KernelTypes.path
    let types = if let btf { try readTypes(btf) } else { try KernelTypes.read() }
    do {
      return try image.relocated(against: types)
    } catch {
      throw BadInput("\(source): against \(path): \(error)")
    }
  }

  private static func set(
    _ text: String, in image: inout ProgramImage, of source: String
  ) throws(BadInput) {
    let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
    guard parts.count == 2 else { throw BadInput("--set \(text): give NAME=VALUE") }
    do {
      if parts[1].hasPrefix("hex:") {
        try image.set(
          parts[0], to: try Hex.octets(String(parts[1].dropFirst(4)), of: "--set \(parts[0])"))
      } else {
        try image.set(parts[0], to: try Self.number(parts[1], of: "--set \(text)"))
      }
    } catch let error as BadInput {
      throw error
    } catch {
      throw BadInput("\(source): --set \(text): \(error)")
    }
  }

  /// A decimal or, after `0x`, hexadecimal number of up to 64 bits.
  static func number(_ text: String, of what: String) throws(BadInput) -> Int64 {
    let isHexadecimal = text.hasPrefix("0x")
    let digits = isHexadecimal ? text.dropFirst(2) : text[...]
    let radix = isHexadecimal ? 16 : 10
    if let number = Int64(digits, radix: radix) { return number }
    if let number = UInt64(digits, radix: radix) { return Int64(bitPattern: number) }
    throw BadInput("\(what): “\(text)” is no number; octets are given as hex:OCTETS")
  }
}
