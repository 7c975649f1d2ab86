import CFuzzer
import PacketScripts

/// Has a host that listens get frames and segments at any times, at once, step by step or late, while its user reads, writes and
/// closes as the input says.
///
/// A trap, a hang, a packet or a socket that does not come back, or an octet that was not sent is a find.
@main
struct NetStackFuzzer {
  static func main() {
    var count = CommandLine.argc
    var arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>? =
      unsafe CommandLine.unsafeArgv
    unsafe LLVMFuzzerRunDriver(&count, &arguments) { start, count in
      // The fuzzer owns the input, for as long as this call lasts.
      let octets = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
      if let complaint = StackCheck.complaint(about: octets.span) { fatalError(complaint) }
      return 0
    }
  }
}
