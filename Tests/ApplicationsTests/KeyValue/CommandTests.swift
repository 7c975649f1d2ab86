import Applications
import Testing

/// Requests of one connection, one behind the other, and what each is answered; `\r\n` stands as `¶`.
struct Dialogue: Sendable, CustomTestStringConvertible {
  var name: String
  var turns: [(request: String, answer: String)]

  init(_ name: String, _ turns: [(String, String)]) {
    self.name = name
    self.turns = turns
  }

  var testDescription: String { name }

  /// All requests, in one piece.
  var octets: [UInt8] { turns.flatMap { request($0.request) } }
  var answers: String { turns.map { $0.answer.replacing("¶", with: "\r\n") }.joined() }

  private static let notInteger = "-ERR value is not an integer or out of range¶"
  private static let syntax = "-ERR syntax error¶"

  static let all: [Dialogue] = [
    .init(
      "strings",
      [
        ("PING", "+PONG¶"), ("ping hi", "$2¶hi¶"), ("ECHO hello", "$5¶hello¶"),
        ("GET a", "$-1¶"), ("SET a 1", "+OK¶"), ("gEt a", "$1¶1¶"), ("STRLEN a", ":1¶"),
        ("APPEND a 23", ":3¶"), ("GET a", "$3¶123¶"), ("APPEND b x", ":1¶"), ("STRLEN c", ":0¶"),
        ("SETNX a 5", ":0¶"), ("SETNX c 5", ":1¶"), ("MGET a b none c", "*4¶$3¶123¶$1¶x¶$-1¶$1¶5¶"),
        ("MSET x 1 y 2 x 3", "+OK¶"), ("MGET x y", "*2¶$1¶3¶$1¶2¶"), ("TYPE x", "+string¶"),
        ("TYPE none", "+none¶"), ("EXISTS x x none", ":2¶"), ("DEL x x y none", ":2¶"),
        ("EXISTS x", ":0¶"), ("DBSIZE", ":3¶"), ("FLUSHDB", "+OK¶"), ("DBSIZE", ":0¶"),
        ("RANDOMKEY", "$-1¶"), ("SET k v", "+OK¶"), ("RANDOMKEY", "$1¶k¶"), ("KEYS *", "*1¶$1¶k¶"),
        ("SCAN 0", "*2¶$1¶0¶*1¶$1¶k¶"), ("FLUSHALL ASYNC", "+OK¶"), ("KEYS *", "*0¶"),
      ]),
    .init(
      "numbers",
      [
        ("INCR n", ":1¶"), ("INCRBY n 41", ":42¶"), ("DECR n", ":41¶"), ("DECRBY n 50", ":-9¶"),
        ("GET n", "$2¶-9¶"), ("INCRBY n -0", notInteger), ("INCRBY n 01", notInteger),
        ("INCRBY n 1.0", notInteger), ("INCRBY n 9223372036854775808", notInteger),
        ("SET n 9223372036854775807", "+OK¶"),
        ("INCR n", "-ERR increment or decrement would overflow¶"),
        ("SET n -9223372036854775808", "+OK¶"),
        ("DECR n", "-ERR increment or decrement would overflow¶"),
        ("DECRBY n -9223372036854775808", "-ERR decrement would overflow¶"),
        ("INCR n", ":-9223372036854775807¶"), ("SET n x", "+OK¶"), ("INCR n", notInteger),
      ]),
    .init(
      "options of SET",
      [
        ("SET a 1 XX", "$-1¶"), ("SET a 1 NX", "+OK¶"), ("SET a 2 nx", "$-1¶"),
        ("SET a 2 XX", "+OK¶"),
        ("SET a 3 GET", "$1¶2¶"), ("SET b 1 GET", "$-1¶"), ("SET b 2 NX GET", "$1¶1¶"),
        ("GET b", "$1¶1¶"), ("SET c 1 XX GET", "$-1¶"), ("EXISTS c", ":0¶"),
        ("SET a 1 NX XX", syntax), ("SET a 1 EX", syntax), ("SET a 1 EX 1 PX 1", syntax),
        ("SET a 1 EX 1 KEEPTTL", syntax), ("SET a 1 BAD", syntax), ("SET a 1 EX x", notInteger),
        ("SET a 1 EX 0", "-ERR invalid expire time in 'set' command¶"),
        ("SET a 1 PX -5", "-ERR invalid expire time in 'set' command¶"),
        ("SET a 1 EX 9223372036854775807", "-ERR invalid expire time in 'set' command¶"),
        ("SET a 1 EX 100", "+OK¶"), ("TTL a", ":100¶"), ("SET a 2 KEEPTTL", "+OK¶"),
        ("PTTL a", ":100000¶"), ("SET a 3", "+OK¶"), ("TTL a", ":-1¶"), ("TTL none", ":-2¶"),
        ("INCRBY a 4", ":7¶"),
      ]),
    .init(
      "deadlines",
      [
        ("EXPIRE a 10", ":0¶"), ("SET a 1", "+OK¶"), ("EXPIRE a 10", ":1¶"), ("TTL a", ":10¶"),
        ("PEXPIRE a 1499", ":1¶"), ("TTL a", ":1¶"), ("PEXPIRE a 1500", ":1¶"), ("TTL a", ":2¶"),
        ("EXPIRE a 5 NX", ":0¶"), ("EXPIRE a 5 XX", ":1¶"), ("EXPIRE a 4 GT", ":0¶"),
        ("EXPIRE a 6 GT", ":1¶"), ("EXPIRE a 7 LT", ":0¶"), ("EXPIRE a 3 LT", ":1¶"),
        ("PERSIST a", ":1¶"), ("PERSIST a", ":0¶"), ("EXPIRE a 5 GT", ":0¶"),
        ("EXPIRE a 5 LT", ":1¶"),
        (
          "EXPIRE a 1 NX XX",
          "-ERR NX and XX, GT or LT options at the same time are not compatible¶"
        ),
        ("EXPIRE a 1 GT LT", "-ERR GT and LT options at the same time are not compatible¶"),
        ("EXPIRE a 1 FOO", "-ERR Unsupported option FOO¶"), ("EXPIRE a x", notInteger),
        ("EXPIRE a 9223372036854775807", "-ERR invalid expire time in 'expire' command¶"),
        ("PEXPIRE a 9223372036854775807", ":1¶"),
        ("APPEND a 2", ":2¶"), ("INCR a", ":13¶"), ("EXPIRE a -1", ":1¶"), ("EXISTS a", ":0¶"),
      ]),
    .init(
      "refusals",
      [
        ("FOO", "-ERR unknown command 'FOO', with args beginning with: ¶"),
        ("FOO a b", "-ERR unknown command 'FOO', with args beginning with: 'a' 'b' ¶"),
        ("GET", "-ERR wrong number of arguments for 'get' command¶"),
        ("Get a b", "-ERR wrong number of arguments for 'get' command¶"),
        ("SET a", "-ERR wrong number of arguments for 'set' command¶"),
        ("MSET a 1 b", "-ERR wrong number of arguments for 'mset' command¶"),
        ("PING a b", "-ERR wrong number of arguments for 'ping' command¶"),
        ("SCAN x", "-ERR invalid cursor¶"), ("SCAN 0 COUNT x", notInteger),
        ("SCAN 0 COUNT 0", syntax), ("SCAN 0 FOO 1", syntax), ("SCAN 0 MATCH", syntax),
        ("FLUSHALL NOW", syntax), ("SELECT 0", "+OK¶"),
        ("SELECT 1", "-ERR DB index is out of range¶"),
        ("SELECT x", notInteger), ("HELLO 4", "-NOPROTO unsupported protocol version¶"),
        ("HELLO 3 FOO", "-ERR Syntax error in HELLO option 'FOO'¶"),
        ("HELLO x", "-ERR Protocol version is not an integer or out of range¶"),
        ("LATENCY foo", "-ERR unknown subcommand 'foo'. Try LATENCY HELP.¶"),
        ("CONFIG FOO", "-ERR unknown subcommand 'FOO'. Try CONFIG HELP.¶"),
        ("CONFIG GET", "-ERR wrong number of arguments for 'config|get' command¶"),
      ]),
    .init(
      "what was there before",
      [
        ("GETSET a 1", "$-1¶"), ("GETSET a 2", "$1¶1¶"), ("EXPIRE a 100", ":1¶"),
        ("GETSET a 3", "$1¶2¶"), ("TTL a", ":-1¶"), ("GETDEL a", "$1¶3¶"), ("GETDEL a", "$-1¶"),
        ("SETEX a 100 x", "+OK¶"), ("TTL a", ":100¶"), ("GET a", "$1¶x¶"),
        ("SETEX a 0 x", "-ERR invalid expire time in 'setex' command¶"),
        ("PSETEX a -1 x", "-ERR invalid expire time in 'psetex' command¶"),
        ("SETEX a x y", notInteger), ("PSETEX b 100000 y", "+OK¶"), ("TOUCH a b c", ":2¶"),
        ("UNLINK a b c", ":2¶"), ("EXISTS a b", ":0¶"),
        ("GETSET a", "-ERR wrong number of arguments for 'getset' command¶"),
        ("SETEX a 1", "-ERR wrong number of arguments for 'setex' command¶"),
      ]),
    .init(
      "transactions",
      [
        ("EXEC", "-ERR EXEC without MULTI¶"), ("DISCARD", "-ERR DISCARD without MULTI¶"),
        ("MULTI", "+OK¶"), ("MULTI", "-ERR MULTI calls can not be nested¶"), ("EXEC", "*0¶"),
        ("MULTI", "+OK¶"), ("SET a 1", "+QUEUED¶"), ("INCR a", "+QUEUED¶"), ("GET a", "+QUEUED¶"),
        ("INCR b c", "-ERR wrong number of arguments for 'incr' command¶"),
        ("EXEC", "-EXECABORT Transaction discarded because of previous errors.¶"),
        ("GET a", "$-1¶"), ("MULTI", "+OK¶"), ("SET a 1", "+QUEUED¶"), ("INCR a", "+QUEUED¶"),
        ("GET a", "+QUEUED¶"), ("MGET a b a", "+QUEUED¶"), ("SET a x", "+QUEUED¶"),
        ("INCR a", "+QUEUED¶"), ("KEYS *", "+QUEUED¶"), ("PING", "+QUEUED¶"),
        ("FLUSHALL", "+QUEUED¶"), ("DBSIZE", "+QUEUED¶"),
        (
          "EXEC",
          "*10¶+OK¶:2¶$1¶2¶*3¶$1¶2¶$-1¶$1¶2¶+OK¶-ERR value is not an integer or out of range¶*1¶$1¶a¶+PONG¶+OK¶:0¶"
        ),
        ("EXEC", "-ERR EXEC without MULTI¶"), ("MULTI", "+OK¶"), ("SET a 1", "+QUEUED¶"),
        ("DISCARD", "+OK¶"), ("GET a", "$-1¶"), ("MULTI", "+OK¶"),
        ("FOO", "-ERR unknown command 'FOO', with args beginning with: ¶"),
        ("DISCARD", "+OK¶"),
        (
          "EXEC a",
          "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command¶"
        ),
        ("MULTI", "+OK¶"),
        (
          "EXEC a",
          "-EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command¶"
        ), ("EXEC", "-ERR EXEC without MULTI¶"),
        // Nobody will say EXEC.
        ("MULTI", "+OK¶"), ("SET a 1", "+QUEUED¶"),
      ]),
    .init(
      "watched keys",
      [
        ("WATCH a", "+OK¶"), ("SET a 1", "+OK¶"), ("MULTI", "+OK¶"), ("SET a 2", "+QUEUED¶"),
        ("EXEC", "*-1¶"), ("GET a", "$1¶1¶"), ("EXEC", "-ERR EXEC without MULTI¶"),
        // The end of a transaction is that of watching.
        ("MULTI", "+OK¶"), ("EXEC", "*0¶"),
        ("WATCH a b", "+OK¶"), ("MULTI", "+OK¶"), ("GET a", "+QUEUED¶"),
        ("WATCH c", "-ERR WATCH inside MULTI is not allowed¶"), ("UNWATCH", "+QUEUED¶"),
        ("SET b 1", "+QUEUED¶"), ("EXEC", "*3¶$1¶1¶+OK¶+OK¶"),
        ("WATCH a", "+OK¶"), ("SET a 3", "+OK¶"), ("UNWATCH", "+OK¶"), ("MULTI", "+OK¶"),
        ("EXEC", "*0¶"),
        ("WATCH a", "+OK¶"), ("DEL a", ":1¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("SET a 1", "+OK¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("DEL a", ":1¶"), ("SET a 1", "+OK¶"), ("MULTI", "+OK¶"),
        ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("APPEND a 2", ":2¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("INCR a", ":13¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("EXPIRE a 100", ":1¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("PERSIST a", ":1¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("GET a", "$2¶13¶"), ("TOUCH a", ":1¶"), ("SET b 2", "+OK¶"),
        ("MULTI", "+OK¶"), ("EXEC", "*0¶"),
        ("WATCH a", "+OK¶"), ("FLUSHALL", "+OK¶"), ("MULTI", "+OK¶"), ("EXEC", "*-1¶"),
        ("WATCH a", "+OK¶"), ("MULTI", "+OK¶"), ("DISCARD", "+OK¶"), ("SET a 1", "+OK¶"),
        ("MULTI", "+OK¶"), ("EXEC", "*0¶"),
        ("WATCH a", "+OK¶"), ("SET a 1", "+OK¶"), ("MULTI", "+OK¶"),
        ("INCR", "-ERR wrong number of arguments for 'incr' command¶"),
        ("EXEC", "-EXECABORT Transaction discarded because of previous errors.¶"),
        ("WATCH", "-ERR wrong number of arguments for 'watch' command¶"),
        ("UNWATCH a", "-ERR wrong number of arguments for 'unwatch' command¶"),
        // Nobody will say EXEC.
        ("WATCH a b c", "+OK¶"),
      ]),
    .init(
      "the third version of the protocol",
      [
        ("GET a", "$-1¶"),
        (
          "HELLO 3 SETNAME me",
          "%7¶$6¶server¶$5¶redis¶$7¶version¶$6¶7.0.15¶$5¶proto¶:3¶$2¶id¶:1¶$4¶mode¶$10¶standalone¶$4¶role¶$6¶master¶$7¶modules¶*0¶"
        ),
        ("CLIENT GETNAME", "$2¶me¶"), ("GET a", "_¶"), ("SET a 1", "+OK¶"), ("GET a", "$1¶1¶"),
        ("MGET a b", "*2¶$1¶1¶_¶"), ("SET a 2 NX", "_¶"), ("GETDEL b", "_¶"),
        ("KEYS *", "*1¶$1¶a¶"),
        ("CONFIG GET append*", "%1¶$10¶appendonly¶$2¶no¶"), ("CONFIG GET none", "%0¶"),
        ("COMMAND DOCS", "%0¶"),
        ("INFO keyspace", "=48¶txt:# Keyspace¶db0:keys=1,expires=0,avg_ttl=0¶¶"),
        ("HELLO 9", "-NOPROTO unsupported protocol version¶"), ("GET b", "_¶"),
        (
          "HELLO 2",
          "*14¶$6¶server¶$5¶redis¶$7¶version¶$6¶7.0.15¶$5¶proto¶:2¶$2¶id¶:1¶$4¶mode¶$10¶standalone¶$4¶role¶$6¶master¶$7¶modules¶*0¶"
        ),
        ("GET b", "$-1¶"),
      ]),
    .init(
      "about the server",
      [
        ("CLIENT ID", ":1¶"), ("CLIENT GETNAME", "$-1¶"), ("CLIENT SETNAME x1", "+OK¶"),
        ("CLIENT GETNAME", "$2¶x1¶"), ("CLIENT SETINFO lib-name y", "+OK¶"),
        ("CONFIG GET save", "*2¶$4¶save¶$0¶¶"), ("CONFIG GET append*", "*2¶$10¶appendonly¶$2¶no¶"),
        ("CONFIG GET none", "*0¶"), ("CONFIG SET appendonly no", "+OK¶"),
        ("CONFIG SET foo 1", "-ERR Unknown option or number of arguments for CONFIG SET - 'foo'¶"),
        (
          "CONFIG SET timeout 5",
          "-ERR CONFIG SET failed (possibly related to argument 'timeout') - can't set immutable config¶"
        ),
        ("CONFIG RESETSTAT", "+OK¶"), ("COMMAND DOCS", "*0¶"), ("COMMAND COUNT", ":47¶"),
        (
          "HELLO 2",
          "*14¶$6¶server¶$5¶redis¶$7¶version¶$6¶7.0.15¶$5¶proto¶:2¶$2¶id¶:1¶$4¶mode¶$10¶standalone¶$4¶role¶$6¶master¶$7¶modules¶*0¶"
        ),
      ]),
  ]
}

@Suite struct CommandTests {
  @Test(arguments: Dialogue.all)
  func answersAsRedisDoes(_ dialogue: Dialogue) throws {
    var store = try Application.made("kv")
    var conversation = Conversation()
    for turn in dialogue.turns {
      conversation.send(request(turn.request), to: &store)
      let answer = turn.answer.replacing("¶", with: "\r\n")
      #expect(conversation.takeText() == answer, "\(turn.request)")
    }
    conversation.end(in: &store)
  }

  /// In two pieces, cut anywhere, and octet by octet; in Redis's protocol and as lines.
  @Test(arguments: Dialogue.all)
  func answersTheSameHoweverRequestsAreCut(_ dialogue: Dialogue) throws {
    let lines = Array(dialogue.turns.map { $0.request + "\r\n" }.joined().utf8)
    var store = try Application.made("kv")
    let whole = store.answer([dialogue.octets]).answered
    for octets in [dialogue.octets, lines] {
      for cut in 0...octets.count {
        var other = try Application.made("kv", .init(memoryByteCountMax: 1 << 20))
        let parts = other.answer([octets[..<cut], octets[cut...]])
        #expect(parts.answered == whole, "cut at \(cut)")
      }
      var last = try Application.made("kv")
      #expect(last.answer(octets.map { [$0] }).answered == whole)
    }
  }

  @Test func quitClosesBehindTheAnswer() throws {
    var store = try Application.made("kv")
    let conversation = store.answer([request("PING") + request("QUIT") + request("PING")])
    #expect(conversation.isClosed)
    #expect(String(decoding: conversation.answered, as: UTF8.self) == "+PONG\r\n+OK\r\n")
  }
}
