import Contracts

/// Sections of a program: those for reading, in which nothing that readers see is freed (RCU), and those that
/// nothing interrupts.
extension Exploration {
  /// Checks and applies what a call says of sections.
  mutating func applySections(of callee: FunctionContract) throws(Rejection) {
    if callee.sleeps || callee.sleepsOutside.map({ !callingRoles.allSatisfy($0.contains) }) == true
    {
      try checkMaySleep(callee)
    }
    switch callee.enters {
    case "rcu"?:
      guard path.state.rcuDepth == 0 else {
        throw reject("nested rcu read lock (kernel function \(callee.name))", contract: callee)
      }
      path.state.rcuDepth = 1
    case _?:
      guard path.state.preemptionDepth < .max else {
        throw reject("too many sections that nothing interrupts", contract: callee)
      }
      path.state.preemptionDepth += 1
    case nil: break
    }
    switch callee.leaves {
    case "rcu"?:
      guard path.state.rcuDepth == 1 else {
        throw reject("unmatched rcu read unlock (kernel function \(callee.name))", contract: callee)
      }
      path.state.rcuDepth = 0
      path.state.endReading()
    case _?:
      guard path.state.preemptionDepth > 0 else {
        throw reject(
          "unmatched attempt to enable preemption (kernel function \(callee.name))",
          contract: callee)
      }
      path.state.preemptionDepth -= 1
    case nil: break
    }
  }

  private func checkMaySleep(_ callee: FunctionContract) throws(Rejection) {
    let isHelper = callee.helperNumber != nil
    if path.state.rcuDepth > 0 {
      throw reject(
        isHelper
          ? "sleepable helper \(callee.nameAndNumber) in rcu_read_lock region"
          : "kernel func \(callee.name) is sleepable within rcu_read_lock region",
        contract: callee)
    }
    if path.state.preemptionDepth > 0 {
      throw reject(
        isHelper
          ? "sleepable helper \(callee.nameAndNumber) in non-preemptible region"
          : "kernel func \(callee.name) is sleepable within non-preemptible region",
        contract: callee)
    }
    guard !mayPathSleep else { return }
    throw reject(
      callee.sleepsOutside != nil
        ? callee.refusal ?? ""
        : isHelper
          ? "helper call might sleep in a non-sleepable prog: \(callee.nameAndNumber)"
          : "program must be sleepable to call sleepable kfunc \(callee.name)", contract: callee)
  }

  /// Whether what is run at hand may sleep: a callback may by itself.
  private var mayPathSleep: Bool {
    for frame in path.state.frames.reversed() {
      guard let callback = frame.callback else { continue }
      if unit.interface.callbacks[callback.name]?.callbackMaySleep == true { return true }
    }
    return maySleep
  }

  /// No section may be open when the program, or what stands in its place, ends.
  func checkSectionsAreClosed(_ what: String = "") throws(Rejection) {
    if path.state.rcuDepth > 0 {
      throw reject(
        what.isEmpty
          ? "bpf_rcu_read_unlock is missing"
          : "\(what) cannot be used inside bpf_rcu_read_lock-ed region")
    }
    if path.state.preemptionDepth > 0 {
      throw reject(
        what.isEmpty
          ? "\(path.state.preemptionDepth) bpf_preempt_enable calls are missing: bpf_preempt_enable is missing"
          : "\(what) cannot be used inside bpf_preempt_disable-ed region")
    }
  }
}
