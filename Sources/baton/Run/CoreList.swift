import CLinux

/// Reads a list such as `0,2` of cores that this process may use.
func parseCores(_ text: String) throws(BadInput) -> [Int] {
  var cores: [Int] = []
  for part in text.split(separator: ",", omittingEmptySubsequences: false) {
    guard let core = UInt32(part) else {
      throw BadInput("--cores \(text): “\(part)” is no core number; give a list such as 0,1")
    }
    try requireCore(core)
    guard !cores.contains(Int(core)) else {
      throw BadInput("--cores \(text): core \(core) is there twice")
    }
    cores.append(Int(core))
  }
  return cores
}

/// Throws when this process can't run on the core.
func requireCore(_ core: UInt32) throws(BadInput) {
  guard linux_thread_may_use_cpu(core) != 1 else { return }
  throw BadInput(
    "core \(core): there is none, or it may not be used; usable are "
      + usableCores().map(String.init).joined(separator: ", "))
}

/// The cores that this process may use, in order.
func usableCores() -> [Int] {
  (0..<1024).filter { linux_thread_may_use_cpu(UInt32($0)) == 1 }
}
