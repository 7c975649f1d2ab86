import ObjectFile

/// Why a source did not become an object.
public enum ToolchainError: Error, Equatable, Sendable {
  /// A program that is needed is nowhere on the search path.
  case toolNotFound(name: String, searchPath: String)
  /// The source's name ends in neither `.c` nor `.swift`.
  case unknownLanguage(path: String)
  case unreadable(path: String, reason: String)
  /// A compiler refused; `diagnostics` is what it said, with explanations added.
  case failed(tool: String, status: Int32, diagnostics: String)
  /// The source uses what BPF programs can't have.
  case unsupported([SourceProblem])
  /// No function of the source is a program: none has a section.
  case noProgram(path: String, header: String)
  /// The header gives these functions a section, and the source doesn't define them.
  case notImplemented(functions: [String], header: String)
  /// The object that came out is none that Baton loads.
  case badObject(ObjectFileError)
  /// A compiler's output could not be understood, which is a fault of Baton or of the compiler.
  case unexpectedOutput(tool: String, line: Int, text: String)
}

/// One thing in a source that BPF programs can't have.
public struct SourceProblem: Hashable, Sendable {
  /// Empty when the compiler left no trace of where it comes from.
  public var file: String
  public var line: Int
  public var column: Int
  public var message: String
}

extension SourceProblem: CustomStringConvertible {
  public var description: String {
    file.isEmpty ? "error: \(message)" : "\(file):\(line):\(column): error: \(message)"
  }
}

extension ToolchainError: CustomStringConvertible {
  public var description: String {
    switch self {
    case .toolNotFound(let name, let searchPath):
      """
      '\(name)' is not on the search path \(searchPath): install Swift 6.3 from \
      https://swift.org/install, which brings swiftc and clang
      """
    case .unknownLanguage(let path): "\(path) is neither a .c nor a .swift file"
    case .unreadable(let path, let reason): "\(path) can't be read: \(reason)"
    case .failed(let tool, let status, let diagnostics):
      "\(diagnostics)\(tool) ended with status \(status)"
    case .unsupported(let problems): problems.map(\.description).joined(separator: "\n")
    case .noProgram(let path, let header):
      """
      \(path) has no program: declare its functions in \(header) with their sections, \
      and define them with '@c @implementation'
      """
    case .notImplemented(let functions, let header):
      """
      \(header) gives \(functions.joined(separator: ", ")) a section, \
      but no '@c @implementation' defines it
      """
    case .badObject(let error): "the object can't be loaded: \(error)"
    case .unexpectedOutput(let tool, let line, let text):
      "line \(line) of \(tool)'s output makes no sense: \(text)"
    }
  }
}
