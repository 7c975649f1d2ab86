/// Requests that are carried out together (Redis, “Transactions”).
///
/// Those of other connections come between them only where an answer takes several steps, as one that is longer than a reply
/// does.
extension KeyValueService {
  mutating func multi(_ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer) {
    guard !connection.isQueueing else {
      return reply.append(error: "ERR MULTI calls can not be nested")
    }
    connection.isQueueing = true
    transactions[connection.id] = Transaction()
    reply.appendOK()
  }

  mutating func discard(_ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer) {
    guard connection.isQueueing else { return reply.append(error: "ERR DISCARD without MULTI") }
    endTransaction(&connection)
    reply.appendOK()
  }

  private mutating func endTransaction(_ connection: inout KeyValueConnection) {
    connection.isQueueing = false
    unwatch(&connection)
    transactions[connection.id] = nil
  }

  /// Keeps a request until `EXEC`.
  mutating func queue(
    _ request: Request, _ connection: KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    scratch.removeAll()
    scratch.append(arrayCount: request.count)
    for index in 0..<request.count { scratch.append(bulk: request[index]) }
    // Taken out, so that it can change while `scratch` is read.
    var transaction = transactions.removeValue(forKey: connection.id) ?? Transaction()
    if transaction.append(scratch.octets) {
      reply.append("+QUEUED\r\n")
    } else {
      transaction.isRefused = true
      reply.append(error: "ERR the transaction is too long")
    }
    transactions[connection.id] = transaction
  }

  /// A request was not kept: none will be carried out.
  mutating func refuseTransaction(of connection: KeyValueConnection) {
    transactions[connection.id]?.isRefused = true
  }

  /// `EXEC` with arguments ends a transaction, and says so also where there is none.
  mutating func abort(_ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer) {
    endTransaction(&connection)
    reply.append(
      error:
        "EXECABORT Transaction discarded because of: wrong number of arguments for 'exec' command")
  }

  mutating func exec(
    _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) -> Outcome {
    // Taken out, so that it can be looked at while everything else changes.
    guard var transaction = transactions.removeValue(forKey: connection.id) else {
      reply.append(error: "ERR EXEC without MULTI")
      return .done
    }
    if transaction.isRefused {
      endTransaction(&connection)
      reply.append(error: "EXECABORT Transaction discarded because of previous errors.")
      return .done
    }
    guard transaction.isRunning || isAsWatched(by: connection) else {
      endTransaction(&connection)
      reply.appendNullArray(version)
      return .done
    }
    if !transaction.isRunning {
      transaction.isRunning = true
      reply.append(arrayCount: transaction.count)
    }
    let outcome = goOn(&transaction, &connection, &reply)
    if outcome == .done {
      endTransaction(&connection)
    } else {
      transactions[connection.id] = transaction
    }
    return outcome
  }

  /// Carries out requests as far as their answers have room.
  private mutating func goOn(
    _ transaction: inout Transaction, _ connection: inout KeyValueConnection,
    _ reply: inout ReplyBuffer
  ) -> Outcome {
    var arguments: [ArgumentRange] = []
    let queued = transaction.octets
    while transaction.position < queued.count {
      guard !reply.isFull else { return .more }
      arguments.removeAll(keepingCapacity: true)
      var reader = RequestReader()
      let octets = queued.span.extracting(droppingFirst: transaction.position)
      guard (try? reader.read(octets, into: &arguments)) == true else {
        preconditionFailure("what was queued is whole")
      }
      let outcome = executeQueued(Request(octets, arguments.span), &connection, &reply)
      guard outcome.isDone else { return outcome }
      connection.progress = 0
      transaction.position += reader.position
      // A long value is sent before the next request is looked at.
      if connection.task != .none { return .more }
    }
    return .done
  }
}
