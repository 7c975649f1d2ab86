import Maps

/// The numbers that the workers of an instance have among those who use its maps: all versions of its program have the
/// same. They are given back with the last one.
final class Seats: Sendable {
  let numbers: [Int]
  private let shared: SharedMaps?

  /// - Throws: `LoadError.tooManyWorkers`.
  init(_ workerCount: Int, _ shared: SharedMaps?) throws(LoadError) {
    guard let numbers = shared.map({ $0.takeParticipants(workerCount) }) ?? Array(0..<workerCount)
    else { throw .tooManyWorkers(workerCount) }
    self.numbers = numbers
    self.shared = shared
  }

  deinit { shared?.giveBack(participants: numbers) }
}
