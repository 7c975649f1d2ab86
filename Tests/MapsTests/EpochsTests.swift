import Maps
import Testing

@Suite struct EpochsTests {
  @Test func nothingWaitsForParticipantsOutside() throws {
    let epochs = try Epochs(participantCount: 3)
    for _ in 0..<5 {
      let tag = epochs.tag()
      #expect(epochs.safe() > tag)
    }
  }

  @Test func aParticipantInsideHoldsTheEpoch() throws {
    let epochs = try Epochs(participantCount: 2)
    let (first, second) = (epochs.participant(0), epochs.participant(1))
    first.enter()
    second.enter()
    let tag = epochs.tag()
    for _ in 0..<5 {
      first.pass()
      #expect(epochs.safe() <= tag)
    }
    second.pass()
    first.pass()
    #expect(epochs.safe() > tag)
    let next = epochs.tag()
    second.leave()
    #expect(epochs.safe() <= next)
    first.leave()
    #expect(epochs.safe() > next)
  }

  @Test func readingIsTakingPart() throws {
    let epochs = try Epochs(participantCount: 0)
    let tag = epochs.read {
      let tag = epochs.tag()
      for _ in 0..<3 { #expect(epochs.safe() <= tag) }
      return tag
    }
    #expect(epochs.safe() > tag)
  }

  /// What was retired while somebody was inside isn't safe before that one has passed or left.
  @Test(arguments: 0..<20 as Range<UInt64>)
  func safeMeansSeenByNobody(_ seed: UInt64) throws {
    var random = SplitMix64(seed: seed)
    let epochs = try Epochs(participantCount: 3)
    let participants = (0..<3).map { epochs.participant($0) }
    var inside: Set<Int> = []
    var retired: [(tag: UInt64, readers: Set<Int>)] = []
    var last: UInt64 = 0
    for step in 0..<2000 {
      let index = Int.random(in: 0..<3, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        if inside.insert(index).inserted { participants[index].enter() }
      case 1:
        if inside.remove(index) != nil { participants[index].leave() }
        for item in retired.indices { retired[item].readers.remove(index) }
      case 2:
        if inside.contains(index) { participants[index].pass() }
        for item in retired.indices { retired[item].readers.remove(index) }
      case 3: retired.append((epochs.tag(), inside))
      default:
        let safe = epochs.safe()
        #expect(safe >= last)
        last = safe
        for item in retired where item.tag < safe {
          #expect(item.readers.isEmpty, "seed \(seed), step \(step)")
        }
        retired.removeAll { $0.tag < safe }
      }
    }
    // And everything becomes safe once all pass, at the latest at the second time.
    for _ in 0..<2 {
      for index in inside { participants[index].pass() }
      last = epochs.safe()
    }
    #expect(retired.allSatisfy { $0.tag < last }, "seed \(seed)")
  }

  @Test func participantsAreCounted() async {
    await #expect(processExitsWith: .failure) {
      _ = try Epochs(participantCount: 2).participant(2)
    }
    await #expect(processExitsWith: .failure) {
      let epochs = try Epochs(participantCount: 1)
      epochs.participant(0).enter()
      epochs.participant(0).enter()
    }
  }
}
