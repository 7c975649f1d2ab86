import CFuzzer
import Wire
import WireChecking

/// Reads arbitrary octets as a frame, through all layers, writes each header that could be read, and reads it
/// once more, and sums the frame up in a line.
///
/// Errors are expected. A trap, a hang, or a header that comes back as another one is a find.
@main
struct WireFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      // The fuzzer owns the input, for as long as this call lasts.
      let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
      let check = FrameCheck(octets.span)
      precondition(check.complaints.isEmpty, "\(check.complaints)")
      precondition(!FrameSummary(octets.span).description.isEmpty, "any frame has a summary")
      return 0
    }
  }
}
