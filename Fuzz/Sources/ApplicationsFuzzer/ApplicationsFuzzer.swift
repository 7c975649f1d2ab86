import ApplicationChecking
import CFuzzer

/// Has services answer arbitrary octets, at once and in pieces, on connections that end anywhere.
///
/// A trap, a hang, another answer to the same octets, or memory that does not come back is a find.
@main
struct ApplicationsFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      // The fuzzer owns the input, for as long as this call lasts.
      let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
      if let complaint = ApplicationCheck.complaint(about: octets.span) {
        fatalError(complaint)
      }
      return 0
    }
  }
}
