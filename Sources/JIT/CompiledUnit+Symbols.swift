/// A stretch of machine code with a name, as profilers and debuggers want it.
public struct CodeSymbol: Equatable, Sendable {
  public var name: String
  public var address: UInt64
  public var byteCount: Int
}

extension CompiledUnit {
  /// What the code consists of, ascending by address: the way in and out, then every function.
  public var symbols: [CodeSymbol] {
    let names = ["baton_enter"] + verified.unit.image.functions.map(\.name)
    let starts = [0] + verified.functions.indices.map { firstOffset(of: $0) }
    let ends = starts.dropFirst() + [codeByteCount]
    let base = memory.address
    return zip(names, zip(starts, ends)).map { name, bounds in
      CodeSymbol(
        name: name, address: base + UInt64(bounds.0), byteCount: bounds.1 - bounds.0)
    }
  }
}
