import SeededNumbers

/// Commands that `StoreModel` knows, on few keys, so that they meet.
struct RandomCommands {
  var random: SeededGenerator
  var keyCount = 40
  var valueByteCountMax = 300

  mutating func next() -> [[UInt8]] {
    switch random.number(0..<100) {
    case 0..<20: return words("GET", key())
    case 20..<45: return words("SET", key(), value()) + options()
    case 45..<50: return words("SETNX", key(), value())
    case 50..<58: return words("APPEND", key(), value())
    case 58..<61: return words("STRLEN", key())
    case 61..<68: return words("DEL") + keys()
    case 68..<71: return words("EXISTS") + keys()
    case 71..<78: return words("INCRBY", key(), number())
    case 78..<82: return words("MGET") + keys()
    case 82..<87: return words("MSET") + keys().flatMap { [$0, value()] }
    case 87..<92: return words("PEXPIRE", key(), Array("\(random.number(-2..<40))".utf8))
    case 92..<96: return words("PTTL", key())
    case 96..<99: return words("PERSIST", key())
    default: return random.happens(10) ? words("FLUSHALL") : words("PTTL", key())
    }
  }

  private func words(_ name: String, _ arguments: [UInt8]...) -> [[UInt8]] {
    [Array(name.utf8)] + arguments
  }

  private mutating func key() -> [UInt8] { Array("key:\(random.number(0..<keyCount))".utf8) }

  private mutating func keys() -> [[UInt8]] { (0..<random.number(1..<6)).map { _ in key() } }

  private mutating func number() -> [UInt8] {
    Array("\(random.happens(10) ? Int.max - 5 : random.number(-100..<100))".utf8)
  }

  private mutating func value() -> [UInt8] {
    if random.happens(30) { return number() }
    let octet = UInt8.random(in: 0...255, using: &random)
    let isLong = random.happens(3)
    let count = random.number(0..<(isLong ? 200 * valueByteCountMax : valueByteCountMax))
    return Array(repeating: octet, count: count)
  }

  private mutating func options() -> [[UInt8]] {
    var options: [String] = []
    if random.happens(15) { options.append(random.happens(50) ? "NX" : "XX") }
    if random.happens(15) { options.append("GET") }
    if random.happens(30) {
      options += ["PX", "\(random.number(1..<40))"]
    } else if random.happens(20) {
      options.append("KEEPTTL")
    }
    return options.map { Array($0.utf8) }
  }
}
