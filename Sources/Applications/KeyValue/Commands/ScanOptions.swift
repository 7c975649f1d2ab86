/// What stands behind the cursor in a `SCAN`.
struct ScanOptions {
  /// How many keys are wished for.
  private(set) var count = 10
  private(set) var patternArgument: Int?
  /// False where keys with values of another type are asked for, of which there are none.
  private(set) var meansStrings = true

  enum Refusal: Error { case integer, syntax }

  init(_ request: Request) throws(Refusal) {
    var index = 2
    while index < request.count {
      guard index + 1 < request.count else { throw .syntax }
      let option = request[index]
      if option.equalsIgnoringCase("count") {
        guard let number = request[index + 1].number else { throw .integer }
        guard number >= 1 else { throw .syntax }
        count = number
      } else if option.equalsIgnoringCase("match") {
        patternArgument = index + 1
      } else if option.equalsIgnoringCase("type") {
        meansStrings = request[index + 1].equalsIgnoringCase("string")
      } else {
        throw .syntax
      }
      index += 2
    }
  }

  /// A cursor as `SCAN` has given it; one that is too large for any means the same place as its low bits.
  static func cursor(_ text: Span<UInt8>) -> UInt32? {
    guard let number = text.number, number >= 0 else { return nil }
    return UInt32(truncatingIfNeeded: number)
  }
}
