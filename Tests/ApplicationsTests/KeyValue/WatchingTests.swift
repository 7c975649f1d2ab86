import Applications
import Testing

/// Transactions that are carried out only while nobody else has changed what they look at.
struct WatchingTests {
  /// Says something on a connection; what it is told.
  private static func say(
    _ line: String, on connection: inout Conversation, to store: inout Application,
    at now: UInt64 = 0
  ) -> String {
    connection.send(request(line), to: &store, at: now)
    return connection.takeText().replacing("\r\n", with: "¶")
  }

  @Test(arguments: [
    "SET a 2", "DEL a", "INCR a", "APPEND a x", "EXPIRE a 9", "FLUSHALL", "GETDEL a",
  ])
  func othersChangesAreSeen(_ change: String) throws {
    var store = try Application.made("kv")
    var (one, other) = (Conversation(), Conversation())
    _ = Self.say("SET a 1", on: &other, to: &store)
    for isChanged in [true, false] {
      let isWatching = Self.say("WATCH a b", on: &one, to: &store) == "+OK¶"
      #expect(isWatching)
      if isChanged { _ = Self.say(change, on: &other, to: &store) }
      _ = Self.say("SET c 1", on: &other, to: &store)
      _ = Self.say("MULTI", on: &one, to: &store)
      _ = Self.say("PING", on: &one, to: &store)
      let answer = Self.say("EXEC", on: &one, to: &store)
      #expect(answer == (isChanged ? "*-1¶" : "*1¶+PONG¶"))
    }
    one.end(in: &store)
    other.end(in: &store)
    let left = store.heldByteCount
    #expect(left == 0)
  }

  /// A key whose time is over is not what it was.
  @Test
  func passedKeysHaveChanged() throws {
    var store = try Application.made("kv")
    var one = Conversation()
    _ = Self.say("SET a 1 PX 10", on: &one, to: &store)
    _ = Self.say("WATCH a", on: &one, to: &store)
    _ = Self.say("MULTI", on: &one, to: &store)
    let passed = Self.say("EXEC", on: &one, to: &store, at: 11_000_000)
    #expect(passed == "*-1¶")
    _ = Self.say("WATCH a", on: &one, to: &store, at: 11_000_000)
    _ = Self.say("HELLO 3", on: &one, to: &store, at: 11_000_000)
    _ = Self.say("SET a 1", on: &one, to: &store, at: 11_000_000)
    _ = Self.say("MULTI", on: &one, to: &store, at: 11_000_000)
    let made = Self.say("EXEC", on: &one, to: &store, at: 12_000_000)
    #expect(made == "_¶")
    one.end(in: &store)
  }

  /// What is watched is bounded, and gone with its connection.
  @Test
  func watchedKeysAreBounded() throws {
    var store = try Application.made("kv")
    var one = Conversation()
    let key = String(repeating: "k", count: 60_000)
    var answers: Set<String> = []
    for number in 0..<40 {
      answers.insert(Self.say("WATCH \(key)\(number)", on: &one, to: &store))
    }
    #expect(answers == ["+OK¶", "-ERR too many keys are watched¶"])
    let held = store.heldByteCount
    #expect(held > 0 && held <= 256 << 10)
    one.end(in: &store)
    let left = store.heldByteCount
    #expect(left == 0)
  }
}
