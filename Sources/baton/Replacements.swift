import ArgumentParser
import ObjectFile
import Verifier

/// Programs that stand for exported functions.
struct ReplacementOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "Let the program of this object for the section replace/FUNCTION stand for the exported function; may be "
        + "given several times.",
      valueName: "FUNCTION=FILE"))
  var replace: [String] = []

  /// The image together with the objects that are to stand for what it calls.
  func apply(
    to image: ProgramImage, of source: String, header: String? = nil
  ) throws -> ProgramImage {
    try Self.image(image, of: source, with: replace, header: header)
  }

  /// The same for who has the texts.
  static func image(
    _ image: ProgramImage, of source: String, with texts: [String], header: String? = nil
  ) throws -> ProgramImage {
    var image = image
    for text in texts {
      let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
      guard parts.count == 2 else { throw BadInput("--replace \(text): give FUNCTION=FILE") }
      let replacement = try loadImage(parts[1], nil, header: header)
      guard replacement.stands(for: parts[0]) else {
        throw BadInput(
          "--replace \(text): \(parts[1]) has no program in a section replace/\(parts[0])")
      }
      image = try link(image, of: source, with: replacement, of: parts[1])
    }
    return image
  }
}
