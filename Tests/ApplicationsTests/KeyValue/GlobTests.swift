import Testing

@testable import Applications

@Suite struct GlobTests {
  @Test(arguments: [
    ("*", "", true), ("", "", true), ("", "a", false), ("a*b*c", "aXbXc", true),
    ("a*b*c", "aXbX", false), ("a**", "a", true), ("h?llo", "hello", true),
    ("h?llo", "hllo", false),
    ("h[ae]llo", "hallo", true), ("h[ae]llo", "hillo", false), ("h[^e]llo", "hello", false),
    ("h[^e]llo", "hxllo", true), ("[a-c]", "b", true), ("[c-a]", "b", true), ("[a-c]", "d", false),
    ("[\\]]", "]", true), ("[]", "a", false), ("[abc", "c", true), ("[^", "a", true),
    ("[", "a", false),
    ("\\*", "*", true), ("\\*", "a", false), ("\\", "\\", true), ("*[", "a[", false),
    ("[a-]", "-", false), ("*a", "aaab", false), ("*ab", "aaab", true), ("A", "a", false),
  ])
  func meansWhatRedisMeans(_ pattern: String, _ text: String, _ expected: Bool) {
    let isMeant = Glob.matches(pattern.utf8.span, text.utf8.span)
    #expect(isMeant == expected)
  }

  /// Many stars take no more than pattern × text steps.
  @Test func manyStarsAreNotSlow() {
    let pattern = String(repeating: "a*", count: 500) + "b"
    let text = String(repeating: "a", count: 20_000)
    let isMeant = Glob.matches(pattern.utf8.span, text.utf8.span)
    #expect(!isMeant)
  }
}
