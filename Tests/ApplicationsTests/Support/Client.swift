import Applications

/// A connection to a store that reads the answers.
struct Client {
  private var conversation = Conversation()
  private var answerCount = 0

  /// What one request is answered; nil where that is not one whole answer.
  mutating func ask(
    _ octets: [UInt8], of store: inout Application, at now: UInt64 = 0
  ) -> Answer? {
    conversation.send(octets, to: &store, at: now)
    let answers = ReplyReader.all(conversation.takeOctets())
    return answers?.count == 1 ? answers?[0] : nil
  }

  mutating func ask(_ line: String, of store: inout Application, at now: UInt64 = 0) -> Answer? {
    ask(request(line), of: &store, at: now)
  }
}
