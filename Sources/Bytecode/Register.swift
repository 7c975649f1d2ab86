/// One of the eleven BPF registers (RFC 9669 §2.1).
///
/// `r0` holds results, `r1`–`r5` arguments, `r6`–`r9` survive calls and `r10` is the read-only
/// frame pointer: the address just above the function's stack.
public struct Register: RawRepresentable, Hashable, Comparable, Sendable {
  public let rawValue: UInt8

  public init(rawValue: UInt8) {
    precondition(rawValue < Self.count, "BPF has registers r0 to r10")
    self.rawValue = rawValue
  }

  public init?(exactly number: UInt8) {
    guard number < Self.count else { return nil }
    rawValue = number
  }

  public static let count = 11
  public static let r0 = Register(rawValue: 0)
  public static let r1 = Register(rawValue: 1)
  public static let r2 = Register(rawValue: 2)
  public static let r3 = Register(rawValue: 3)
  public static let r4 = Register(rawValue: 4)
  public static let r5 = Register(rawValue: 5)
  public static let r6 = Register(rawValue: 6)
  public static let r7 = Register(rawValue: 7)
  public static let r8 = Register(rawValue: 8)
  public static let r9 = Register(rawValue: 9)
  public static let r10 = Register(rawValue: 10)

  public var index: Int { Int(rawValue) }

  public static func < (a: Register, b: Register) -> Bool { a.rawValue < b.rawValue }
}

extension Register: CustomStringConvertible {
  public var description: String { "r\(rawValue)" }
}
