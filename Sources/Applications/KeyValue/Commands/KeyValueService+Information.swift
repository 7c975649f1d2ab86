/// What `INFO` tells.
enum ServerInformation: CaseIterable {
  case server, memory, stats, keyspace

  /// The version of Redis whose protocol and words these are.
  static let version = "7.0.15"

  var name: String {
    switch self {
    case .server: "Server"
    case .memory: "Memory"
    case .stats: "Stats"
    case .keyspace: "Keyspace"
    }
  }
}

extension KeyValueService {
  /// Writes the sections that are asked for, or all of them.
  mutating func info(_ request: Request, _ reply: inout ReplyBuffer) {
    scratch.removeAll()
    for section in ServerInformation.allCases where isMeant(section, request) {
      if !scratch.isEmpty { scratch.append("\r\n") }
      scratch.append("# ")
      scratch.append(section.name)
      scratch.append("\r\n")
      write(section)
    }
    reply.append(text: scratch.octets, version)
  }

  private func isMeant(_ section: ServerInformation, _ request: Request) -> Bool {
    if request.count == 1 { return true }
    for index in 1..<request.count {
      let name = request[index]
      let isAll =
        name.equalsIgnoringCase("all") || name.equalsIgnoringCase("default")
        || name.equalsIgnoringCase("everything")
      if isAll || name.equalsIgnoringCase("\(section)") { return true }
    }
    return false
  }

  private mutating func write(_ section: ServerInformation) {
    switch section {
    case .server:
      scratch.append("redis_version:")
      scratch.append(ServerInformation.version)
      scratch.append("\r\nredis_mode:standalone\r\nserver_name:baton\r\n")
    case .memory:
      write("used_memory", store.usedByteCount)
      write("maxmemory", configuration.memoryByteCountMax)
      scratch.append("maxmemory_policy:noeviction\r\n")
    case .stats:
      write("total_connections_received", statistics.connectionCount)
      write("total_commands_processed", statistics.commandCount)
      write("expired_keys", store.expiredCount)
      write("keyspace_hits", statistics.hitCount)
      write("keyspace_misses", statistics.missCount)
    case .keyspace: writeKeyspace()
    }
  }

  private mutating func write(_ name: String, _ number: Int) {
    scratch.append(name)
    scratch.append(":")
    scratch.append(decimal: number)
    scratch.append("\r\n")
  }

  private mutating func writeKeyspace() {
    guard store.count > 0 else { return }
    scratch.append("db0:keys=")
    scratch.append(decimal: store.count)
    scratch.append(",expires=")
    scratch.append(decimal: store.deadlineCount)
    scratch.append(",avg_ttl=0\r\n")
  }
}
