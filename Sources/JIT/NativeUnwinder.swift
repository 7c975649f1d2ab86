import CBaton
import Verifier

/// Finds what a program owns where it throws, on the native stack and in the coroutine's frame.
///
/// The shapes are those that ``Compiler`` gives to code: a function's `r10` is the address of the
/// word that it returns to, and its caller's record lies at that very address.
@safe
public struct NativeUnwinder {
  private let code: CompiledUnit

  public init(_ code: CompiledUnit) { self.code = code }

  /// Where the throwing program's caller goes on.
  public struct Landing: Equatable {
    public var stackPointer: UInt64
    public var level: Level
  }

  public enum Level: Equatable {
    /// A coroutine: its frame and packet are still to be released.
    case coroutine
    case queue, worker
  }

  /// One owned value, and the type that says how to dispose of it.
  public struct Finding: Equatable {
    public var type: String
    public var address: UInt64
  }

  private struct Activation {
    var slot: Int
    var framePointer: UInt64
    var isInnermost: Bool
  }

  private static let recordByteCount = UInt64(MemoryLayout<baton_record>.size)

  /// Walks outwards from the call at `slot`, whose function has `framePointer` as its `r10`.
  public func unwind(
    slot: Int, framePointer: UInt64, stackPointer: UInt64,
    registers: UnsafePointer<UInt64>, _ body: (Finding) -> Void
  ) -> Landing {
    var activation = Activation(slot: slot, framePointer: framePointer, isInnermost: true)
    var stackPointer = stackPointer
    while true {
      unsafe visit(activation, registers: registers, body)
      let function = code.verified.functions[self.function(of: activation.slot)]
      let caller = load(activation.framePointer)
      if function.isInFrame {
        // The root link, or the start of the coroutine, ends the chain.
        guard function.role == nil, let site = code.site(returningTo: caller) else {
          return Landing(stackPointer: stackPointer, level: .coroutine)
        }
        activation = outer(activation, site.slot)
        continue
      }
      guard let site = code.site(returningTo: caller) else {
        return Landing(
          stackPointer: activation.framePointer,
          level: function.role == "queue" ? .queue : .worker)
      }
      switch site.kind {
      case .native: activation = outer(activation, site.slot)
      case .frameToNative:
        // Above the return address lies the caller's `r10`, twice.
        stackPointer = activation.framePointer + 24
        activation = Activation(
          slot: site.slot, framePointer: load(activation.framePointer + 8), isInnermost: false)
      case .frame, .safePoint: preconditionFailure("a native function returns to no frame")
      }
    }
  }

  /// The caller's activation: its record lies where the callee's `r10` points.
  private func outer(_ inner: Activation, _ slot: Int) -> Activation {
    let stack = UInt64(code.stackByteCount(of: function(of: slot)))
    return Activation(
      slot: slot, framePointer: inner.framePointer + Self.recordByteCount + stack,
      isInnermost: false)
  }

  private func visit(
    _ activation: Activation, registers: UnsafePointer<UInt64>, _ body: (Finding) -> Void
  ) {
    let stack = UInt64(code.stackByteCount(of: function(of: activation.slot)))
    let record = activation.framePointer - stack - Self.recordByteCount
    for entry in code.verified.cleanup.owned[activation.slot] ?? [] {
      var place: UInt64 = 0
      let kept: UInt64
      if case .register(let number) = entry.place, activation.isInnermost {
        // Sound: the throwing code stored ten registers there.
        kept = unsafe registers[number]
      } else {
        place = address(of: entry.place, record, activation.framePointer)
        kept = load(place)
      }
      guard let address = entry.value.address(keeping: kept, in: place) else { continue }
      body(Finding(type: entry.value.type, address: address))
    }
  }

  private func address(
    of place: FrameLocation.Place, _ record: UInt64, _ framePointer: UInt64
  ) -> UInt64 {
    switch place {
    case .register(let number): record + 8 * UInt64(number - 5)
    case .stackSlot(let index): framePointer - 8 * UInt64(index + 1)
    }
  }

  private func function(of slot: Int) -> Int {
    guard let index = code.verified.unit.image.functionIndex(containing: slot) else {
      preconditionFailure("every slot lies in a function")
    }
    return index
  }

  /// Reads a word of a stack or frame.
  private func load(_ address: UInt64) -> UInt64 {
    // Sound: the address was computed from stack sizes that the verifier proved, 8-byte aligned.
    unsafe UnsafePointer<UInt64>(bitPattern: UInt(address))!.pointee
  }
}
