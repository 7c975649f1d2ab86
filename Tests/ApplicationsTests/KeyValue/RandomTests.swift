import Applications
import SeededNumbers
import Testing

@Suite struct RandomTests {
  /// Pipelines of random commands over several connections, cut anywhere, as time goes on: the answers are the model's.
  @Test(arguments: 0..<20)
  func pipelinesAreAnsweredAsByTheModel(_ run: Int) throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("pipelines: seed \(seed)")
    var commands = RandomCommands(random: SeededGenerator(seed: seed))
    var random = SeededGenerator(seed: seed &+ 1)
    commands.keyCount = run % 2 == 0 ? 20 : 2000
    var store = try Application.made("kv", .init(hashKey: (seed, 1)))
    var model = StoreModel()
    var clients = (0..<4).map { _ in Conversation() }
    for round in 0..<300 {
      model.now += random.number(0..<5)
      let requests = (0..<random.number(1..<40)).map { _ in commands.next() }
      let expected = requests.map { model.answer($0) }
      let octets = requests.flatMap { request($0) }
      let client = random.number(0..<clients.count)
      let cut = random.number(0..<octets.count)
      for piece in [octets[..<cut], octets[cut...]] {
        clients[client].send(piece, to: &store, at: UInt64(model.now) * 1_000_000 + 999_999)
      }
      let answers = ReplyReader.all(clients[client].takeOctets())
      #expect(answers == expected, "round \(round), seed \(seed)")
      guard answers == expected else { return }
    }
    var client = Client()
    let keys = try #require(
      client.ask("KEYS *", of: &store, at: UInt64(model.now) * 1_000_000))
    #expect(Set(keys.bulks) == model.keys)
    #expect(keys.bulks.count == model.keys.count)
  }

  /// Octets out of requests, changed at random: no trap, and answers that a client can read.
  @Test func garbageNeverTraps() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    print("garbage for the store: seed \(seed)")
    var random = SeededGenerator(seed: seed)
    var commands = RandomCommands(random: SeededGenerator(seed: seed))
    commands.valueByteCountMax = 30
    var store = try Application.made("kv", .init(memoryByteCountMax: 2 << 20))
    for _ in 0..<20_000 {
      var octets =
        random.happens(30) ? Dialogue.all[random.number(0..<Dialogue.all.count)].octets : []
      for _ in 0..<random.number(0..<4) { octets += request(commands.next()) }
      for _ in 0..<random.number(0..<6) where !octets.isEmpty {
        let place = random.number(0..<octets.count)
        switch random.number(0..<4) {
        case 0: octets[place] = UInt8.random(in: 0...255, using: &random)
        case 1: octets.remove(at: place)
        case 2: octets[place] = UInt8(ascii: "0") + UInt8(random.number(0..<10))
        default:
          octets.insert(contentsOf: "\"'\\x4\r\n*$-9".utf8.shuffled(using: &random), at: place)
        }
      }
      let cut = random.number(0..<octets.count + 1)
      let conversation = store.answer([octets[..<cut], octets[cut...]])
      #expect(ReplyReader.all(conversation.answered) != nil, "seed \(seed)")
    }
  }
}
