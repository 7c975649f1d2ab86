/// What compilers say, put so that the writer of a BPF program can act on it.
enum Diagnostics {
  /// Explains types that only Swift's library knows and errors of LLVM's BPF target. All else stays
  /// as it is; errors without a place, which repeat others, go.
  static func explained(_ text: String) -> String {
    var result: [Substring] = []
    var seen: Set<Substring> = []
    for line in text.split(separator: "\n", omittingEmptySubsequences: false) {
      if line.hasPrefix("<unknown>:0: error: cannot use allocating type") { continue }
      if let error = backendError(line) {
        if seen.insert(error[...]).inserted { result.append(error[...]) }
        continue
      }
      result.append(line)
      if let note = note(on: line) { result.append(note[...]) }
    }
    return result.joined(separator: "\n")
  }

  // MARK: Swift

  private static let storages: [(type: String, advice: String)] = [
    ("_DictionaryStorage<", "a dictionary needs memory from a heap; use a hash map (BATON_MAP)"),
    ("_SetStorage<", "a set needs memory from a heap; use a hash map (BATON_MAP)"),
    ("_StringBreadcrumbs'", "a string needs memory from a heap; StaticString doesn't"),
    ("__StringStorage'", "a string needs memory from a heap; StaticString doesn't"),
    (
      "_ContiguousArrayStorage<",
      "an array needs memory from a heap; use InlineArray, a tuple or a map (BATON_MAP)"
    ),
  ]

  private static func note(on line: Substring) -> String? {
    let mark = ": error: cannot use allocating type '"
    guard let place = line.firstRange(of: mark),
      let storage = storages.first(where: { line[place.upperBound...].hasPrefix($0.type) })
    else { return nil }
    return "\(line[..<place.lowerBound]): note: \(storage.advice)"
  }

  // MARK: LLVM

  private static let limits: [(text: String, message: String)] = [
    ("'__multi3'", "BPF has no multiplication of 128 bits"),
    ("'__udivti3'", "BPF has no division of 128 bits"),
    ("'__divti3'", "BPF has no division of 128 bits"),
    ("'__umodti3'", "BPF has no division of 128 bits"),
    ("'__modti3'", "BPF has no division of 128 bits"),
    ("'memcpy'", "BPF has no copying of as many octets as this"),
    ("'memset'", "BPF has no setting of as many octets as this"),
    ("BPF stack limit", "the function's variables take more than BPF's 512 octets of stack"),
    ("only small returns", "the function has more results than BPF has registers"),
    ("too many arguments", "the function has more than BPF's five parameters"),
  ]

  /// `error: file:1:2: in function f i32 (i64): A call to built-in function …`.
  private static func backendError(_ line: Substring) -> String? {
    guard line.hasPrefix("error: "), let place = line.firstRange(of: ": in function ") else {
      return nil
    }
    let text = line[place.upperBound...]
    let message = limits.first { text.contains($0.text) }?.message ?? "in function \(text)"
    return "\(line[..<place.lowerBound].dropFirst("error: ".count)): error: \(message)"
  }
}
