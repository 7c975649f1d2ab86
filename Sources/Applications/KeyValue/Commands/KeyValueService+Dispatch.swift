extension KeyValueService {
  mutating func execute(
    _ command: Command, _ request: Request, _ connection: inout KeyValueConnection,
    _ reply: inout ReplyBuffer
  ) -> Outcome {
    switch command {
    case .mget: return mget(request, &connection, &reply)
    case .keys: return keys(request, &connection, &reply)
    case .flushall, .flushdb: return flush(request, &connection, &reply)
    case .quit:
      reply.appendOK()
      return .close
    case .exec: return exec(&connection, &reply)
    case .multi: multi(&connection, &reply)
    case .discard: discard(&connection, &reply)
    case .watch: watch(request, &connection, &reply)
    case .unwatch:
      unwatch(&connection)
      reply.appendOK()
    case .get: get(request, &connection, &reply)
    case .set: set(request, &connection, &reply)
    case .echo: answer(request[1], &connection, &reply)
    case .ping: ping(request, &connection, &reply)
    case .hello: hello(request, &connection, &reply)
    case .getset: getset(request, &connection, &reply)
    case .getdel: getdel(request, &connection, &reply)
    case .client: client(request, &connection, &reply)
    default: executeBriefly(command, request, &reply)
    }
    return .done
  }

  /// Commands whose answers are short and keep nothing of the connection.
  private mutating func executeBriefly(
    _ command: Command, _ request: Request, _ reply: inout ReplyBuffer
  ) {
    switch command {
    case .incr: add(1, to: request[1], &reply)
    case .decr: add(-1, to: request[1], &reply)
    case .incrby: incrby(request, &reply)
    case .decrby: decrby(request, &reply)
    case .setnx: setnx(request, &reply)
    case .setex: setex(request, unit: 1000, &reply)
    case .psetex: setex(request, unit: 1, &reply)
    case .del, .unlink: del(request, &reply)
    case .exists, .touch: exists(request, &reply)
    case .append: append(request, &reply)
    case .strlen: strlen(request, &reply)
    case .mset: mset(request, &reply)
    case .expire: expire(request, unit: 1000, &reply)
    case .pexpire: expire(request, unit: 1, &reply)
    case .ttl: ttl(request, unit: 1000, &reply)
    case .pttl: ttl(request, unit: 1, &reply)
    case .persist: persist(request, &reply)
    case .type: reply.append(store.find(request[1]) == nil ? "+none\r\n" : "+string\r\n")
    case .scan: scan(request, &reply)
    case .dbsize: reply.append(number: store.count)
    case .randomkey: randomkey(&reply)
    default: executeAboutServer(command, request, &reply)
    }
  }

  /// Commands that ask about the server rather than about keys.
  private mutating func executeAboutServer(
    _ command: Command, _ request: Request, _ reply: inout ReplyBuffer
  ) {
    switch command {
    case .info: info(request, &reply)
    case .config: config(request, &reply)
    case .command: aboutCommands(request, &reply)
    case .select: select(request, &reply)
    case .latency: refuseSubcommand(request, &reply)
    case .debug: refuseDebug(&reply)
    default: preconditionFailure("every command is carried out")
    }
  }
}
