/// Where a source text stopped being assembly, and what could have stood there.
public struct AssemblyError: Error, Hashable, Sendable {
  /// From 1.
  public let line: Int
  /// From 1, in octets of UTF-8.
  public let column: Int
  /// For people: "a register, r0 to r10".
  public let expected: String
  /// The text that stood there instead; empty at the end of the line.
  public let found: String
}

extension AssemblyError: CustomStringConvertible {
  public var description: String {
    "\(line):\(column): expected \(expected), found "
      + (found.isEmpty ? "the end of the line" : "'\(found)'")
  }
}
