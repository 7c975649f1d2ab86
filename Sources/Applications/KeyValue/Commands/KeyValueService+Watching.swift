/// Keys that a connection watches: its transaction is carried out only while none of them has changed (Redis, `WATCH`).
struct WatchedKeys {
  private var keys: [(octets: [UInt8], version: UInt64)] = []
  private(set) var byteCount = 0

  /// So that looking at all of them is one short step.
  private static let byteCountMax = 256 << 10

  /// Adds a key as it is now, by the number of its last change; false where there is no room for it.
  mutating func append(_ key: Span<UInt8>, version: UInt64) -> Bool {
    let added = key.count + 32
    guard byteCount + added <= Self.byteCountMax else { return false }
    keys.append((key.indices.map { key[$0] }, version))
    byteCount += added
    return true
  }

  /// Whether all are as they were.
  func areUnchanged(in store: inout Store) -> Bool {
    for key in keys where store.version(of: key.octets.span) != key.version { return false }
    return true
  }
}

extension KeyValueService {
  mutating func watch(
    _ request: Request, _ connection: inout KeyValueConnection, _ reply: inout ReplyBuffer
  ) {
    guard !connection.isQueueing else {
      return reply.append(error: "ERR WATCH inside MULTI is not allowed")
    }
    var watched = watches[connection.id] ?? WatchedKeys()
    defer {
      watches[connection.id] = watched
      connection.isWatching = true
    }
    for index in 1..<request.count {
      let version = store.version(of: request[index])
      guard watched.append(request[index], version: version) else {
        return reply.append(error: "ERR too many keys are watched")
      }
    }
    reply.appendOK()
  }

  mutating func unwatch(_ connection: inout KeyValueConnection) {
    guard connection.isWatching else { return }
    connection.isWatching = false
    watches[connection.id] = nil
  }

  /// Whether what a connection watches is as it was.
  mutating func isAsWatched(by connection: KeyValueConnection) -> Bool {
    guard connection.isWatching, let watched = watches[connection.id] else { return true }
    return watched.areUnchanged(in: &store)
  }
}
