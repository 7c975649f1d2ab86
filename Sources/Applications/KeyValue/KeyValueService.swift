public struct KeyValueService: ~Copyable {
  public init(_ configuration: ApplicationConfiguration) {}
  mutating func forget(_ connection: ConnectionState) {}
  mutating func serve(
    _ input: Span<UInt8>, _ state: inout ConnectionState, _ reply: inout ReplyBuffer,
    at now: UInt64
  ) -> ServiceStep { ServiceStep(consumed: input.count, next: .close) }
}
struct KeyValueConnection: BitwiseCopyable, Sendable { var x: UInt8 = 0 }
