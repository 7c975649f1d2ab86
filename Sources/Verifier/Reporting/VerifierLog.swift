/// What Linux's verifier would have written about a program: tools and tests search it for messages.
public struct VerifierLog: Equatable, Sendable {
  /// The oldest first.
  public var lines: [String]

  public init(lines: [String]) {
    self.lines = lines
  }

  /// The whole log; every line ends with a line break.
  public var text: String { lines.map { $0 + "\n" }.joined() }
}
