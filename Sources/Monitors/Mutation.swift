/// An implementation that does nothing but return a number: how monitors are tested for what implementations promise.
public struct Mutation: Hashable, Codable, Sendable {
  public var function: String
  public var result: UInt64

  public init(function: String, result: UInt64) {
    self.function = function
    self.result = result
  }
}
