import Wire

/// Each line is a comment (`// …`), an option (`option NAME VALUE`), or a time and what happens then:
///
///     +0  < S 0:0(0) win 1000 <mss 1000,sackOK,TS val 1 ecr 0,wscale 7>
///     +0  > S. 0:0(0) ack 1 <mss 1460,sackOK,TS val 100 ecr 1,wscale 3>
///     +.1 < . 1:1(0) ack 1 win 257
///     +0  accept
///     +0  < icmp 4 mtu 1200 seq 1
///     +0  < frame peer > host echo 5 6 size 10
///     +0  > frame IP6 fd00::1 > fd00::63: ICMP6, echo reply, id 5, seq 6, length 18 | 02:00:00:00:00:63 hop 64
///
/// Times are seconds behind what came before. A `*` stands for any number. `ScriptFrame` says how frames read; where a script
/// has some, nobody answers the host's questions for neighbours but the script.
extension PacketScript {
  public init(parsing text: String, name: String) throws(ScriptFailure) {
    self.name = name
    for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
    {
      let words = line.split(separator: " ").map(String.init)
      guard let first = words.first, !first.hasPrefix("//") else { continue }
      if first == "option", words.count == 3, words[1] == "family",
        let family = ScriptFamily(rawValue: words[2])
      {
        families = [family]
        continue
      }
      if first == "option", words.count == 3 {
        options.append((index + 1, words[1], words[2]))
        continue
      }
      guard let parsed = Self.line(words, number: index + 1) else {
        throw ScriptFailure(file: name, line: index + 1, message: "can't be read: \(line)")
      }
      lines.append(parsed)
    }
  }

  private static func line(_ words: [String], number: Int) -> Line? {
    guard words.count >= 2, let delay = time(words[0]) else { return nil }
    let rest = Array(words[2...])
    let action: Action?
    switch words[1] {
    case "<" where rest.first == "icmp": action = error(rest).map(Action.arrivesError)
    case "<" where rest.first == "frame":
      action = ScriptFrame(parsing: Array(rest.dropFirst())).map { .arrivesFrame($0.octets) }
    case ">" where rest.first == "frame":
      action = .sendsFrame(rest.dropFirst().joined(separator: " "))
    case "<": action = ScriptSegment(parsing: rest).map(Action.arrives)
    case ">": action = ScriptSegment(parsing: rest).map(Action.sends)
    default: action = call(words[1], rest).map(Action.user)
    }
    return action.map { Line(number: number, delay: delay, action: $0) }
  }

  /// `+1.5`: seconds, to nanoseconds.
  static func time(_ word: String) -> UInt64? {
    guard word.hasPrefix("+"), let seconds = Double(word.dropFirst()), seconds >= 0 else {
      return nil
    }
    return UInt64((seconds * 1e9).rounded())
  }

  private static func error(_ words: [String]) -> ScriptError? {
    guard words.count == 6, words[2] == "mtu", words[4] == "seq", let code = UInt8(words[1]),
      let mtu = UInt16(words[3]), let sequence = Int(words[5])
    else { return nil }
    return ScriptError(code: code, mtu: mtu, sequence: sequence)
  }

  private static func call(_ name: String, _ words: [String]) -> UserCall? {
    let number = words.first.flatMap { Int($0) }
    switch (name, words.count) {
    case ("listen", 0): return .listen(backlog: 16)
    case ("listen", 1): return number.map(UserCall.listen)
    case ("accept", 0): return .accept(true)
    case ("accept", 1) where words[0] == "none": return .accept(false)
    case ("connect", 0): return .connect
    case ("bind", 1): return number.map(UserCall.bind)
    case ("echo", 1): return number.map(UserCall.echo)
    case ("write", 1): return number.map { .write($0, taken: $0) }
    case ("write", 3) where words[1] == "takes":
      guard let number, let taken = Int(words[2]) else { return nil }
      return .write(number, taken: taken)
    case ("read", 1): return number.map(UserCall.read)
    case ("readable", 1): return number.map(UserCall.readable)
    case ("shutdown", 0): return .shutdown
    case ("close", 0): return .close
    case ("abort", 0): return .abort
    case ("quiet", 0): return .quiet
    case ("state", 1): return .state(words[0])
    case ("end", 1): return .end(words[0])
    default: return nil
    }
  }
}

extension ScriptSegment {
  init?(parsing words: [String]) {
    guard words.count >= 2, let flags = Self.flags(words[0]), let place = Self.place(words[1])
    else {
      return nil
    }
    self.init(
      flags: flags, sequence: place.start, payloadByteCount: place.count, acknowledgment: nil,
      window: nil, options: nil)
    var index = 2
    while index < words.count {
      if words[index].hasPrefix("<") {
        let list = words[index...].joined(separator: " ")
        guard list.hasSuffix(">"), let parsed = ScriptOptions(parsing: list.dropFirst().dropLast())
        else { return nil }
        options = parsed
        return
      }
      guard index + 1 < words.count, let number = Int(words[index + 1]) else { return nil }
      switch words[index] {
      case "ack": acknowledgment = number
      case "win": window = number
      default: return nil
      }
      index += 2
    }
  }

  /// As tcpdump has them: `S.`, `P.`, `.`.
  private static func flags(_ word: String) -> TCPFlags? {
    let letters: [Character: TCPFlags] = [
      "F": .finish, "S": .synchronize, "R": .reset, "P": .push, ".": .acknowledgment, "U": .urgent,
    ]
    var flags: TCPFlags = []
    for letter in word where letter != "-" {
      guard let flag = letters[letter] else { return nil }
      flags.insert(flag)
    }
    return flags
  }

  /// `1:1001(1000)`.
  private static func place(_ word: String) -> (start: Int, count: Int)? {
    let parts = word.split { !$0.isNumber && $0 != "-" }.map { Int($0) }
    guard parts.count == 3, let start = parts[0], let end = parts[1], let count = parts[2],
      end - start == count
    else { return nil }
    return (start, count)
  }
}

extension ScriptOptions {
  init?(parsing list: some StringProtocol) {
    self.init()
    for part in String(list).split(separator: ",") {
      let words = part.split(separator: " ").map(String.init)
      switch (words.first, words.count) {
      case ("mss", 2): maximumSegmentSize = Int(words[1])
      case ("wscale", 2): windowScale = Int(words[1])
      case ("sackOK", 1): isSACKPermitted = true
      case ("nop", 1): break
      case ("TS", 5): timestamps = Timestamps(value: Int(words[2]), echo: Int(words[4]))
      case ("sack", 2...):
        for word in words.dropFirst() {
          let ends = word.split(separator: ":").compactMap { Int($0) }
          guard ends.count == 2, ends[0] < ends[1] else { return nil }
          blocks.append(ends[0]..<ends[1])
        }
      default: return nil
      }
    }
  }
}
