import Wire

/// A fragment's place.
struct Fragment {
  var source: IPAddress
  var destination: IPAddress
  var identification: UInt32
  /// What the datagram carries. Over IPv6, what the first fragment says counts (RFC 8200 §4.5).
  var protocolNumber: UInt8
  var byteOffset: Int
  var hasMore: Bool
}

/// Datagrams of which fragments have come (RFC 791 §3.2, RFC 815, RFC 8200 §4.5), few at a time and no longer than a packet
/// has room for.
///
/// A fragment that overlaps others spoils its datagram, as RFC 5722 has it for IPv6: none of it is believed, nor what comes
/// later of it. What is not whole in time is forgotten.
struct Reassembler: ~Copyable {
  enum Outcome: Equatable {
    /// More has to come.
    case incomplete
    /// The payload of the whole datagram, and what that is.
    case whole([UInt8], protocolNumber: UInt8)
    /// The fragment is of no use.
    case refused
  }

  private struct Key: Equatable {
    var source: IPAddress
    var destination: IPAddress
    /// Of IPv4 (RFC 791 §3.2).
    var protocolNumber: UInt8?
    var identification: UInt32

    init(_ fragment: Fragment) {
      source = fragment.source
      destination = fragment.destination
      protocolNumber = fragment.source.isV4 ? fragment.protocolNumber : nil
      identification = fragment.identification
    }
  }

  private struct Partial {
    let key: Key
    /// What the first fragment says.
    var protocolNumber: UInt8 = 0
    /// When it is forgotten.
    var end: UInt64
    var octets: [UInt8] = []
    /// Which of them are there: ranges in order, none of which overlap.
    var ranges: [Range<Int>] = []
    /// How long it is; nil before its last fragment has come.
    var total: Int?
    var isSpoiled = false

    var isWhole: Bool { total != nil && ranges.count == 1 && ranges[0] == 0..<total! }
  }

  static let capacity = 32
  /// How long the rest is waited for (RFC 791 has 15 s, RFC 1122 §3.3.2 a minute at least; hosts take 30 s).
  static let life: UInt64 = 30_000_000_000
  /// In how many pieces a datagram may come.
  private static let rangeCountMax = 32

  /// The longest datagram, headers and all.
  let byteCountMax: Int
  private var partials: [Partial] = []

  init(byteCountMax: Int) { self.byteCountMax = byteCountMax }

  /// When the next one is forgotten; never: `UInt64.max`.
  var deadline: UInt64 { partials.first?.end ?? .max }

  /// Octets that it holds.
  var byteCount: Int { partials.reduce(0) { $0 + $1.octets.count } }

  mutating func expire(at now: UInt64) { partials.removeAll { $0.end <= now } }

  /// Takes a fragment.
  mutating func take(
    _ fragment: Fragment, _ payload: Span<UInt8>, at now: UInt64
  ) -> Outcome {
    expire(at: now)
    let range = fragment.byteOffset..<fragment.byteOffset + payload.count
    let headerByteCount = fragment.source.isV4 ? IPv4Header.byteCountMin : IPv6Header.byteCount
    guard !range.isEmpty, !fragment.hasMore || payload.count & 7 == 0,
      headerByteCount + range.upperBound <= byteCountMax
    else { return .refused }
    let index = index(of: Key(fragment), at: now)
    guard !partials[index].isSpoiled else { return .refused }
    guard Self.add(range, isLast: !fragment.hasMore, to: &partials[index]) else {
      Self.spoil(&partials[index])
      return .refused
    }
    Self.copy(payload, to: range, of: &partials[index])
    if fragment.byteOffset == 0 { partials[index].protocolNumber = fragment.protocolNumber }
    guard partials[index].isWhole else { return .incomplete }
    let whole = partials.remove(at: index)
    return .whole(whole.octets, protocolNumber: whole.protocolNumber)
  }

  /// Where a fragment's datagram is; a new one takes the place of the oldest where all are in use.
  private mutating func index(of key: Key, at now: UInt64) -> Int {
    if let index = partials.firstIndex(where: { $0.key == key }) { return index }
    if partials.count >= Self.capacity { partials.removeFirst() }
    partials.append(Partial(key: key, end: now + Self.life))
    return partials.count - 1
  }

  /// Notes that a range is there. False: it can't be.
  private static func add(_ range: Range<Int>, isLast: Bool, to partial: inout Partial) -> Bool {
    if isLast {
      guard partial.total == nil, (partial.ranges.last?.upperBound ?? 0) <= range.lowerBound else {
        return false
      }
      partial.total = range.upperBound
    }
    guard range.upperBound <= partial.total ?? .max,
      !partial.ranges.contains(where: { $0.overlaps(range) }),
      partial.ranges.count < rangeCountMax
    else { return false }
    insert(range, into: &partial.ranges)
    return true
  }

  /// Puts a range where it belongs, and joins it to those that it touches.
  private static func insert(_ range: Range<Int>, into ranges: inout [Range<Int>]) {
    var joined = range
    var place = ranges.firstIndex { $0.lowerBound >= range.upperBound } ?? ranges.count
    if place < ranges.count, ranges[place].lowerBound == joined.upperBound {
      joined = joined.lowerBound..<ranges.remove(at: place).upperBound
    }
    if place > 0, ranges[place - 1].upperBound == joined.lowerBound {
      place -= 1
      joined = ranges.remove(at: place).lowerBound..<joined.upperBound
    }
    ranges.insert(joined, at: place)
  }

  private static func copy(
    _ payload: Span<UInt8>, to range: Range<Int>, of partial: inout Partial
  ) {
    if partial.octets.count < range.upperBound {
      partial.octets += repeatElement(0, count: range.upperBound - partial.octets.count)
    }
    for index in payload.indices { partial.octets[range.lowerBound + index] = payload[index] }
  }

  private static func spoil(_ partial: inout Partial) {
    (partial.isSpoiled, partial.octets, partial.ranges) = (true, [], [])
  }
}
