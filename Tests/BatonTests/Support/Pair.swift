import Baton
import Testing

/// Two servers in one process, at the ends of one wire.
struct Pair {
  let near: Server
  let far: Server

  static let nearAddress = "10.0.0.1"
  static let farAddress = "10.0.0.2"

  /// `prepare` says what they serve; both run then.
  init(
    queueCount: Int = 1, connectionLimit: Int = 256, runLimit: Duration = .seconds(1),
    _ prepare: (_ near: Server, _ far: Server) throws -> Void = { _, _ in }
  ) throws {
    var wire = MemoryLink.Configuration()
    wire.queueCount = queueCount
    let link = try MemoryLink(wire)
    var configuration = Server.Configuration()
    configuration.connectionLimit = connectionLimit
    configuration.runLimit = runLimit
    near = try Server(
      .memory(link), address: "\(Self.nearAddress)/24", configuration: configuration)
    configuration.connectionLimit = 1024
    far = try Server(
      .memory(link, end: .far), address: "\(Self.farAddress)/24", configuration: configuration)
    try prepare(near, far)
    try near.start()
    try far.start()
  }

  /// A connection from the far end to a port of the near one.
  func connect(_ port: UInt16, worker: Int = 0) async throws -> Connection {
    try await far.connect(to: Self.nearAddress, port: port, worker: worker)
  }

  /// Stops both, and expects that nothing is left.
  func stop(sourceLocation: SourceLocation = #_sourceLocation) async {
    // At the same time: neither waits for connections that the other one keeps.
    async let nearReport = near.stop()
    async let farReport = far.stop()
    for (name, report) in [("near", await nearReport), ("far", await farReport)] {
      #expect(
        report.isDrained && report.isClean, "\(name): \(report)", sourceLocation: sourceLocation)
    }
  }
}

extension Connection {
  /// All that comes up to the end.
  func receiveAll() async throws -> [UInt8] {
    var all: [UInt8] = []
    for try await octets in received { all += octets }
    return all
  }

  /// As many octets as asked for; fewer where it ends before.
  func receive(exactly count: Int) async throws -> [UInt8] {
    var all: [UInt8] = []
    while all.count < count, let octets = try await receive(atMost: count - all.count) {
      all += octets
    }
    return all
  }

  func receiveText() async throws -> String {
    String(decoding: try await receiveAll(), as: UTF8.self)
  }
}

/// Octets of which each place is told from its neighbours.
func pattern(_ count: Int, from start: Int = 0) -> [UInt8] {
  (start..<start + count).map { UInt8(truncatingIfNeeded: ($0 &* 2_654_435_761) >> 13) }
}
