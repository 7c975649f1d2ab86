/// Commands that are about keys rather than their values.
extension KeyValueService {
  mutating func del(_ request: Request, _ reply: inout ReplyBuffer) {
    var count = 0
    for argument in 1..<request.count {
      guard let index = store.find(request[argument]) else { continue }
      store.remove(index)
      count += 1
    }
    reply.append(number: count)
  }

  mutating func exists(_ request: Request, _ reply: inout ReplyBuffer) {
    var count = 0
    for argument in 1..<request.count where store.find(request[argument]) != nil { count += 1 }
    reply.append(number: count)
  }

  /// - Parameter unit: In milliseconds.
  mutating func expire(_ request: Request, unit: Int, _ reply: inout ReplyBuffer) {
    let condition: ExpireCondition
    do throws(ExpireCondition.Refusal) { condition = try ExpireCondition(request) } catch {
      return refuse(error, request, &reply)
    }
    guard let number = request[2].number else { return refuseInteger(&reply) }
    guard let deadline = deadline(in: number, unit: unit) else {
      return refuseDeadline(request[0], &reply)
    }
    guard let index = store.find(request[1]),
      condition.allows(store.entries[index].deadline, deadline)
    else { return reply.append(number: 0) }
    if deadline <= Int(store.now) {
      store.remove(index)
    } else {
      store.setDeadline(UInt64(deadline), at: index)
    }
    reply.append(number: 1)
  }

  private func refuse(
    _ refusal: ExpireCondition.Refusal, _ request: Request, _ reply: inout ReplyBuffer
  ) {
    switch refusal {
    case .conflict(let text): reply.append(error: text)
    case .unsupported(let index):
      reply.append("-ERR Unsupported option ")
      reply.append(quoting: request[index], byteCountMax: 128)
      reply.append("\r\n")
    }
  }

  /// - Parameter unit: In milliseconds.
  mutating func ttl(_ request: Request, unit: Int, _ reply: inout ReplyBuffer) {
    guard let index = store.find(request[1]) else { return reply.append(number: -2) }
    let deadline = store.entries[index].deadline
    guard deadline != 0 else { return reply.append(number: -1) }
    // Rounded to the nearest, as Redis does.
    reply.append(number: (Int(deadline - store.now) + unit / 2) / unit)
  }

  mutating func persist(_ request: Request, _ reply: inout ReplyBuffer) {
    guard let index = store.find(request[1]), store.entries[index].deadline != 0 else {
      return reply.append(number: 0)
    }
    store.setDeadline(0, at: index)
    reply.append(number: 1)
  }

  /// A key out of a bucket drawn at random. There are enough keys for their buckets that few are empty.
  mutating func randomkey(_ reply: inout ReplyBuffer) {
    while store.count > 0 {
      var bucket = Int(nextRandom() % UInt64(store.buckets.count))
      while store.buckets[bucket] == Heap.none { bucket = (bucket + 1) % store.buckets.count }
      let index = Int(store.buckets[bucket])
      if !store.isPassed(store.entries[index]) { return reply.append(bulk: store.key(index)) }
      store.expire(index)
    }
    reply.appendNull(version)
  }

  /// Removes all keys at once, and gives their memory back step by step.
  mutating func flush(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    let hasMode =
      request.count == 2
      && (request[1].equalsIgnoringCase("async") || request[1].equalsIgnoringCase("sync"))
    guard request.count == 1 || hasMode else {
      refuseSyntax(&reply)
      return .done
    }
    if connection.task == .none {
      store.removeAll()
      connection.task = .flushing
    }
    store.releaseRemoved(Self.flushedCountOfStep)
    guard !store.isReleasing else { return .pause }
    connection.task = .none
    reply.appendOK()
    return .done
  }

  private static let flushedCountOfStep = 1024
}
