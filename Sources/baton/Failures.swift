/// What the user gave can't be used: exit status 2.
struct BadInput: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// A verdict against what the user gave: exit status 1.
struct Refused: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
