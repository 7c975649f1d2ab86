/// What Redis 7 says to requests that it can't carry out.
extension KeyValueService {
  func refuseUnknown(_ request: Request, _ reply: inout ReplyBuffer) {
    reply.append("-ERR unknown command '")
    reply.append(quoting: request[0], byteCountMax: 128)
    reply.append("', with args beginning with: ")
    var roomLeft = 128
    var index = 1
    while index < request.count, roomLeft > 0 {
      let octets = request[index]
      reply.append("'")
      reply.append(quoting: octets, byteCountMax: roomLeft)
      reply.append("' ")
      roomLeft -= min(octets.count, roomLeft) + 3
      index += 1
    }
    reply.append("\r\n")
  }

  /// A command by its name, in small letters.
  func refuseCount(_ name: Span<UInt8>, _ reply: inout ReplyBuffer) {
    reply.append("-ERR wrong number of arguments for '")
    appendLowercased(name, &reply)
    reply.append("' command\r\n")
  }

  /// A command of which the second argument is a part of the name.
  func refuseSubcommandCount(_ request: Request, _ reply: inout ReplyBuffer) {
    reply.append("-ERR wrong number of arguments for '")
    appendLowercased(request[0], &reply)
    reply.append("|")
    appendLowercased(request[1], &reply)
    reply.append("' command\r\n")
  }

  func refuseSubcommand(_ request: Request, _ reply: inout ReplyBuffer) {
    reply.append("-ERR unknown subcommand '")
    reply.append(quoting: request[1], byteCountMax: 128)
    reply.append("'. Try ")
    for index in 0..<request[0].count {
      let octet = request[0][index].lowercased
      reply.append(octet &- 97 < 26 ? octet & ~0x20 : octet)
    }
    reply.append(" HELP.\r\n")
  }

  func refuseDebug(_ reply: inout ReplyBuffer) {
    reply.append(
      error: """
        ERR DEBUG command not allowed. If the enable-debug-command option is set to \"local\", you can run it from \
        a local connection, otherwise you need to set this option in the configuration file, and then restart the server.
        """)
  }

  func refuseSyntax(_ reply: inout ReplyBuffer) { reply.append(error: "ERR syntax error") }

  func refuseInteger(_ reply: inout ReplyBuffer) {
    reply.append(error: "ERR value is not an integer or out of range")
  }

  static let memoryRefusal = "OOM command not allowed when used memory > 'maxmemory'."

  func refuseMemory(_ reply: inout ReplyBuffer) { reply.append(error: Self.memoryRefusal) }

  func refuseKey(_ reply: inout ReplyBuffer) {
    reply.append(error: "ERR key exceeds maximum allowed size (64 KiB)")
  }

  func refuseDeadline(_ name: Span<UInt8>, _ reply: inout ReplyBuffer) {
    reply.append("-ERR invalid expire time in '")
    appendLowercased(name, &reply)
    reply.append("' command\r\n")
  }

  private func appendLowercased(_ name: Span<UInt8>, _ reply: inout ReplyBuffer) {
    for index in 0..<name.count { reply.append(name[index].lowercased) }
  }
}
