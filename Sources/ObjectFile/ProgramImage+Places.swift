/// What reports call an instruction.
extension ProgramImage {
  /// The instruction's number in its function, as a disassembler counts, and the function's name.
  public func place(of slot: Int) -> String {
    guard let index = functionIndex(containing: slot) else { return "\(slot) of ?" }
    let function = functions[index]
    return "\(slot - function.start) of \(function.name)"
  }

  /// The source line in parentheses, behind a space; empty where the object has none.
  public func source(of slot: Int) -> String {
    guard let line = line(at: slot) else { return "" }
    let text = line.text.drop { $0 == " " || $0 == "\t" }
    return " (\(line.file):\(line.line)\(text.isEmpty ? "" : ": \(text)"))"
  }
}
