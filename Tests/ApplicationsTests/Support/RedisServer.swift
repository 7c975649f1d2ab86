import Foundation

/// A Redis of the machine's, on a port of its own, for as long as this value lives.
final class RedisServer {
  private let server: Process
  private let port: Int

  /// Nil where there is none, or it doesn't start.
  init?() {
    let port = Int.random(in: 20_000..<60_000)
    guard
      let server = Self.start(
        "exec redis-server --port \(port) --bind 127.0.0.1 --save '' --appendonly no")
    else { return nil }
    self.server = server
    self.port = port
    for _ in 0..<100 where server.isRunning {
      if answer(Array("PING\r\nQUIT\r\n".utf8)).starts(with: "+PONG".utf8) { return }
      Thread.sleep(forTimeInterval: 0.05)
    }
    kill(server.processIdentifier, SIGKILL)
    return nil
  }

  /// Asks it to end: a process started from a test may have the signal for that blocked.
  deinit {
    _ = answer(Array("SHUTDOWN NOSAVE\r\n".utf8))
    server.waitUntilExit()
  }

  /// What a connection is answered to octets that end with a `QUIT`, or with an error that closes.
  ///
  /// By way of files: a pipe's end could be inherited by what other tests start, and then never be closed.
  func answer(_ octets: [UInt8]) -> [UInt8] {
    let name = FileManager.default.temporaryDirectory.path + "/baton-redis-\(UUID().uuidString)"
    let (request, answer) = (URL(fileURLWithPath: name), URL(fileURLWithPath: name + ".answer"))
    defer {
      try? FileManager.default.removeItem(at: request)
      try? FileManager.default.removeItem(at: answer)
    }
    let command =
      "exec 3<>/dev/tcp/127.0.0.1/\(port) || exit 1; cat '\(name)' >&3 & timeout 20 cat <&3 >'\(name).answer'"
    guard (try? Data(octets).write(to: request)) != nil, let client = Self.start(command) else {
      return []
    }
    client.waitUntilExit()
    return (try? Data(contentsOf: answer)).map { Array($0) } ?? []
  }

  private static func start(_ command: String) -> Process? {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/bash")
    process.arguments = ["-c", command]
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    return (try? process.run()) == nil ? nil : process
  }
}
