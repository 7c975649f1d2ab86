import CBaton
import Interpreter
import World

/// What a test wants to become of coroutines at safe points. Every pass of one is a look then, and not only those that
/// find a budget used up. Programs that are no coroutines go on.
package struct StopPlan: Sendable {
  package enum Wish: Equatable, Sendable {
    /// In how many of 256 passes the coroutine is suspended, or cancelled.
    case randomly(suspended: UInt64, cancelled: UInt64)
    /// In the pass of that number alone, counted from 0 on each worker.
    case at(pass: Int, StopVerdict)
  }

  private let wish: Wish
  private var random: RandomSource
  /// How many passes there were.
  package private(set) var passCount = 0
  /// A mistake to make on purpose: which of `r0` to `r5` machine code does not get back.
  package var lostRegister: Int?

  package init(_ wish: Wish, seed: UInt64) {
    self.wish = wish
    random = RandomSource(seed: seed)
  }

  /// What becomes of the coroutine in its next pass.
  mutating func next(maySuspend: Bool) -> StopVerdict {
    defer { passCount += 1 }
    let wanted: StopVerdict
    switch wish {
    case .at(let pass, let verdict): wanted = pass == passCount ? verdict : .goOn
    case .randomly(let suspended, let cancelled):
      let number = random.next() & 255
      wanted = number < suspended ? .suspend : number < suspended + cancelled ? .cancel : .goOn
    }
    return wanted == .suspend && !maySuspend ? .goOn : wanted
  }
}

extension Services {
  /// The verdict of the plan, if there is one.
  mutating func plannedVerdict(
    _ frame: Frame?, _ execution: Execution, maySuspend: Bool
  ) -> StopVerdict? {
    guard stopPlan != nil else { return nil }
    unsafe execution.pointee.budget = 0
    unsafe execution.pointee.quick_looks = 0
    guard unsafe frame != nil else { return .goOn }
    let verdict = stopPlan?.next(maySuspend: maySuspend) ?? .goOn
    if verdict == .suspend, let register = stopPlan?.lostRegister {
      unsafe image._withUnsafeGuaranteedRef { unsafe $0.lose(register, of: frame) }
    }
    return verdict
  }
}

extension LoadedUnit {
  /// Forgets what a coroutine holds in one of `r0` to `r5`, which machine code has saved by now.
  fileprivate func lose(_ register: Int, of frame: Services.Frame?) {
    guard let frame = unsafe frame, let offset = verified.stoppedOffset else { return }
    // Sound: the frame has room for the registers there, as the verifier computed.
    unsafe UnsafeMutableRawPointer(frame + 1)
      .storeBytes(of: 0, toByteOffset: offset + 8 * register, as: UInt64.self)
  }
}
