import CBaton
import Glibc

// Text. Linux's error numbers, negated.

private let invalid = Int(ErrorNumber.invalid)
/// As in Linux (`MAX_BPRINTF_VARARGS`).
private let argumentCountMax = 12

@c @implementation
func bpf_trace_printk(
  _ format: UnsafePointer<CChar>!, _ formatSize: u32, _ first: u64, _ second: u64, _ third: u64
) -> Int {
  unsafe withUnsafeBytes(of: (first, second, third)) { arguments in
    unsafe trace(UnsafeRawBufferPointer(start: format, count: Int(formatSize)), arguments)
  }
}

@c @implementation
func bpf_trace_vprintk(
  _ format: UnsafePointer<CChar>!, _ formatSize: u32, _ data: UnsafeRawPointer!, _ dataSize: u32
) -> Int {
  guard let arguments = unsafe arguments(data, dataSize) else { return invalid }
  return unsafe trace(
    UnsafeRawBufferPointer(start: format, count: Int(formatSize)), arguments)
}

@c @implementation
func bpf_snprintf(
  _ text: UnsafeMutablePointer<CChar>!, _ textSize: u32, _ format: UnsafePointer<CChar>!,
  _ data: UnsafePointer<u64>!, _ dataSize: u32
) -> Int {
  guard let arguments = unsafe arguments(UnsafeRawPointer(data), dataSize) else { return invalid }
  // Sound: the verifier saw that a zero ends it.
  let format = unsafe UnsafeRawBufferPointer(start: format, count: strlen(format))
  var writer = unsafe TextWriter(
    UnsafeMutableRawBufferPointer(start: text, count: Int(textSize)))
  do throws(TextFormat.Invalid) {
    try unsafe writer.write(format: format, arguments)
  } catch {
    return invalid
  }
  return writer.count + 1
}

@c @implementation
func bpf_strncmp(
  _ text: UnsafePointer<CChar>!, _ textSize: u32, _ other: UnsafePointer<CChar>!
) -> Int { unsafe Int(strncmp(text, other, Int(textSize)).signum()) }

/// The arguments of a format, when their size is legal.
private func arguments(
  _ data: UnsafeRawPointer?, _ byteCount: u32
) -> UnsafeRawBufferPointer? {
  guard byteCount % 8 == 0, byteCount <= 8 * argumentCountMax else { return nil }
  return unsafe UnsafeRawBufferPointer(start: data, count: Int(byteCount))
}

/// Writes a line to the trace; how long it is.
private func trace(_ format: UnsafeRawBufferPointer, _ arguments: UnsafeRawBufferPointer) -> Int {
  guard unsafe format.contains(0) else { return invalid }
  return unsafe withUnsafeTemporaryAllocation(
    byteCount: TraceLog.lineByteCountMax, alignment: 1
  ) { line in
    var writer = unsafe TextWriter(line)
    do throws(TextFormat.Invalid) {
      try unsafe writer.write(format: format, arguments)
    } catch {
      return invalid
    }
    unsafe Services.current.pointee.trace(
      UnsafeRawBufferPointer(rebasing: line[..<writer.writtenCount]))
    return writer.writtenCount
  }
}
