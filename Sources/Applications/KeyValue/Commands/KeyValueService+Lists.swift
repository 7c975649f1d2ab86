/// Going through all keys.
extension KeyValueService {
  /// How many buckets one step looks at.
  static let bucketCountOfStep = 64

  /// Names all keys that a pattern means. They are gathered in a chain of blocks first, since their count comes first.
  mutating func keys(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    if connection.task == .none {
      guard let block = Self.makeListBlock(&store) else {
        refuseMemory(&reply)
        return .done
      }
      store.listingCount += 1
      connection.task = .listing
      connection.block = block
      connection.end = block
      connection.offset = 0
      connection.progress = 0
    }
    for _ in 0..<Self.bucketCountOfStep {
      guard list(request[1], &connection) else {
        stopListing(&connection)
        releaseList(connection.block)
        refuseMemory(&reply)
        return .done
      }
      connection.offset = store.cursor(after: connection.offset)
      if connection.offset == 0 {
        stopListing(&connection)
        reply.append(arrayCount: Int(connection.progress))
        connection.task = .sendingList
        startBlock(&connection)
        return .done
      }
    }
    return .pause
  }

  private mutating func stopListing(_ connection: inout KeyValueConnection) {
    store.listingCount -= 1
    connection.task = .none
  }

  /// Adds the keys of the cursor's buckets; false when memory is used up.
  private mutating func list(
    _ pattern: Span<UInt8>, _ connection: inout KeyValueConnection
  ) -> Bool {
    let (one, other) = store.firstEntries(at: connection.offset)
    return list(one, pattern, &connection) && list(other, pattern, &connection)
  }

  private mutating func list(
    _ first: UInt32, _ pattern: Span<UInt8>, _ connection: inout KeyValueConnection
  ) -> Bool {
    var index = first
    while index != Heap.none {
      let entry = store.entries[Int(index)]
      if !store.isPassed(entry), Glob.matches(pattern, store.key(Int(index))) {
        connection.progress += 1
        scratch.removeAll()
        scratch.append(bulk: store.key(Int(index)))
        guard Self.add(scratch, to: &store, &connection) else { return false }
      }
      index = entry.next
    }
    return true
  }

  /// Adds octets to the list; false when memory is used up.
  private static func add(
    _ text: borrowing ReplyBuffer, to store: inout Store, _ connection: inout KeyValueConnection
  ) -> Bool {
    var done = 0
    while true {
      let octets = text.octets.extracting(droppingFirst: done)
      done += ListBlock.append(octets, to: connection.end, &store.heap)
      guard done < text.count else { return true }
      guard let block = makeListBlock(&store) else { return false }
      ListBlock.setNext(block, of: connection.end, &store.heap)
      connection.end = block
    }
  }

  private static func makeListBlock(_ store: inout Store) -> UInt32? {
    guard let block = store.allocate(ListBlock.byteCount) else { return nil }
    ListBlock.start(block, &store.heap)
    return block
  }

  /// Names some keys, and from where to go on. `COUNT` is a wish: a step looks at `bucketCountOfStep` buckets at most.
  mutating func scan(_ request: Request, _ reply: inout ReplyBuffer) {
    guard let cursor = ScanOptions.cursor(request[1]) else {
      return reply.append(error: "ERR invalid cursor")
    }
    let options: ScanOptions
    do throws(ScanOptions.Refusal) { options = try ScanOptions(request) } catch {
      return error == .integer ? refuseInteger(&reply) : refuseSyntax(&reply)
    }
    scratch.removeAll()
    var next = cursor
    var (seen, found) = (0, 0)
    for _ in 0..<Self.bucketCountOfStep {
      let (one, other) = store.firstEntries(at: next)
      for first in 0..<2 {
        var index = first == 0 ? one : other
        while index != Heap.none {
          seen += 1
          if scan(Int(index), options, request) { found += 1 }
          index = store.entries[Int(index)].next
        }
      }
      next = store.cursor(after: next)
      if next == 0 || seen >= options.count || scratch.isFull { break }
    }
    reply.append(arrayCount: 2)
    let digits = Decimal(UInt(next))
    reply.append(bulk: digits.octets)
    reply.append(arrayCount: found)
    reply.append(scratch.octets)
  }

  /// Adds a key to `scratch` if it is meant.
  private mutating func scan(
    _ index: Int, _ options: ScanOptions, _ request: Request
  ) -> Bool {
    guard !store.isPassed(store.entries[index]), options.meansStrings else { return false }
    if let pattern = options.patternArgument,
      !Glob.matches(request[pattern], store.key(index))
    {
      return false
    }
    scratch.append(bulk: store.key(index))
    return true
  }
}
