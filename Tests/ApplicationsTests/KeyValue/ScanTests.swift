import Applications
import SeededNumbers
import Testing

@Suite struct ScanTests {
  /// A key that is there all the time is returned, while others come and go and the table grows and shrinks.
  @Test(arguments: 0..<30)
  func everyKeyThatStaysIsReturned(_ run: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("scan: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var store = try Application.made("kv", .init(hashKey: (seed, 2)))
    var client = Client()
    let stayCount = random.number(1..<400)
    for index in 0..<stayCount { _ = client.ask("SET stay:\(index) x", of: &store) }
    var others: [String] = []
    let trend = random.number(20..<80)
    if trend < 50 { for index in 0..<3000 { add("start:\(index)", &others, &client, &store) } }
    var returned: Set<[UInt8]> = []
    var cursor = "0"
    var callCount = 0
    repeat {
      callCount += 1
      try #require(callCount < 20_000, "the scan ends, seed \(seed)")
      for index in 0..<random.number(0..<100) {
        if random.happens(trend) {
          add("other:\(cursor):\(index)", &others, &client, &store)
        } else if let key = others.popLast() {
          _ = client.ask("DEL \(key)", of: &store)
        }
      }
      let answer = client.ask("SCAN \(cursor) COUNT \(random.number(1..<20))", of: &store)
      guard case .array(let parts) = try #require(answer), case .bulk(let next?) = parts[0] else {
        Issue.record("no answer to SCAN")
        return
      }
      cursor = String(decoding: next, as: UTF8.self)
      returned.formUnion(parts[1].bulks)
    } while cursor != "0"
    for index in 0..<stayCount {
      #expect(returned.contains(Array("stay:\(index)".utf8)), "stay:\(index), seed \(seed)")
    }
  }

  private func add(
    _ key: String, _ others: inout [String], _ client: inout Client, _ store: inout Application
  ) {
    _ = client.ask("SET \(key) y", of: &store)
    others.append(key)
  }

  @Test func patternsAndTypesAreObserved() throws {
    var store = try Application.made("kv")
    var client = Client()
    for index in 0..<100 { _ = client.ask("SET a\(index) x", of: &store) }
    var found = 0
    var cursor = "0"
    repeat {
      guard
        case .array(let parts)? = client.ask(
          "SCAN \(cursor) MATCH a[1-2]? COUNT 7 TYPE string", of: &store),
        case .bulk(let next?) = parts[0]
      else {
        Issue.record("no answer to SCAN")
        return
      }
      found += parts[1].bulks.count
      cursor = String(decoding: next, as: UTF8.self)
    } while cursor != "0"
    #expect(found == 20)
    #expect(
      client.ask("SCAN 0 TYPE list COUNT 1000", of: &store).map(Self.keyCount) == 0)
  }

  private static func keyCount(_ answer: Answer) -> Int {
    guard case .array(let parts) = answer, parts.count == 2 else { return -1 }
    return parts[1].bulks.count
  }

  /// While a list of all keys is made and sent, step by step, others add, change and remove keys.
  @Test func keysNamesEveryKeyThatStaysOnce() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("keys: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var store = try Application.made("kv", .init(hashKey: (seed, 3)))
    var client = Client()
    for index in 0..<5000 { _ = client.ask("SET stay:\(index) x", of: &store) }
    for index in 0..<5000 { _ = client.ask("SET go:\(index) x", of: &store) }
    var lister = Conversation()
    lister.receive(request("KEYS *"))
    var reply = ReplyBuffer()
    var (going, coming) = (0, 0)
    while lister.step(&store, &reply) == .again {
      for _ in 0..<random.number(0..<50) {
        _ = client.ask("DEL go:\(going)", of: &store)
        going += 1
      }
      for _ in 0..<random.number(0..<20) {
        _ = client.ask("SET come:\(coming) x", of: &store)
        coming += 1
      }
    }
    #expect(lister.stepCount > 50)
    let answers = try #require(ReplyReader.all(lister.answered))
    let keys = answers[0].bulks
    #expect(Set(keys).count == keys.count, "seed \(seed)")
    #expect(keys.count { $0.starts(with: "stay:".utf8) } == 5000, "seed \(seed)")
  }
}
