import Bytecode
import Contracts

/// Safe points: where one round of a loop ends, a program may be suspended or cancelled from outside, if nothing that
/// it holds there is in the way on any path.
extension Exploration {
  /// Only programs of Baton's own roles are stopped, and nothing that stands in the place of exported functions.
  var notesRoundEnds: Bool {
    guard case .program = subject else { return false }
    return unit.interface.isImplemented
  }

  /// Notes what the path at hand holds at the end of a round.
  mutating func noteRoundEnd() {
    let slot = path.slot
    let obstacle = obstacleToStopping()
    var end = RoundEnd(function: path.state.frames[path.state.depth].function, obstacle: obstacle)
    end.callSites = Set(path.state.frames.compactMap(\.callSite))
    if let known = evidence.roundEnds[slot] { end = known.merged(with: end) }
    evidence.roundEnds[slot] = end
    stretches?.noteEnd(at: slot, &path.stretch)
    guard obstacle == nil else { return }
    var kept: Set<UInt32> = []
    let live = flow.liveRegisters[slot]
    observeFrames(into: \.roundEndOwnership, registers: 0...9, live: live, kept: &kept)
    if let lost = path.state.instances.first(where: {
      $0.isOwned && !$0.isHomed && !kept.contains($0.id)
    }) {
      end.obstacle =
        "no register or stack slot keeps the \(unit.typeName(of: lost)) of "
        + "insn \(insn(lost.acquiredAt))"
      evidence.roundEnds[slot] = end
    }
  }

  /// Why the path at hand can't be stopped where it is.
  private func obstacleToStopping() -> String? {
    let state = path.state
    if let lock = state.locks.last {
      return "a lock is held, taken at insn \(insn(lock.acquiredAt))"
    }
    if state.rcuDepth > 0 || state.preemptionDepth > 0 {
      return "a section is open that nothing interrupts"
    }
    if let lent = state.instances.first(where: \.isLent) {
      return "a \(unit.typeName(of: lent)) is lent at insn \(insn(lent.acquiredAt))"
    }
    for (index, frame) in state.frames.enumerated() {
      let slot = index == state.depth ? path.slot : state.frames[index + 1].callSite!
      let live = flow.liveRegisters[slot]
      for number in 0..<Register.count
      where live.contains(Register(rawValue: UInt8(number))) && isOfWorker(frame.registers[number])
      {
        return "R\(number) points to a value that belongs to this worker"
      }
      for spill in 0..<frame.stack.slots.count where isOfWorker(frame.stack.content(at: spill)) {
        return "fp\(-8 * (spill + 1)) points to a value that belongs to this worker"
      }
    }
    return nil
  }

  private func isOfWorker(_ register: RegisterState) -> Bool {
    register.kind == .mapValue && unit.hasValuePerWorker(Int(register.detail))
  }

  /// A suspension: whatever belongs to this worker may belong to another one behind it.
  mutating func forgetWhatBelongsToWorker() {
    let unit = unit
    path.state.updateAll { _, register in
      if register.kind == .mapValue, unit.hasValuePerWorker(Int(register.detail)) {
        register = .unknownScalar
      }
    }
  }
}
