import Glibc

/// How a ``CorePartition`` is made and cleared up.
struct CorePartitionPlan {
  private let tree: any ControlTree

  init(_ tree: any ControlTree) { self.tree = tree }

  private static let prefix = "baton.cpu"
  private static let rest = "baton.rest"

  static func name(_ cores: [Int]) -> String {
    prefix + cores.map(String.init).joined(separator: "+")
  }

  // MARK: Making

  /// The locks of what is in use from now on.
  func build(_ cores: [Int]) throws(ControlProblem) -> [any ControlLock] {
    let change = try tree.lock(nil, .alone)
    return try withExtendedLifetime(change) { () throws(ControlProblem) in
      switch tree.version {
      case .one: try buildSets(cores)
      case .two: [try buildPartition(cores)]
      }
    }
  }

  private func buildSets(_ cores: [Int]) throws(ControlProblem) -> [any ControlLock] {
    let memory = try tree.read("cpuset.mems")
    let isOurs = try tree.read("cpuset.sched_load_balance") == "1" || hasRest
    if isOurs {
      try tree.make(Self.rest)
      try tree.write(memory, to: "\(Self.rest)/cpuset.mems")
      // Before others have them exclusively.
      try spreadRest(without: cores)
    }
    var uses: [any ControlLock] = []
    for core in cores {
      let name = Self.name([core])
      try tree.make(name)
      uses.append(try tree.lock(name, .beside))
      try tree.write(memory, to: "\(name)/cpuset.mems")
      try tree.write("\(core)", to: "\(name)/cpuset.cpus")
      try tree.write("1", to: "\(name)/cpuset.cpu_exclusive")
    }
    if isOurs { try tree.write("0", to: "cpuset.sched_load_balance") }
    return uses
  }

  private func buildPartition(_ cores: [Int]) throws(ControlProblem) -> any ControlLock {
    if try !tree.read("cgroup.subtree_control").split(separator: " ").contains("cpuset") {
      try tree.make(Self.rest)
      try tree.write("+cpuset", to: "cgroup.subtree_control")
    }
    let name = Self.name(cores)
    try tree.make(name)
    let use = try tree.lock(name, .beside)
    let list = cores.map(String.init).joined(separator: ",")
    try tree.write(list, to: "\(name)/cpuset.cpus")
    try tree.write("root", to: "\(name)/cpuset.cpus.partition")
    let state = try tree.read("\(name)/cpuset.cpus.partition")
    guard state == "root" else {
      throw ControlProblem("processors \(list) can't be a partition: it is “\(state)”")
    }
    try tree.write("\(getpid())", to: "\(name)/cgroup.procs")
    return use
  }

  // MARK: Clearing up

  /// Removes what nobody uses, and puts back what was changed where nobody does any more. What can't be done is left to who
  /// comes next.
  func clearUp() {
    guard isInUse, let change = try? tree.lock(nil, .alone) else { return }
    withExtendedLifetime(change) {
      for name in names where (try? tree.lock(name, .aloneNow)) != nil { remove(name) }
      guard hasRest else { return }
      if names.isEmpty { restore() } else if tree.version == .one { try? spreadRest(without: []) }
    }
  }

  private func restore() {
    do {
      switch tree.version {
      case .one: try tree.write("1", to: "cpuset.sched_load_balance")
      case .two: try tree.write("-cpuset", to: "cgroup.subtree_control")
      }
      remove(Self.rest)
    } catch {
      // Its sign stays.
    }
  }

  /// Threads that have ended are in it for a moment more.
  private func remove(_ name: String) {
    for _ in 0..<200 {
      guard (try? tree.remove(name)) == nil else { return }
      usleep(1_000)
    }
  }

  /// Whether anything is there of it.
  var isInUse: Bool { hasRest || !names.isEmpty }

  private var hasRest: Bool { tree.names().contains(Self.rest) }
  private var names: [String] { tree.names().filter { $0.hasPrefix(Self.prefix) } }

  // MARK: Processors

  /// All processors that nobody has, and that none of `cores` is.
  private func spreadRest(without cores: [Int]) throws(ControlProblem) {
    let taken = Set(names.compactMap { Int($0.dropFirst(Self.prefix.count)) } + cores)
    let free = Self.numbers(try tree.read("cpuset.cpus")).filter { !taken.contains($0) }
    let list = free.map(String.init).joined(separator: ",")
    try tree.write(list, to: "\(Self.rest)/cpuset.cpus")
  }

  /// Of a list such as `0-2,5`.
  private static func numbers(_ list: String) -> [Int] {
    list.split(separator: ",").flatMap { part -> [Int] in
      let bounds = part.split(separator: "-").compactMap { Int($0) }
      guard let first = bounds.first, let last = bounds.last, first <= last else { return [] }
      return Array(first...last)
    }
  }
}
