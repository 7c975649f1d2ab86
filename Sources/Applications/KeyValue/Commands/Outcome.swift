/// How far a command came.
enum Outcome {
  /// It is answered, or its answer is being sent.
  case done
  /// It goes on with the same request once the reply has room.
  case more
  /// It goes on with the same request in the next call.
  case pause
  /// It is answered, and it was the last one.
  case close

  var isDone: Bool { self == .done || self == .close }

  var next: ServiceStep.Next? {
    switch self {
    case .done, .more: nil
    case .pause: .again
    case .close: .close
    }
  }
}
