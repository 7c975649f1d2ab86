import Glibc
import ObjectFile

/// A POSIX extended regular expression; the C library's, which Linux's tests are written for.
@safe
struct RegularExpression: ~Copyable {
  private var compiled: regex_t

  /// The text of the pattern stands for itself. Nil when one of its expressions is none.
  init?(_ pattern: MessagePattern) {
    let source = pattern.parts.map { part in
      switch part {
      case .text(let text): Self.escaped(text)
      case .expression(let expression): expression
      }
    }
    var compiled = unsafe regex_t()
    // What is compiled into is initialised, and the text is read during the call.
    let flags = REG_EXTENDED | REG_NEWLINE
    guard unsafe regcomp(&compiled, source.joined(), flags) == 0 else { return nil }
    unsafe self.compiled = unsafe compiled
  }

  deinit {
    // Frees what the structure points at, and it is not used again.
    var compiled = unsafe compiled
    unsafe regfree(&compiled)
  }

  /// In octets from the text's start; nil when nothing matches.
  func endOfFirstMatch(in text: String) -> Int? {
    var match = regmatch_t()
    var compiled = unsafe compiled
    // Room for one match, which is what the count says; the text is read during the call.
    guard unsafe regexec(&compiled, text, 1, &match, 0) == 0 else { return nil }
    return Int(match.rm_eo)
  }

  private static func escaped(_ text: String) -> String {
    String(text.flatMap { ".[]\\()*+?{}|^$".contains($0) ? ["\\", $0] : [$0] })
  }
}
