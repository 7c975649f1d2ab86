/// The time as in a Date field (RFC 9110 §5.6.7, IMF-fixdate), made anew once a second.
struct HTTPDate {
  private var second = UInt64.max
  private var text = InlineArray<29, UInt8>(repeating: 32)

  init() { write("ddd, DD mmm yyyy hh:mm:ss GMT", from: 0, count: 29, to: 0) }

  /// `Sun, 06 Nov 1994 08:49:37 GMT`.
  var octets: Span<UInt8> {
    @_lifetime(borrow self)
    get { text.span }
  }

  /// Takes in the time, in seconds since 1970.
  mutating func update(_ now: UInt64) {
    guard now != second else { return }
    second = now
    let date = CivilDate(day: Int(now / 86400))
    let time = Int(now % 86400)
    write("Thu, Fri, Sat, Sun, Mon, Tue, Wed, ", from: Int(now / 86400 % 7) * 5, count: 5, to: 0)
    write(date.day, to: 5, digitCount: 2)
    write(
      " Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec ", from: (date.month - 1) * 4, count: 5,
      to: 7)
    write(date.year, to: 12, digitCount: 4)
    write(time / 3600, to: 17, digitCount: 2)
    write(time / 60 % 60, to: 20, digitCount: 2)
    write(time % 60, to: 23, digitCount: 2)
  }

  private mutating func write(_ words: String, from start: Int, count: Int, to offset: Int) {
    let octets = words.utf8.span
    for index in 0..<count { text[offset + index] = octets[start + index] }
  }

  private mutating func write(_ number: Int, to offset: Int, digitCount: Int) {
    var rest = number
    for index in (0..<digitCount).reversed() {
      text[offset + index] = UInt8(48 + rest % 10)
      rest /= 10
    }
  }
}

/// A day in the Gregorian calendar.
struct CivilDate: Equatable {
  var year: Int
  /// From 1.
  var month: Int
  /// From 1.
  var day: Int

  /// By days since 1970-01-01. Years are counted from March here, so that leap days come last, in eras of 400.
  init(day: Int) {
    let shifted = day + 719_468
    let era = shifted / 146_097
    let dayOfEra = shifted % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    self.day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }
}
