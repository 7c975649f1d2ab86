import Devices

/// What `--device` names: where packets come from and go to.
enum DeviceSpec: Equatable {
  /// A wire inside this process; nobody is at its other end.
  case memory
  /// Queues of a network interface.
  case afxdp(interface: String, queues: Queues)
  /// A TAP interface, made or attached to.
  case tap(interface: String)
  /// A capture file, and where what is sent is written.
  case pcap(path: String, CaptureDevice.Configuration, output: String?)

  enum Queues: Equatable {
    /// This one, and those that follow.
    case from(Int)
    case only([Int])
  }

  static let syntax = """
    memory, afxdp:INTERFACE[:QUEUE…], tap:NAME or \
    pcap:FILE[,pace=recorded|speed][,repeat][,out=FILE]
    """

  init(parsing text: String) throws(BadInput) {
    if text.hasPrefix("pcap:") {
      self = try Self.capture(text)
      return
    }
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    switch (parts[0], parts.count) {
    case ("memory", 1): self = .memory
    case ("afxdp", 2...) where !parts[1].isEmpty:
      self = .afxdp(interface: parts[1], queues: try Self.queues(parts[2...], of: text))
    case ("tap", 2) where Self.isInterfaceName(parts[1]): self = .tap(interface: parts[1])
    default: throw BadInput("--device \(text): not a device; give \(Self.syntax)")
    }
  }

  private static func queues(
    _ parts: ArraySlice<String>, of text: String
  ) throws(BadInput) -> Queues {
    var queues: [Int] = []
    for part in parts {
      guard let queue = Int(part), queue >= 0 else {
        throw BadInput("--device \(text): “\(part)” is no queue number; give \(syntax)")
      }
      guard !queues.contains(queue) else {
        throw BadInput("--device \(text): queue \(queue) is there twice; give \(syntax)")
      }
      queues.append(queue)
    }
    return queues.count > 1 ? .only(queues) : .from(queues.first ?? 0)
  }

  /// As Linux has them (`dev_valid_name`); it would fill in a `%`.
  private static func isInterfaceName(_ name: String) -> Bool {
    !name.isEmpty && name.utf8.count < 16 && name != "." && name != ".."
      && !name.contains { $0 == "/" || $0 == "%" || $0.isWhitespace }
  }

  private static func capture(_ text: String) throws(BadInput) -> DeviceSpec {
    let parts = text.dropFirst("pcap:".count).split(
      separator: ",", omittingEmptySubsequences: false)
    var configuration = CaptureDevice.Configuration()
    var output: String?
    for part in parts.dropFirst() {
      switch part {
      case "pace=speed": configuration.pace = .speed
      case "pace=recorded": configuration.pace = .recorded
      case "repeat": configuration.repeats = true
      case _ where part.hasPrefix("out=") && part.count > 4: output = String(part.dropFirst(4))
      default:
        throw BadInput("--device \(text): “\(part)” is no option of a capture file; give \(syntax)")
      }
    }
    guard let path = parts.first, !path.isEmpty else {
      throw BadInput("--device \(text): not a device; give \(syntax)")
    }
    return .pcap(path: String(path), configuration, output: output)
  }

  /// The queues that are used, each by a worker of its own, when `--workers` is that.
  func queues(workerCount: Int) throws(BadInput) -> [Int] {
    switch self {
    case .memory, .tap: return Array(0..<workerCount)
    case .afxdp(_, .from(let first)): return Array(first..<first + workerCount)
    case .afxdp(let interface, .only(let queues)):
      guard workerCount == 1 || workerCount == queues.count else {
        throw BadInput("--workers \(workerCount): \(queues.count) queues of \(interface) are named")
      }
      return queues
    case .pcap(let path, _, _):
      guard workerCount == 1 else {
        throw BadInput("--workers \(workerCount): \(path) has one queue")
      }
      return [0]
    }
  }
}
