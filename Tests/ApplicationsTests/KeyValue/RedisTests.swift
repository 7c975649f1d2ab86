import Applications
import Foundation
import SeededNumbers
import Testing

/// The same requests to Redis itself.
@Suite(.serialized) struct RedisTests {
  /// What can't be the same: there is one data base here, other versions and numbers, and Redis's time goes on.
  private static let different = [
    "SELECT 1", "HELLO", "PTTL", "PEXPIRE", "CLIENT ID", "CLIENT SETINFO", "CONFIG", "COMMAND",
    "INFO", "CLIENT GETNAME",
    // Redis has an answer to this one.
    "TTL a",
  ]

  /// Nil where there is none, which is told, and in CI is a failure.
  private static func server() -> RedisServer? {
    if let redis = RedisServer() { return redis }
    print("not compared with Redis: no redis-server that starts here")
    #expect(ProcessInfo.processInfo.environment["CI"] != "true", "CI has a redis-server")
    return nil
  }

  @Test func answersAreRedissOwn() throws {
    guard let redis = Self.server() else { return }
    let seed = UInt64.random(in: 0...UInt64.max)
    print("compared with Redis: seed \(seed)")
    for dialogue in Dialogue.all {
      try compare(
        dialogue.turns.map { $0.request }.filter { line in
          !Self.different.contains { line.hasPrefix($0) }
        }.map { request($0) }, redis, dialogue.name)
    }
    try compare(randomRequests(seed), redis, "seed \(seed)")
  }

  @Test(arguments: [
    "\r\n\n*0\r\n*-1\r\n  \r\nECHO \"a\\x41\\n\\\"\" \nECHO 'b\\'\\n'\r\nECHO a\"b c\"\r\n",
    "*1\r\n+PING\r\n", "*x\r\n", "*01\r\n", "*1\r\n$x\r\n", "*1\r\n$-1\r\n", "GET \"a\r\n",
    "GET 'a'b\r\n",
    "*1\r\n$4\r\nPINGxx", "foo 'a b' c\r\n", "*2\r\n$4\r\nGE\r\n\r\n$1\r\na\r\n",
    "*2\r\n$0\r\n\r\n$1\r\na\r\n",
  ])
  func octetsAreTakenAsByRedis(_ text: String) throws {
    guard let redis = Self.server() else { return }
    let octets = Array((text + "QUIT\r\n").utf8)
    var store = try Application.made("kv")
    #expect(
      String(decoding: store.answer([octets]).answered, as: UTF8.self)
        == String(decoding: redis.answer(octets), as: UTF8.self))
  }

  private func compare(_ requests: [[UInt8]], _ redis: RedisServer, _ name: String) throws {
    var store = try Application.made("kv")
    let octets = ([request("FLUSHALL")] + requests + [request("QUIT")]).flatMap { $0 }
    let ours = try #require(ReplyReader.all(store.answer([octets]).answered), "\(name)")
    let theirs = try #require(ReplyReader.all(redis.answer(octets)), "\(name)")
    #expect(ours.count == theirs.count, "\(name)")
    for (index, (one, other)) in zip(ours, theirs).enumerated() where one != other {
      let request = index == 0 ? [] : requests[index - 1].prefix(200)
      Issue.record("\(name): \(String(decoding: request, as: UTF8.self)): \(one), Redis: \(other)")
    }
  }

  private func randomRequests(_ seed: UInt64) -> [[UInt8]] {
    var commands = RandomCommands(random: SeededGenerator(seed: seed))
    return (0..<5000).map { _ in commands.next() }.filter { words in
      !words.contains("PX".utf8.map { $0 }) && !words[0].starts(with: "P".utf8)
    }.map { request($0) }
  }
}
