/// How long things may take in an instance, in nanoseconds; nil for as long as they like.
struct RunLimits {
  let run, wait, stall: UInt64?

  /// As options say it: in milliseconds, and 0 for never.
  init(run: Double, wait: Double, stall: Double) throws(BadInput) {
    self.run = try Self.nanoseconds(run, of: "--run-limit")
    self.wait = try Self.nanoseconds(wait, of: "--wait-limit")
    self.stall = try Self.nanoseconds(stall, of: "--stall-limit")
  }

  private static func nanoseconds(
    _ milliseconds: Double, of option: String
  ) throws(BadInput) -> UInt64? {
    guard (0...1e9).contains(milliseconds) else {
      throw BadInput("\(option) \(milliseconds): give 0 or more milliseconds")
    }
    return milliseconds > 0 ? UInt64(milliseconds * 1e6) : nil
  }
}
