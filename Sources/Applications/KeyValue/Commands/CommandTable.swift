/// The commands that there are.
enum Command: UInt8, CaseIterable, BitwiseCopyable, Sendable {
  case get, set, ping, echo, incr, decr, incrby, decrby, setnx, setex, psetex, getset, getdel
  case del, unlink, exists, touch, append, strlen, mget, mset
  case expire, pexpire, ttl, pttl, persist, type
  case scan, keys, dbsize, randomkey, flushall, flushdb
  case info, config, command, select, quit, hello, client, latency, debug
  case multi, exec, discard, watch, unwatch

  /// Whether it waits for `EXEC` behind `MULTI`.
  var isQueued: Bool {
    switch self {
    case .multi, .exec, .discard, .watch, .quit: false
    default: true
    }
  }

  /// How many arguments it takes, its name included; at least so many, if negative.
  var arity: Int8 {
    switch self {
    case .dbsize, .randomkey, .multi, .exec, .discard, .unwatch: 1
    case .echo, .get, .getdel, .incr, .decr, .strlen, .ttl, .pttl, .persist, .type, .keys, .select:
      2
    case .setnx, .getset, .incrby, .decrby, .append: 3
    case .setex, .psetex: 4
    case .ping, .info, .command, .flushall, .flushdb, .quit, .hello: -1
    case .del, .unlink, .exists, .touch, .watch, .mget, .scan, .config, .client, .latency, .debug:
      -2
    case .set, .mset, .expire, .pexpire: -3
    }
  }

  /// Whether the first argument may become a key.
  var makesKeys: Bool {
    switch self {
    case .set, .setnx, .setex, .psetex, .getset, .incr, .decr, .incrby, .decrby, .append, .mset:
      true
    default: false
    }
  }
}

/// Finds commands by their names, in letters of either case.
struct CommandTable {
  struct Place: BitwiseCopyable {
    /// The name's small letters, the first one lowest; 0 where no command is.
    var name: UInt128 = 0
    var command = Command.get
    var arity: Int8 = 0
    var makesKeys = false

    func accepts(_ argumentCount: Int) -> Bool {
      arity < 0 ? argumentCount >= -Int(arity) : argumentCount == Int(arity)
    }
  }

  private var places = [Place](repeating: Place(), count: placeCount)
  /// A power of two, with room enough for short searches.
  private static let placeCount = 256

  init() {
    for command in Command.allCases {
      let name = Self.pack("\(command)".utf8.span)
      var index = Self.place(of: name)
      while places[index].name != 0 { index = (index + 1) % Self.placeCount }
      places[index] = Place(
        name: name, command: command, arity: command.arity, makesKeys: command.makesKeys)
    }
  }

  func find(_ name: Span<UInt8>) -> Place? {
    guard name.count > 0, name.count <= 16 else { return nil }
    let packed = Self.pack(name)
    var index = Self.place(of: packed)
    while places[index].name != packed {
      guard places[index].name != 0 else { return nil }
      index = (index + 1) % Self.placeCount
    }
    return places[index]
  }

  private static func pack(_ name: Span<UInt8>) -> UInt128 {
    var packed: UInt128 = 0
    for index in (0..<name.count).reversed() {
      packed = packed << 8 | UInt128(name[index].lowercased)
    }
    return packed
  }

  private static func place(of name: UInt128) -> Int {
    let folded = UInt64(truncatingIfNeeded: name ^ name >> 64)
    return Int((folded &* 0x9e37_79b9_7f4a_7c15) >> 56)
  }
}
