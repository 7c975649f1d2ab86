/// Octets to be sent: appended to by services, emptied by whoever sent them, and used again.
///
/// A service stops once it holds `limit` octets or more, so that big answers come in steps. It may hold more than
/// that, by at most one part of an answer (`partByteCountMax`), and keeps the memory that it once had.
public struct ReplyBuffer: ~Copyable {
  /// From how many octets on a service stops.
  public let limit: Int
  /// What a service appends after it has looked at the limit, at most.
  public static let partByteCountMax = 64 << 10 + 4096

  private var storage: [UInt8]
  /// How many octets there are.
  public private(set) var count = 0

  /// An empty buffer.
  public init(limit: Int = 64 << 10) {
    precondition(limit > 0)
    self.limit = limit
    storage = Array(repeating: 0, count: limit + 4096)
  }

  /// What is to be sent, in order. Borrowed: until something is appended or removed.
  public var octets: Span<UInt8> {
    @_lifetime(borrow self)
    get { storage.span.extracting(first: count) }
  }

  public var isEmpty: Bool { count == 0 }

  /// Whether a service has to stop here.
  var isFull: Bool { count >= limit }

  /// Forgets what was sent. Costs nothing.
  public mutating func removeAll() { count = 0 }

  /// Forgets what stands from `index` on.
  mutating func remove(from index: Int) {
    precondition(index <= count)
    count = index
  }

  /// Writes another octet over one that was appended.
  mutating func replace(at index: Int, by octet: UInt8) {
    precondition(index < count)
    storage[index] = octet
  }

  mutating func append(_ octets: Span<UInt8>) {
    makeRoom(octets.count)
    let end = count
    var target = storage.mutableSpan
    target.copy(octets, to: end)
    count += octets.count
  }

  mutating func append(_ octet: UInt8) {
    makeRoom(1)
    storage[count] = octet
    count += 1
  }

  /// Text: a literal is not copied before.
  mutating func append(_ text: String) { append(text.utf8.span) }

  /// A number in decimal digits.
  mutating func append(decimal number: Int) {
    if number < 0 { append(UInt8(ascii: "-")) }
    let digits = Decimal(number.magnitude)
    append(digits.octets)
  }

  private mutating func makeRoom(_ octetCount: Int) {
    let missing = count + octetCount - storage.count
    guard missing > 0 else { return }
    storage.append(contentsOf: repeatElement(0, count: max(missing, storage.count)))
  }
}
