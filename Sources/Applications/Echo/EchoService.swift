/// Answers with what came (RFC 862), in pieces of at most the reply's limit.
enum EchoService {
  static func serve(_ input: Span<UInt8>, _ reply: inout ReplyBuffer) -> ServiceStep {
    let count = min(input.count, max(reply.limit - reply.count, 0))
    reply.append(input.extracting(first: count))
    return ServiceStep(consumed: count, next: count == input.count ? .input : .again)
  }
}
