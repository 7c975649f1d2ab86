/// Reading and writing values.
extension KeyValueService {
  /// Where a key is that somebody reads.
  private mutating func look(_ key: Span<UInt8>) -> Int? {
    let index = store.find(key)
    if index == nil { statistics.missCount += 1 } else { statistics.hitCount += 1 }
    return index
  }

  mutating func get(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    if let index = look(request[1]) {
      answer(valueAt: index, &connection, &reply)
    } else {
      reply.appendNull(version)
    }
  }

  mutating func mget(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    // The count stands for the command's name: it is said once, also where no key fits behind it.
    if connection.progress == 0 {
      reply.append(arrayCount: request.count - 1)
      connection.progress = 1
    }
    while Int(connection.progress) < request.count {
      guard connection.task == .none, !reply.isFull else { return .more }
      if let index = look(request[Int(connection.progress)]) {
        answer(valueAt: index, &connection, &reply)
      } else {
        reply.appendNull(version)
      }
      connection.progress += 1
    }
    return .done
  }

  mutating func set(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    guard let options = SetOptions(request) else { return refuseSyntax(&reply) }
    set(request, options, &connection, &reply)
  }

  /// Sets the first argument to the second one.
  private mutating func set(
    _ request: Request, _ options: SetOptions, _ connection: inout KeyValueConnection,
    _ reply: inout ReplyBuffer
  ) {
    var deadline: UInt64 = 0
    if let argument = options.deadlineArgument {
      guard let number = request[argument].number else { return refuseInteger(&reply) }
      guard number > 0, let absolute = self.deadline(in: number, unit: options.deadlineUnit) else {
        return refuseDeadline(request[0], &reply)
      }
      deadline = UInt64(absolute)
    }
    let found = store.find(request[1])
    if options.keepsDeadline, let found { deadline = store.entries[found].deadline }
    let old = options.returnsOld ? holdValue(of: request[1]) : nil
    let isAllowed = found == nil ? !options.onlyIfThere : !options.onlyIfMissing
    if isAllowed, !store.set(request[1], to: request[2], deadline: deadline) {
      if let old { store.heap.release(old.block) }
      return refuseMemory(&reply)
    }
    if let old {
      answer(held: old, &connection, &reply)
    } else if isAllowed, !options.returnsOld {
      reply.appendOK()
    } else {
      reply.appendNull(version)
    }
  }

  /// The time in so many milliseconds or seconds; nil where that can't be told.
  func deadline(in number: Int, unit: Int) -> Int? {
    let (milliseconds, isTooLong) = number.multipliedReportingOverflow(by: unit)
    let (absolute, isTooLate) = milliseconds.addingReportingOverflow(Int(store.now))
    return isTooLong || isTooLate ? nil : absolute
  }

  mutating func setnx(_ request: Request, _ reply: inout ReplyBuffer) {
    guard store.find(request[1]) == nil else { return reply.append(number: 0) }
    guard store.set(request[1], to: request[2], deadline: 0) else { return refuseMemory(&reply) }
    reply.append(number: 1)
  }

  /// - Parameter unit: In milliseconds.
  mutating func setex(_ request: Request, unit: Int, _ reply: inout ReplyBuffer) {
    guard let number = request[2].number else { return refuseInteger(&reply) }
    guard number > 0, let deadline = deadline(in: number, unit: unit) else {
      return refuseDeadline(request[0], &reply)
    }
    guard store.set(request[1], to: request[3], deadline: UInt64(deadline)) else {
      return refuseMemory(&reply)
    }
    reply.appendOK()
  }

  mutating func getset(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    set(request, .returningOld, &connection, &reply)
  }

  mutating func getdel(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    guard let old = holdValue(of: request[1]), let index = store.find(request[1]) else {
      return reply.appendNull(version)
    }
    store.remove(index)
    answer(held: old, &connection, &reply)
  }

  /// Keeps the block of a key's value from being written to or given back; nil where there is no such key.
  private mutating func holdValue(of key: Span<UInt8>) -> Entry? {
    guard let index = store.find(key) else { return nil }
    let entry = store.entries[index]
    store.heap.hold(entry.block)
    return entry
  }

  mutating func mset(_ request: Request, _ reply: inout ReplyBuffer) {
    guard request.count % 2 == 1 else { return refuseCount(request[0], &reply) }
    var byteCount = 0
    for index in stride(from: 1, to: request.count, by: 2) {
      guard request[index].count <= Self.keyByteCountMax else { return refuseKey(&reply) }
      byteCount +=
        request[index].count + request[index + 1].count + Store.entryByteCount + 2 * Heap.granule
    }
    // All or none, as far as can be told before.
    guard store.hasRoom(for: byteCount) else { return refuseMemory(&reply) }
    for index in stride(from: 1, to: request.count, by: 2) {
      guard store.set(request[index], to: request[index + 1], deadline: 0) else {
        return refuseMemory(&reply)
      }
    }
    reply.appendOK()
  }

  mutating func strlen(_ request: Request, _ reply: inout ReplyBuffer) {
    let index = look(request[1])
    reply.append(number: index.map { Int(store.entries[$0].valueByteCount) } ?? 0)
  }

  mutating func append(_ request: Request, _ reply: inout ReplyBuffer) {
    let octets = request[2]
    guard let index = store.find(request[1]) else {
      guard store.set(request[1], to: octets, deadline: 0) else { return refuseMemory(&reply) }
      return reply.append(number: octets.count)
    }
    let byteCount = Int(store.entries[index].valueByteCount) + octets.count
    guard byteCount <= RequestReader.argumentByteCountMax else {
      return reply.append(
        error: "ERR string exceeds maximum allowed size (proto-max-bulk-len)")
    }
    guard store.append(octets, at: index) else { return refuseMemory(&reply) }
    reply.append(number: byteCount)
  }

  mutating func incrby(_ request: Request, _ reply: inout ReplyBuffer) {
    guard let number = request[2].number else { return refuseInteger(&reply) }
    add(number, to: request[1], &reply)
  }

  mutating func decrby(_ request: Request, _ reply: inout ReplyBuffer) {
    guard let number = request[2].number else { return refuseInteger(&reply) }
    guard number != Int.min else { return reply.append(error: "ERR decrement would overflow") }
    add(-number, to: request[1], &reply)
  }

  /// Adds to a value that is a number; its deadline stays.
  mutating func add(_ summand: Int, to key: Span<UInt8>, _ reply: inout ReplyBuffer) {
    let found = store.find(key)
    var number = 0
    if let found {
      guard let old = store.value(found).number else { return refuseInteger(&reply) }
      number = old
    }
    let (sum, overflows) = number.addingReportingOverflow(summand)
    guard !overflows else {
      return reply.append(error: "ERR increment or decrement would overflow")
    }
    let digits = SignedDecimal(sum)
    let isSet =
      if let found { store.replaceValue(at: found, with: digits.octets) } else {
        store.set(key, to: digits.octets, deadline: 0)
      }
    guard isSet else { return refuseMemory(&reply) }
    reply.append(number: sum)
  }
}
