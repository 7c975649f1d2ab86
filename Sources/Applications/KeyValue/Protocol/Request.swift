/// A request's arguments; the first one is the command's name.
struct Request: ~Escapable {
  private let octets: Span<UInt8>
  private let arguments: Span<ArgumentRange>

  @_lifetime(copy octets, copy arguments)
  init(_ octets: Span<UInt8>, _ arguments: Span<ArgumentRange>) {
    self.octets = octets
    self.arguments = arguments
  }

  var count: Int { arguments.count }

  subscript(_ index: Int) -> Span<UInt8> {
    @_lifetime(copy self)
    get {
      let range = arguments[index]
      return octets.extracting(range.start..<range.start + range.count)
    }
  }
}
