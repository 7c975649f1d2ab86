import Contracts

/// What a monitor knows of a value that a program was given. Ghosts live beside the run, and cost programs nothing.
struct Ghost: Equatable {
  /// Tells it from another value that lies at the same address later.
  var id: UInt64
  var address: UInt64
  /// The interface type's name.
  var type: String
  var states: TypeStates
  var isOwned: Bool
  /// The value that it belongs to, or was made of; 0 for none.
  var origin: UInt64 = 0
  /// The call that gave it, and what that says; −1 for an argument of the program.
  var acquiredAt: Int
  var clause: Clause
  /// The call that brought it into its states.
  var changedAt: Int
  /// An argument of the program itself.
  var isArgument = false
  /// An element of a container that the program may look at, and how long; nil for what is lent nobody.
  var loan: Loan?

  enum Loan: Equatable {
    case toCallback
    case whileLocked
  }
}

/// Memory that a program may use.
struct Region: Equatable {
  var start: UInt64
  var byteCount: UInt64
  var isReadOnly = false
  var content: Content
  /// The promise that says how large it is.
  var clause: Clause?

  enum Content: Equatable {
    /// A value, or a key, of the map with this index.
    case value(map: Int)
    case key
    /// What a call has given out, as a part of the value of this id.
    case part(of: UInt64)
    /// What the program was given.
    case given
  }

  func contains(_ address: UInt64, _ byteCount: UInt64) -> Bool {
    address >= start && address - start <= self.byteCount
      && byteCount <= self.byteCount - (address - start)
  }
}

/// A lock that the program holds.
struct GhostLock: Equatable {
  /// Of the lock itself.
  var address: UInt64
  /// Whose field it is; a spin lock's own type.
  var type: String
  /// Nil for a spin lock.
  var field: String?
  /// The value whose field it is, and what that belongs to; 0 for a spin lock's.
  var owner: UInt64 = 0
  var origin: UInt64 = 0
  /// What the function was given that took it.
  var argument: UInt64
  var takenAt: Int
  var takenBy: String

  var isSpinLock: Bool { field == nil }
  /// `socket::lock`; all spin locks are of one class.
  var lockClass: String { field.map { "\(type)::\($0)" } ?? type }
}
