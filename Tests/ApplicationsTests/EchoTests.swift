import Applications
import Testing

@Suite struct EchoTests {
  @Test func answersWithWhatCameInPieces() throws {
    var echo = try Application.made("echo")
    let octets = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* 31 >> 3) }
    let conversation = echo.answer([octets[..<7], octets[7...]])
    #expect(conversation.answered == octets)
    #expect(conversation.longestReply == 64 << 10)
    #expect(!conversation.isClosed)
  }

  @Test func thereAreThreeServices() {
    for name in Application.names {
      #expect(throws: Never.self) { _ = try Application.made(name) }
    }
    #expect(throws: NoSuchService.self) { _ = try Application.made("gopher") }
  }

  @Test func aConnectionTakesLittle() {
    #expect(MemoryLayout<ConnectionState>.stride <= 32)
  }
}
