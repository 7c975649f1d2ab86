import ArgumentParser
import ObjectFile
import Runtime
import Scheduling

/// Who decides where and when the program's coroutines run, and within which bounds.
struct PolicyOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      """
      Link this object, or source, with the program: its queue, worker and policy programs, and functions that the \
      program only declares. Maps that both declare are one.
      """, valueName: "FILE"))
  var policy: String?

  @Option(
    help: ArgumentHelp(
      "How long a packet may wait, as policies are told; 0 for no wish.", valueName: "MICROSECONDS")
  )
  var target = 0.0

  @Option(
    help: ArgumentHelp(
      "How long a worker stays on a core whatever policies want.", valueName: "MICROSECONDS"))
  var dwell = 50.0

  @Option(
    name: .customLong("group"),
    help: ArgumentHelp(
      """
      A group of workers, such as network:4,cores=1-3,priority=2,weight=1: the next four, which have one core at least \
      and three at most; or batch:2,best-effort, which needs none, and is lent those of others while they have nothing \
      to do. May be given several times, for all workers in order.
      """, valueName: "NAME:WORKERS[,OPTION…]"))
  var groups: [String] = []

  @Option(
    help: ArgumentHelp(
      "Have threads run for so long of each period, and leave the rest of it to others: 900/1000.",
      valueName: "MICROSECONDS/MICROSECONDS"))
  var timeShare: String?

  @Option(
    help: ArgumentHelp(
      """
      With --time-share, how: fifo (SCHED_FIFO: the shortest waits), deadline (SCHED_DEADLINE: ordinary threads get their \
      part even where a turn does not end; makes a cpuset for each core, and removes it at the end), nice (nice −20) or \
      none (only by sleeping); auto is the first of these that the system allows.
      """, valueName: "MEANS"))
  var sharing: SharingOption = .auto

  /// The image together with the policy's object.
  func apply(to image: ProgramImage, of source: String) throws -> ProgramImage {
    guard let policy else { return image }
    return try link(image, of: source, with: try loadImage(policy, nil), of: policy)
  }

  /// The bounds.
  func configuration() throws -> PolicyConfiguration {
    guard (0...1e9).contains(target) else {
      throw BadInput("--target \(target): give 0 or more microseconds")
    }
    guard (0...1e9).contains(dwell) else {
      throw BadInput("--dwell \(dwell): give 0 or more microseconds")
    }
    var first = 0
    let groups = try groups.map { text in
      let group = try CoreGroup(parsing: text, from: first)
      first = group.workers.upperBound
      return group
    }
    return PolicyConfiguration(
      groups: groups, target: UInt64(target * 1000), dwell: UInt64(dwell * 1000))
  }

  func share() throws -> TimeShare? {
    guard let timeShare else { return nil }
    let parts = timeShare.split(separator: "/", omittingEmptySubsequences: false).map(Double.init)
    guard parts.count == 2, let run = parts[0], let period = parts[1], run >= 0, period <= 1e6,
      let share = TimeShare(run: UInt64(run * 1000), period: UInt64(max(period, 0) * 1000))
    else {
      throw BadInput(
        "--time-share \(timeShare): give RUN/PERIOD in microseconds, such as 900/1000, at most a second"
      )
    }
    return share
  }
}

/// What `--sharing` may be.
enum SharingOption: String, CaseIterable, ExpressibleByArgument {
  case auto, fifo, deadline, nice, none

  var choice: SharingChoice {
    switch self {
    case .auto: .auto
    case .fifo: .only(.fifo)
    case .deadline: .only(.deadline)
    case .nice: .only(.nice)
    case .none: .only(.none)
    }
  }
}

extension CoreGroup {
  /// Of the next workers from `first` on.
  fileprivate init(parsing text: String, from first: Int) throws(BadInput) {
    let parts = text.split(separator: ",", omittingEmptySubsequences: false)
    let head = parts[0].split(separator: ":", omittingEmptySubsequences: false)
    guard head.count == 2, !head[0].isEmpty, let count = Int(head[1]), (1...64).contains(count)
    else {
      throw BadInput("--group \(text): give a name and 1 to 64 workers, such as network:4")
    }
    let options = parts.dropFirst()
    self.init(
      String(head[0]), workers: first..<first + count,
      isBestEffort: options.contains(Self.bestEffort))
    for option in options where option != Self.bestEffort {
      let words = option.split(separator: "=", maxSplits: 1).map(String.init)
      guard words.count == 2, set(words[0], words[1]) else {
        throw BadInput(
          """
          --group \(text): “\(option)” is none of cores=LEAST-MOST, priority=NUMBER, weight=NUMBER, best-effort
          """)
      }
    }
  }

  private static let bestEffort: Substring = "best-effort"

  private mutating func set(_ name: String, _ value: String) -> Bool {
    switch name {
    case "cores":
      let bounds = value.split(separator: "-", omittingEmptySubsequences: false).map {
        Int($0).flatMap { (0...1024).contains($0) ? $0 : nil }
      }
      guard (1...2).contains(bounds.count), let least = bounds[0], let most = bounds.last ?? nil,
        most > 0
      else { return false }
      (minimum, maximum) = (least, most)
    case "priority":
      guard let number = Int(value), (-1000...1000).contains(number) else { return false }
      priority = number
    case "weight":
      guard let number = Int(value), (1...1000).contains(number) else { return false }
      weight = number
    default: return false
    }
    return true
  }
}
