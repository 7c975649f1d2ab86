import CBaton
import Verifier

/// Exported functions that are so small and so hot that a call would cost more than they do. Each
/// does what the Swift implementation of the same name does.
extension Compiler {
  enum InPlace {
    case arrayLookup(ArrayLayout)
    case localPush, localPop

    /// Nil where the call is another one, or has to be made.
    init?(at slot: Int, _ verified: VerifiedUnit, _ addresses: NativeAddresses) {
      let unit = verified.unit
      guard unit.localFunction(calledAt: slot) == nil,
        let index = unit.exportedFunction(calledAt: slot)
      else { return nil }
      switch unit.interface.functions[index].name {
      case "bpf_map_lookup_elem":
        guard let map = verified.calledMap(at: slot), addresses.arrays.indices.contains(map),
          let array = addresses.arrays[map]
        else { return nil }
        self = .arrayLookup(array)
      case "bpf_local_push": self = .localPush
      case "bpf_local_pop": self = .localPop
      default: return nil
      }
    }
  }

  mutating func emit(_ call: InPlace) {
    switch call {
    case .arrayLookup(let array): emitArrayLookup(array)
    case .localPush: emitLocalPush()
    case .localPop: emitLocalPop()
    }
  }

  /// The value at the index that `r2` points to; null behind the last.
  private mutating func emitArrayLookup(_ array: ArrayLayout) {
    emitter.load(.rcx, .rsi, 0, byteCount: 4)
    emitter.load(.rax, constant: 0)
    emitter.operate(.compare, .word, .rcx, constant: array.count)
    emitter.skip(.aboveOrEqual) { code in
      if array.stride & (array.stride - 1) == 0 {
        code.shift(.left, .double, .rcx, count: UInt8(array.stride.trailingZeroBitCount))
      } else {
        code.multiply(.rcx, by: array.stride)
      }
      code.load(.rax, constant: array.address)
      code.operate(.add, .double, .rax, .rcx)
    }
  }

  private static let local = unsafe Int32(MemoryLayout<baton_execution>.offset(of: \.local)!)
  /// The node that links a handle is its first member.
  private static let link = Int32(MemoryLayout<coroutine>.offset(of: \.node)!)

  private mutating func emitLocalPush() {
    emitter.load(.rax, .execution, Self.local, byteCount: 8)
    emitter.store(.rdi, Self.link, .rax)
    emitter.store(.execution, Self.local, .rdi)
  }

  private mutating func emitLocalPop() {
    emitter.load(.rax, .execution, Self.local, byteCount: 8)
    emitter.test(.double, .rax, .rax)
    emitter.skip(.equal) { code in
      code.load(.scratch, .rax, Self.link, byteCount: 8)
      code.store(.execution, Self.local, .scratch)
    }
  }
}
