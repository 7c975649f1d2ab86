import Testing
import Wire

/// Writes a header into the middle of other octets, reads it back, and tries every shorter piece of it.
func expectRoundTrip<Header: Equatable>(
  _ header: Header, byteCount: Int, _ remark: String,
  write: (Header, inout MutableSpan<UInt8>, Int) -> Void,
  read: (Span<UInt8>) throws(WireError) -> Header, at location: SourceLocation = #_sourceLocation
) throws {
  // At an odd place, between octets that must stay.
  let place = 3
  var octets = [UInt8](repeating: 0xee, count: place + byteCount + 5)
  var target = octets.mutableSpan
  write(header, &target, place)
  #expect(octets.prefix(place).allSatisfy { $0 == 0xee }, "\(remark)", sourceLocation: location)
  #expect(octets.suffix(5).allSatisfy { $0 == 0xee }, "\(remark)", sourceLocation: location)
  let written = octets.span.extracting(place..<place + byteCount)
  let again = try read(written)
  #expect(again == header, "\(remark)", sourceLocation: location)
  for count in 0..<byteCount {
    #expect(throws: WireError.self, "\(remark): \(count) octets", sourceLocation: location) {
      _ = try read(written.extracting(0..<count))
    }
  }
}
