/// Commands about the server and the connection, as far as clients ask for them on their own.
extension KeyValueService {
  mutating func ping(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    switch request.count {
    case 1: reply.append("+PONG\r\n")
    case 2: answer(request[1], &connection, &reply)
    default: refuseCount(request[0], &reply)
    }
  }

  func select(_ request: Request, _ reply: inout ReplyBuffer) {
    guard let number = request[1].number else { return refuseInteger(&reply) }
    if number == 0 { reply.appendOK() } else { reply.append(error: "ERR DB index is out of range") }
  }

  /// Greets, in the version that the client wants to speak from here on.
  mutating func hello(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    var wanted = connection.version
    if request.count > 1 {
      guard let number = request[1].number else {
        return reply.append(error: "ERR Protocol version is not an integer or out of range")
      }
      guard let version = UInt8(exactly: number).flatMap(ProtocolVersion.init) else {
        return reply.append(error: "NOPROTO unsupported protocol version")
      }
      wanted = version
    }
    if request.count > 2 {
      guard request.count == 4, request[2].equalsIgnoringCase("setname") else {
        reply.append("-ERR Syntax error in HELLO option '")
        reply.append(quoting: request[2], byteCountMax: 128)
        return reply.append("'\r\n")
      }
      if let refusal = setName(request[3], of: &connection) { return reply.append(error: refusal) }
    }
    (connection.version, version) = (wanted, wanted)
    greet(connection, &reply)
  }

  private func greet(_ connection: KeyValueConnection, _ reply: inout ReplyBuffer) {
    reply.append(mapCount: 7, version)
    reply.append(bulk: "server")
    reply.append(bulk: "redis")
    reply.append(bulk: "version")
    reply.append(bulk: ServerInformation.version)
    reply.append(bulk: "proto")
    reply.append(number: Int(version.rawValue))
    reply.append(bulk: "id")
    reply.append(number: Int(connection.id))
    reply.append(bulk: "mode")
    reply.append(bulk: "standalone")
    reply.append(bulk: "role")
    reply.append(bulk: "master")
    reply.append(bulk: "modules")
    reply.append(arrayCount: 0)
  }

  mutating func client(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    let name = request[1]
    if name.equalsIgnoringCase("id") {
      guard request.count == 2 else { return refuseSubcommandCount(request, &reply) }
      reply.append(number: Int(connection.id))
    } else if name.equalsIgnoringCase("getname") {
      guard request.count == 2 else { return refuseSubcommandCount(request, &reply) }
      writeName(of: connection, &reply)
    } else if name.equalsIgnoringCase("setname") {
      guard request.count == 3 else { return refuseSubcommandCount(request, &reply) }
      let refusal = setName(request[2], of: &connection)
      if let refusal { reply.append(error: refusal) } else { reply.appendOK() }
    } else if name.equalsIgnoringCase("setinfo") {
      guard request.count == 4 else { return refuseSubcommandCount(request, &reply) }
      setInformation(request, &reply)
    } else {
      refuseSubcommand(request, &reply)
    }
  }

  /// A name's block holds its length before it.
  private func writeName(of connection: KeyValueConnection, _ reply: inout ReplyBuffer) {
    guard connection.name != Heap.none else { return reply.appendNull(version) }
    let byteCount = Int(store.heap.number(in: connection.name, at: 0))
    reply.append(bulk: store.heap.octets(of: connection.name, 4..<4 + byteCount))
  }

  /// Gives the connection a name, or takes it away if it is an empty one; why it can't have it, as an error.
  private mutating func setName(
    _ name: Span<UInt8>, of connection: inout KeyValueConnection
  ) -> String? {
    guard Self.isPrintable(name), name.count <= Self.keyByteCountMax else {
      return "ERR Client names cannot contain spaces, newlines or special characters."
    }
    var block = Heap.none
    if name.count > 0 {
      guard let made = store.allocate(4 + name.count) else { return Self.memoryRefusal }
      block = made
      store.heap.write(UInt32(name.count), to: block, at: 0)
      store.heap.write(name, to: block, at: 4)
    }
    if connection.name != Heap.none { store.heap.release(connection.name) }
    connection.name = block
    return nil
  }

  /// What libraries tell about themselves is taken, and not kept.
  private func setInformation(_ request: Request, _ reply: inout ReplyBuffer) {
    guard
      request[2].equalsIgnoringCase("lib-name") || request[2].equalsIgnoringCase("lib-ver")
    else {
      reply.append("-ERR Unrecognized option '")
      reply.append(quoting: request[2], byteCountMax: 128)
      return reply.append("'\r\n")
    }
    reply.appendOK()
  }

  private static func isPrintable(_ text: Span<UInt8>) -> Bool {
    for index in 0..<text.count where text[index] < 33 || text[index] > 126 { return false }
    return true
  }

  /// How many commands there are; what they are like is not told.
  func aboutCommands(_ request: Request, _ reply: inout ReplyBuffer) {
    if request.count == 1 {
      reply.append(arrayCount: 0)
    } else if request[1].equalsIgnoringCase("docs") {
      reply.append(mapCount: 0, version)
    } else if request[1].equalsIgnoringCase("count") {
      guard request.count == 2 else { return refuseSubcommandCount(request, &reply) }
      reply.append(number: Command.allCases.count)
    } else {
      refuseSubcommand(request, &reply)
    }
  }
}
