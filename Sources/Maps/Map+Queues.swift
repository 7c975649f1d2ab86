import CBaton

/// The control side of maps without keys.
extension Map {
  /// As `MapOperations.push`, and EPERM when the map is frozen or for reading only.
  public func push(_ value: [UInt8], flags: UInt64 = 0) -> Int64 {
    precondition(value.count == valueByteCount, "a value of \(value.count) bytes")
    guard isWritable, type != .handles else { return LinuxError.notPermitted }
    guard type.structure == .queue else { return LinuxError.invalid }
    // Sound: the value has the map's size, which isn't 0.
    return unsafe value.withUnsafeBytes { unsafe queue.push($0.baseAddress!, flags) }
  }

  /// Takes the value that is next to go; null when there is none.
  public func pop() -> [UInt8]? { isWritable ? take(removing: true) : nil }

  /// The value that is next to go; null when there is none.
  public func peek() -> [UInt8]? { take(removing: false) }

  private func take(removing: Bool) -> [UInt8]? {
    guard type.structure == .queue, type != .handles else { return nil }
    var value = [UInt8](repeating: 0, count: valueByteCount)
    // Sound: the value has the map's size, which isn't 0.
    let status = unsafe value.withUnsafeMutableBytes {
      unsafe queue.take($0.baseAddress!, removing: removing)
    }
    return status == 0 ? value : nil
  }

  /// Calls `body` with each record of a ring buffer, in the order in which they were reserved, up to the
  /// first one that isn't submitted yet or `limit` of them, and frees their space one by one. `body`
  /// must not consume from the same map; other threads that do wait meanwhile.
  ///
  /// Who waits for more does so after this has returned less than `limit`: `wakeup` is then called
  /// for the next record.
  ///
  /// - Returns: how many records `body` was called with.
  @discardableResult
  public func consumeRecords(
    limit: Int = .max, _ body: (_ record: Span<UInt8>) -> Void
  ) -> Int {
    guard type == .ring else { return 0 }
    return unsafe ring.pointee.consume(limit: limit, body)
  }
}
