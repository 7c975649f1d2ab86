/// What a handler answers: octets, appended one after the other, and how they are to be sent.
public struct Reply: ~Copyable {
  var buffer = ReplyBuffer()
  /// Of HTTP: the status code, 200 to 599.
  public var status = 200
  /// Of HTTP: the type of the content.
  public var contentType = Self.usualType
  /// The connection is closed behind this answer.
  public var closesConnection = false

  /// How many octets were appended.
  public var byteCount: Int { buffer.count - start }

  /// What was in the buffer before.
  private var start = 0

  init() {}

  /// Begins the next answer, behind what the buffer holds.
  mutating func begin() {
    start = buffer.count
    status = 200
    if contentType != Self.usualType { contentType = Self.usualType }
    closesConnection = false
  }

  private static let usualType = "text/plain; charset=utf-8"

  /// Appends octets.
  public mutating func append(_ octets: Span<UInt8>) { buffer.append(octets) }

  /// Appends an octet.
  public mutating func append(_ octet: UInt8) { buffer.append(octet) }

  /// Appends text.
  public mutating func append(_ text: String) { buffer.append(text) }

  /// Appends a number in decimal digits.
  public mutating func append(decimal number: Int) { buffer.append(decimal: number) }
}
