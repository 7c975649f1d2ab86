/// Keeps how the path went that was refused, for those who want to read it.
///
/// States are large and paths are many, so a program is verified twice for this, which goes the same way
/// both times: first to find out which instructions the refused path consists of, then to keep the states that it
/// had before these.
final class PathRecorder {
  /// The instruction that each one came behind; −1 for none. Counted in the order that paths are followed in.
  private var parents: [Int32] = []
  /// The last instructions of the refused path, oldest first.
  private(set) var path: [Int] = []
  /// How many came before these.
  private(set) var omittedCount = 0
  private var kept: Set<Int> = []
  private(set) var states: [Int: (slot: Int, state: State)] = [:]
  private let lengthMax: Int

  /// - Parameter lengthMax: how many instructions of a path are kept.
  init(lengthMax: Int) { self.lengthMax = lengthMax }

  /// The next verification keeps the states of the path that this one found.
  func keepStates() { kept = Set(path) }

  /// A new exploration: what was kept of the one before is of no use.
  func begin() {
    parents.removeAll(keepingCapacity: true)
    states.removeAll()
  }

  /// The path has come to an instruction.
  func note(_ path: inout Exploration.Path) {
    let index = parents.count
    parents.append(Int32(path.record ?? -1))
    if kept.contains(index) { states[index] = (path.slot, path.state) }
    path.record = index
  }

  /// The path is refused whose last instruction this is.
  func refuse(at last: Int?) {
    path.removeAll()
    omittedCount = 0
    var current = last ?? -1
    while current >= 0 {
      if path.count < lengthMax { path.append(current) } else { omittedCount += 1 }
      current = Int(parents[current])
    }
    path.reverse()
  }
}
