/// A parameter that `CONFIG` knows. None can be changed while the service runs.
enum Parameter: CaseIterable {
  case appendonly, databases, maxmemory, maxmemoryPolicy, protoMaxBulkLen, save, timeout

  var name: String {
    switch self {
    case .appendonly: "appendonly"
    case .databases: "databases"
    case .maxmemory: "maxmemory"
    case .maxmemoryPolicy: "maxmemory-policy"
    case .protoMaxBulkLen: "proto-max-bulk-len"
    case .save: "save"
    case .timeout: "timeout"
    }
  }

  /// Appends its value, as octets.
  func write(_ configuration: ApplicationConfiguration, _ reply: inout ReplyBuffer) {
    switch self {
    case .appendonly: reply.append("no")
    case .databases: reply.append("1")
    case .maxmemory: reply.append(decimal: configuration.memoryByteCountMax)
    case .maxmemoryPolicy: reply.append("noeviction")
    case .protoMaxBulkLen: reply.append(decimal: RequestReader.argumentByteCountMax)
    case .save: break
    case .timeout: reply.append("0")
    }
  }
}

extension KeyValueService {
  mutating func config(_ request: Request, _ reply: inout ReplyBuffer) {
    if request[1].equalsIgnoringCase("get") {
      guard request.count >= 3 else { return refuseSubcommandCount(request, &reply) }
      writeParameters(request, &reply)
    } else if request[1].equalsIgnoringCase("set") {
      guard request.count >= 4, request.count % 2 == 0 else {
        return refuseSubcommandCount(request, &reply)
      }
      setParameters(request, &reply)
    } else if request[1].equalsIgnoringCase("resetstat") {
      guard request.count == 2 else { return refuseSubcommandCount(request, &reply) }
      statistics = KeyValueStatistics()
      store.expiredCount = 0
      reply.appendOK()
    } else {
      refuseSubcommand(request, &reply)
    }
  }

  private mutating func writeParameters(_ request: Request, _ reply: inout ReplyBuffer) {
    var count = 0
    for parameter in Parameter.allCases where isMeant(parameter, request) { count += 1 }
    reply.append(mapCount: count, version)
    for parameter in Parameter.allCases where isMeant(parameter, request) {
      reply.append(bulk: parameter.name)
      scratch.removeAll()
      parameter.write(configuration, &scratch)
      reply.append(bulk: scratch.octets)
    }
  }

  /// Whether one of the patterns means it.
  private func isMeant(_ parameter: Parameter, _ request: Request) -> Bool {
    for index in 2..<request.count
    where Glob.matches(request[index], parameter.name.utf8.span) { return true }
    return false
  }

  /// Takes values that are what they are already.
  private mutating func setParameters(_ request: Request, _ reply: inout ReplyBuffer) {
    for index in stride(from: 2, to: request.count, by: 2) {
      guard let parameter = parameter(request[index]) else {
        reply.append("-ERR Unknown option or number of arguments for CONFIG SET - '")
        reply.append(quoting: request[index], byteCountMax: 128)
        return reply.append("'\r\n")
      }
      scratch.removeAll()
      parameter.write(configuration, &scratch)
      guard scratch.octets.equals(request[index + 1]) else {
        reply.append("-ERR CONFIG SET failed (possibly related to argument '")
        reply.append(parameter.name)
        return reply.append("') - can't set immutable config\r\n")
      }
    }
    reply.appendOK()
  }

  private func parameter(_ name: Span<UInt8>) -> Parameter? {
    for parameter in Parameter.allCases where name.equalsIgnoringCase(parameter.name) {
      return parameter
    }
    return nil
  }
}
