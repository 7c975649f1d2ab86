import CBaton
import Glibc
import Maps
import Synchronization
import Testing

/// Eight words that belong together: a reader can tell whether one writer wrote all of them.
private struct Checked: BitwiseCopyable {
  var words: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64)

  init(_ number: UInt64) {
    func word(_ place: UInt64) -> UInt64 { (number &+ place) &* 0x9E37_79B9_7F4A_7C15 }
    words = (number, word(1), word(2), word(3), word(4), word(5), word(6), word(7))
  }

  var number: UInt64 { words.0 }

  var isWhole: Bool {
    let expected = Checked(number).words
    return words.0 == expected.0 && words.1 == expected.1 && words.2 == expected.2
      && words.3 == expected.3 && words.4 == expected.4 && words.5 == expected.5
      && words.6 == expected.6 && words.7 == expected.7
  }
}

private final class Counters: Sendable {
  let running: Atomic<Int>
  let total = Atomic<Int>(0)
  init(running: Int = 0) { self.running = Atomic(running) }
}

@Suite(.serialized) struct ConcurrencyTests {
  /// Values are whole when found and stay as they are while held, whatever writers do; a key that is
  /// never deleted is always found; and one writer's values come in the order it wrote them.
  @Test(arguments: [false, true])
  func readersSeeWholeValues(_ isColliding: Bool) throws {
    let (writerCount, readerCount, keyCount) = (2, 2, UInt64(6))
    let rounds = UInt64(isColliding ? 10_000 : 20_000)
    let epochs = try Epochs(participantCount: readerCount)
    let spec = hashSpec(value: 64, entries: 16)
    let map =
      try isColliding ? Map(colliding: spec, epochs: epochs) : Map(spec, seed: 77, epochs: epochs)
    // Keys 0 and 1 stay, each written by one thread; the others come and go.
    for key in 0..<keyCount { #expect(map.update(key, Checked(0)) == 0) }
    let faults = Faults()
    let counters = Counters(running: writerCount)

    onThreads(writerCount + readerCount) { thread in
      if thread < writerCount {
        write(map, own: UInt64(thread), keyCount: keyCount, rounds: rounds, faults)
        counters.running.subtract(1, ordering: .releasing)
      } else {
        let participant = epochs.participant(thread - writerCount)
        participant.enter()
        read(map, participant, keyCount: keyCount, seed: UInt64(thread), counters, faults)
        participant.leave()
      }
    }
    #expect(faults.all == [:])
    #expect(word(map.value(forKey: bytes(UInt64(0)))?.prefix(8).map { $0 }) == rounds)
    #expect(word(map.value(forKey: bytes(UInt64(1)))?.prefix(8).map { $0 }) == rounds)
  }

  private func write(
    _ map: Map, own: UInt64, keyCount: UInt64, rounds: UInt64, _ faults: Faults
  ) {
    var random = SplitMix64(seed: own)
    for round in 1...rounds {
      if persistently({ map.update(own, Checked(round), Flags.exist) }) != 0 {
        faults.add("own key not found by its writer")
      }
      let key = UInt64.random(in: 2..<keyCount, using: &random)
      let result =
        random.next() % 2 == 0
        ? map.delete(key) : persistently { map.update(key, Checked(round << 8 | own)) }
      if result != 0 && result != Errno.noEntry { faults.add("result \(result)") }
    }
  }

  private func read(
    _ map: Map, _ participant: Participant, keyCount: UInt64, seed: UInt64, _ counters: Counters,
    _ faults: Faults
  ) {
    var random = SplitMix64(seed: seed)
    var newest: [UInt64] = [0, 0]
    while counters.running.load(ordering: .acquiring) > 0 {
      participant.pass()
      let key = UInt64.random(in: 0..<keyCount, using: &random)
      guard let value = unsafe map.lookup(key) else {
        if key < 2 { faults.add("a key that stays was missed") }
        continue
      }
      let first = unsafe value.load(as: Checked.self)
      if !first.isWhole { faults.add("torn") }
      if key < 2 {
        if first.number < newest[Int(key)] { faults.add("an older value after a newer one") }
        newest[Int(key)] = first.number
      }
      for _ in 0..<random.next() % 20 { _ = unsafe map.lookup(key &+ 1) }
      let again = unsafe value.load(as: Checked.self)
      if again.number != first.number || !again.isWhole { faults.add("reused while held") }
    }
  }

  /// While all keys of one long chain are replaced over and over, each of them is always found.
  @Test func keysThatStayAreNeverMissed() throws {
    let (writerCount, readerCount, keyCount) = (2, 2, UInt64(64))
    let epochs = try Epochs(participantCount: readerCount)
    // Room for many elements in limbo, so that writers seldom wait for readers.
    let map = try Map(colliding: hashSpec(entries: 8192), epochs: epochs)
    for key in 0..<keyCount { #expect(map.update(key, key) == 0) }
    let faults = Faults()
    let counters = Counters(running: writerCount)
    onThreads(writerCount + readerCount) { thread in
      var random = SplitMix64(seed: UInt64(thread))
      if thread < writerCount {
        for _ in 0..<60_000 {
          let key = UInt64.random(in: 0..<keyCount, using: &random)
          _ = persistently { map.update(key, key, Flags.exist) }
        }
        counters.running.subtract(1, ordering: .releasing)
        return
      }
      let participant = epochs.participant(thread - writerCount)
      participant.enter()
      while counters.running.load(ordering: .acquiring) > 0 {
        let key = UInt64.random(in: 0..<keyCount, using: &random)
        if unsafe map.lookup(key)?.load(as: UInt64.self) != key { faults.add("missed") }
        participant.pass()
      }
      participant.leave()
    }
    #expect(faults.all == [:])
    #expect(map.count == Int(keyCount))
  }

  /// Of all threads that insert a key, one succeeds; of all that delete it, one; and the counts add up.
  @Test(arguments: [false, true])
  func oneWriterWins(_ isColliding: Bool) throws {
    let (threadCount, keyCount) = (4, 200)
    let epochs = try Epochs(participantCount: 0)
    let spec = hashSpec(key: 4, entries: 200)
    let map =
      try isColliding ? Map(colliding: spec, epochs: epochs) : Map(spec, seed: 5, epochs: epochs)
    for _ in 0..<5 {
      let inserted = Counters()
      onThreads(threadCount) { thread in
        for key in 0..<UInt32(keyCount)
        where persistently({ map.update(key, UInt64(thread), Flags.noExist) }) == 0 {
          inserted.total.add(1, ordering: .relaxed)
        }
      }
      #expect(inserted.total.load(ordering: .relaxed) == keyCount)
      #expect(map.count == keyCount)
      #expect(map.keys().count == keyCount)
      let deleted = Counters()
      onThreads(threadCount) { _ in
        for key in 0..<UInt32(keyCount) where map.delete(key) == 0 {
          deleted.total.add(1, ordering: .relaxed)
        }
      }
      #expect(deleted.total.load(ordering: .relaxed) == keyCount)
      #expect(map.count == 0)
      #expect(map.keys() == [])
    }
  }

  /// Insertions and deletions of the same few keys: for each key they alternate.
  @Test func insertionsAndDeletionsAlternate() throws {
    let (threadCount, keyCount, rounds) = (4, 3, 10_000)
    let epochs = try Epochs(participantCount: threadCount)
    let map = try Map(hashSpec(entries: 3), seed: 5, epochs: epochs)
    let balances = Guarded([Int](repeating: 0, count: keyCount))
    onThreads(threadCount) { thread in
      let participant = epochs.participant(thread)
      var random = SplitMix64(seed: UInt64(thread))
      var mine = [Int](repeating: 0, count: keyCount)
      participant.enter()
      for _ in 0..<rounds {
        let key = Int.random(in: 0..<keyCount, using: &random)
        if random.next() % 2 == 0 {
          if map.update(UInt64(key), UInt64(thread), Flags.noExist) == 0 { mine[key] += 1 }
        } else {
          if map.delete(UInt64(key)) == 0 { mine[key] -= 1 }
        }
        participant.pass()
      }
      participant.leave()
      let counts = mine
      balances.withLock { for key in 0..<keyCount { $0[key] += counts[key] } }
    }
    for (key, balance) in balances.withLock({ $0 }).enumerated() {
      #expect(balance == (map.value(forKey: bytes(UInt64(key))) == nil ? 0 : 1))
    }
    #expect(map.count == map.keys().count)
  }

  /// Threads that fill one map put in exactly as much as it holds.
  @Test func aMapIsNeverOverfull() throws {
    for round in 0..<10 as Range<UInt64> {
      let epochs = try Epochs(participantCount: 0)
      let map = try Map(hashSpec(entries: 1000), seed: round, epochs: epochs)
      let inserted = Counters()
      onThreads(4) { thread in
        for number in 0..<500 as Range<UInt64> {
          let result = map.update(UInt64(thread) << 32 | number, number)
          precondition(result == 0 || result == Errno.tooBig)
          if result == 0 { inserted.total.add(1, ordering: .relaxed) }
        }
      }
      #expect(inserted.total.load(ordering: .relaxed) == 1000)
      #expect(map.count == 1000)
      #expect(map.keys().count == 1000)
    }
  }

  /// Updates of one array value take turns: it ends as one of them wrote it, and each of its words
  /// is always one that somebody wrote.
  @Test func arrayWritersTakeTurns() throws {
    let (writerCount, wordCount) = (2, 8192)
    let epochs = try Epochs(participantCount: 0)
    let map = try Map(arraySpec(value: UInt32(8 * wordCount), entries: 2), seed: 0, epochs: epochs)
    let faults = Faults()
    let value = UInt(bitPattern: unsafe map.lookup(UInt32(1))!)
    let sources = (0..<writerCount).map { [UInt8](repeating: UInt8($0 + 1), count: 8 * wordCount) }
    for _ in 0..<200 {
      onThreads(writerCount + 1) { thread in
        if thread < writerCount {
          for _ in 0..<3 where map.update(key: [1, 0, 0, 0], value: sources[thread]) != 0 {
            faults.add("refused")
          }
        } else {
          let words = unsafe UnsafeMutablePointer<Atomic<UInt64>>(bitPattern: value)!
          for place in 0..<wordCount {
            let word = unsafe words[place].load(ordering: .relaxed)
            if word % 0x0101_0101_0101_0101 != 0 { faults.add("torn word") }
          }
        }
      }
      let words = unsafe UnsafePointer<UInt64>(bitPattern: value)!
      let last = unsafe words[0]
      #expect(last != 0)
      for place in 0..<wordCount where unsafe words[place] != last { faults.add("mixed") }
    }
    #expect(faults.all == [:])
    #expect(map.value(forKey: [0, 0, 0, 0]) == [UInt8](repeating: 0, count: 8 * wordCount))
  }

  /// Lists in elements that are deleted under load: every node comes back exactly once.
  @Test func noNodeIsLost() throws {
    let (threadCount, nodesPerThread) = (3, 2000)
    let total = threadCount * nodesPerThread
    let nodes = UnsafeMutablePointer<bpf_list_node>.allocate(capacity: total)
    unsafe nodes.initialize(repeating: bpf_list_node(), count: total)
    defer { unsafe nodes.deallocate() }
    let base = UInt(bitPattern: nodes)
    let seen = SeenNodes(base: base, count: total)
    do {
      let epochs = try Epochs(participantCount: threadCount)
      let field = SpecialField(kind: .listHead, offset: 0, byteCount: 16)
      let spec = hashSpec(value: 16, entries: UInt32(threadCount), fields: [field])
      let map = try Map(spec, seed: 3, epochs: epochs, release: seen.release)
      onThreads(threadCount) { thread in
        let participant = epochs.participant(thread)
        participant.enter()
        for number in 0..<nodesPerThread {
          // Each thread has a key of its own, which stands for holding its lock.
          let key = UInt64(thread)
          _ = persistently {
            participant.pass()
            return map.update(key, (UInt64(0), UInt64(0)))
          }
          let head = unsafe map.lookup(key)!.assumingMemoryBound(to: bpf_list_head.self)
          let place = base + UInt((thread * nodesPerThread + number) * 24)
          let node = unsafe UnsafeMutablePointer<bpf_list_node>(bitPattern: place)!
          precondition(unsafe IntrusiveList.pushBack(node, to: head))
          if number % 3 == 0 { precondition(map.delete(key) == 0) }
          participant.pass()
        }
        participant.leave()
      }
    }
    #expect(seen.counts.withLock { $0 } == [Int](repeating: 1, count: total))
  }
}

/// How often each node was released.
private final class SeenNodes: Sendable {
  let base: UInt
  let counts: Guarded<[Int]>

  init(base: UInt, count: Int) {
    self.base = base
    counts = Guarded([Int](repeating: 0, count: count))
  }

  var release: OwnedRelease {
    unsafe OwnedRelease(context: Unmanaged.passUnretained(self).toOpaque()) { node, context in
      let seen = unsafe Unmanaged<SeenNodes>.fromOpaque(context!).takeUnretainedValue()
      let index = Int(UInt(bitPattern: node) - seen.base) / 24
      seen.counts.withLock { $0[index] += 1 }
    }
  }
}
