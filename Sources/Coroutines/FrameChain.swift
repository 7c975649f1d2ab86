import CBaton
import Verifier

/// The activations of a suspended coroutine, and what each of them owns there.
///
/// A callee's `r10` is the address of its caller's linkage record, so the chain is walked from the
/// innermost record outwards, with nothing but the stack sizes that the verifier found.
@safe
public struct FrameChain {
  private let verified: VerifiedUnit
  /// The calling instruction that a link belongs to; nil before a coroutine's first instruction.
  private let slotOfLink: (UInt64) -> Int?

  public init(_ verified: VerifiedUnit, slotOfLink: @escaping (UInt64) -> Int?) {
    self.verified = verified
    self.slotOfLink = slotOfLink
  }

  /// An owned value, found in a frame.
  public struct Finding {
    public var type: String
    public var address: UInt64
  }

  private static let recordByteCount = UInt64(MemoryLayout<baton_record>.size)

  /// Calls `body` with each value that the coroutine owns at its suspension point, innermost
  /// activation first. The packet, which the frame's head keeps, is not among them.
  ///
  /// - Parameters:
  ///   - record: the innermost one's address.
  ///   - stopped: where the frame keeps `r0` to `r5` of a coroutine that was suspended at a safe point.
  public func forEachOwned(
    from record: UInt64, stopped: UInt64?, _ body: (Finding) -> Void
  ) {
    var record = record
    while let slot = slotOfLink(load(record)) {
      guard let function = verified.unit.image.functionIndex(containing: slot) else { return }
      let facts = verified.functions[function]
      let framePointer = record + Self.recordByteCount + UInt64(facts.stackByteCount)
      for entry in verified.cleanup.owned[slot] ?? [] {
        let place = Self.address(
          of: entry.place, record: record, stopped: stopped, framePointer: framePointer)
        guard let address = entry.value.address(keeping: load(place), in: place) else { continue }
        body(Finding(type: entry.value.type, address: address))
      }
      if facts.role != nil { return }
      record = framePointer
    }
  }

  /// Where a place of an activation lies in memory.
  public static func address(
    of place: FrameLocation.Place, record: UInt64, stopped: UInt64? = nil, framePointer: UInt64
  ) -> UInt64 {
    switch place {
    case .register(let number) where number < 6:
      // Only safe points leave them something.
      stopped! + 8 * UInt64(number)
    // r6 to r9 live across calls; the record keeps them behind its link.
    case .register(let number): record + 8 * UInt64(number - 5)
    case .stackSlot(let index): framePointer - 8 * UInt64(index + 1)
    }
  }

  /// Reads a word of a frame.
  private func load(_ address: UInt64) -> UInt64 {
    // Sound: the address lies in a frame whose layout the verifier computed, 8-byte aligned.
    unsafe UnsafePointer<UInt64>(bitPattern: UInt(address))!.pointee
  }
}
