import Contracts

/// What one exploration verifies by itself.
enum VerifiedSubject: Sendable {
  /// A program of the unit, from its entry.
  case program
  /// What stands for an exported function, from its entry: the contract is that function's.
  case replacement
  /// A function that is believed at its calls what its declaration says.
  case global(GlobalFunction)
  /// What makes the program's result of a thrown cookie, in its place.
  case exceptionCallback(GlobalFunction)
  /// A function that runs when the program has ended long ago.
  case later(LaterCallback)
}

/// A function that a call has been told to run later, such as a timer's.
struct LaterCallback: Hashable, Comparable, Sendable {
  var function: Int
  /// The prototype's name.
  var prototype: String
  /// The map with the value that it was named for.
  var map: UInt32

  static func < (a: Self, b: Self) -> Bool {
    (a.function, a.prototype, a.map) < (b.function, b.prototype, b.map)
  }
}
