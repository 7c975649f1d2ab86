/// Ranges of sequence numbers in order, with gaps between them, as many as there is room for: what has arrived out of
/// order, or what the peer says has.
struct SequenceRanges: Sendable, BitwiseCopyable {
  struct Range: Equatable, Sendable, BitwiseCopyable {
    var start: SequenceNumber
    /// The first one behind it.
    var end: SequenceNumber

    var count: Int { end - start }
  }

  static let capacity = 24

  private(set) var count = 0
  private var ranges = InlineArray<24, Range>(
    repeating: Range(start: SequenceNumber(0), end: SequenceNumber(0)))

  subscript(index: Int) -> Range {
    precondition(index < count)
    return ranges[index]
  }

  var isEmpty: Bool { count == 0 }
  var isFull: Bool { count == Self.capacity }

  /// All of them together.
  var octetCount: Int {
    var sum = 0
    for index in 0..<count { sum += ranges[index].count }
    return sum
  }

  /// Adds a range that is not empty. False, and nothing is changed, where it touches none and there is no room for
  /// another one.
  mutating func insert(_ range: Range) -> Bool {
    // The first one that it touches, or that lies behind it, and the first one behind all that it touches.
    var first = 0
    while first < count, ranges[first].end < range.start { first += 1 }
    var last = first
    while last < count, ranges[last].start <= range.end { last += 1 }
    if first == last { return open(at: first, range) }
    ranges[first] = Range(
      start: .min(ranges[first].start, range.start), end: .max(ranges[last - 1].end, range.end))
    remove(first + 1..<last)
    return true
  }

  private mutating func open(at place: Int, _ range: Range) -> Bool {
    guard count < Self.capacity else { return false }
    var index = count
    while index > place {
      ranges[index] = ranges[index - 1]
      index -= 1
    }
    ranges[place] = range
    count += 1
    return true
  }

  private mutating func remove(_ gone: Swift.Range<Int>) {
    guard !gone.isEmpty else { return }
    for index in gone.upperBound..<count { ranges[index - gone.count] = ranges[index] }
    count -= gone.count
  }

  /// Takes out all that lies before a number.
  mutating func removeAll(before number: SequenceNumber) {
    var gone = 0
    while gone < count, ranges[gone].end <= number { gone += 1 }
    remove(0..<gone)
    if count > 0, ranges[0].start < number { ranges[0].start = number }
  }

  mutating func removeAll() { count = 0 }

  /// The range that a number lies in.
  @inline(__always)
  func range(containing number: SequenceNumber) -> Range? {
    for index in 0..<count where ranges[index].start <= number {
      if number < ranges[index].end { return ranges[index] }
    }
    return nil
  }

  /// The first range that begins behind a number.
  @inline(__always)
  func first(behind number: SequenceNumber) -> Range? {
    for index in 0..<count where ranges[index].start > number { return ranges[index] }
    return nil
  }

  /// How many octets lie in ranges, from a number on.
  func octetCount(from number: SequenceNumber) -> Int {
    var sum = 0
    for index in 0..<count where ranges[index].end > number {
      sum += ranges[index].end - SequenceNumber.max(ranges[index].start, number)
    }
    return sum
  }
}
