/// The simplest store: what the real one has to answer to the commands of the random tests.
struct StoreModel {
  private var values: [[UInt8]: [UInt8]] = [:]
  private var deadlines: [[UInt8]: Int] = [:]
  /// Milliseconds.
  var now = 0 {
    didSet {
      for (key, deadline) in deadlines where deadline < now { remove(key) }
    }
  }

  var keys: Set<[UInt8]> { Set(values.keys) }

  /// Carries out a command, given by its words.
  mutating func answer(_ words: [[UInt8]]) -> Answer {
    let arguments = Array(words.dropFirst())
    switch String(decoding: words[0], as: UTF8.self) {
    case "GET": return .bulk(values[arguments[0]])
    case "SET": return set(arguments)
    case "SETNX":
      guard values[arguments[0]] == nil else { return .number(0) }
      values[arguments[0]] = arguments[1]
      return .number(1)
    case "APPEND":
      values[arguments[0], default: []] += arguments[1]
      return .number(values[arguments[0]]!.count)
    case "STRLEN": return .number(values[arguments[0]]?.count ?? 0)
    case "DEL":
      return .number(arguments.reduce(0) { $0 + (remove($1) ? 1 : 0) })
    case "EXISTS":
      return .number(arguments.count { values[$0] != nil })
    case "INCRBY": return add(arguments)
    case "MGET": return .array(arguments.map { .bulk(values[$0]) })
    case "MSET":
      for index in stride(from: 0, to: arguments.count, by: 2) {
        values[arguments[index]] = arguments[index + 1]
        deadlines[arguments[index]] = nil
      }
      return .text("OK")
    case "PEXPIRE": return expire(arguments)
    case "PTTL":
      guard values[arguments[0]] != nil else { return .number(-2) }
      return .number(deadlines[arguments[0]].map { $0 - now } ?? -1)
    case "PERSIST": return .number(deadlines.removeValue(forKey: arguments[0]) == nil ? 0 : 1)
    case "FLUSHALL":
      values = [:]
      deadlines = [:]
      return .text("OK")
    case "DBSIZE": return .number(values.count)
    default: return .error("ERR")
    }
  }

  @discardableResult
  private mutating func remove(_ key: [UInt8]) -> Bool {
    deadlines[key] = nil
    return values.removeValue(forKey: key) != nil
  }

  private mutating func set(_ arguments: [[UInt8]]) -> Answer {
    let options = arguments.dropFirst(2).map { String(decoding: $0, as: UTF8.self) }
    let old = values[arguments[0]]
    let answer: Answer = options.contains("GET") ? .bulk(old) : .text("OK")
    if options.contains("NX"), old != nil { return options.contains("GET") ? answer : .bulk(nil) }
    if options.contains("XX"), old == nil { return .bulk(nil) }
    values[arguments[0]] = arguments[1]
    if let place = options.firstIndex(of: "PX") {
      deadlines[arguments[0]] = now + Int(options[place + 1])!
    } else if !options.contains("KEEPTTL") {
      deadlines[arguments[0]] = nil
    }
    return answer
  }

  private mutating func add(_ arguments: [[UInt8]]) -> Answer {
    let old = values[arguments[0]] ?? Array("0".utf8)
    let text = String(decoding: old, as: UTF8.self)
    guard let number = Int(text), "\(number)" == text else {
      return .error("ERR value is not an integer or out of range")
    }
    let (sum, overflows) = number.addingReportingOverflow(
      Int(String(decoding: arguments[1], as: UTF8.self))!)
    if overflows { return .error("ERR increment or decrement would overflow") }
    values[arguments[0]] = Array("\(sum)".utf8)
    return .number(sum)
  }

  private mutating func expire(_ arguments: [[UInt8]]) -> Answer {
    guard values[arguments[0]] != nil else { return .number(0) }
    let time = Int(String(decoding: arguments[1], as: UTF8.self))!
    if time <= 0 { remove(arguments[0]) } else { deadlines[arguments[0]] = now + time }
    return .number(1)
  }
}
