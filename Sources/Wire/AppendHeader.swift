extension [UInt8] {
  /// Grows by `byteCount` octets, which `write` fills; it is given where they begin.
  mutating func appendHeader(
    _ byteCount: Int, _ write: (inout MutableSpan<UInt8>, Int) -> Void
  ) {
    let start = count
    append(contentsOf: repeatElement(0, count: byteCount))
    var octets = mutableSpan
    write(&octets, start)
  }
}
