import Bytecode
import Contracts
import Verifier

/// Whether loads and stores go where the program may, by where things really are.
extension Machine {
  func check(
    _ operation: Operation, at slot: Int, of program: PreparedProgram
  ) throws(Fault) {
    switch operation {
    case .load(let size, _, _, let base, let offset):
      if let native = program.verified.nativeLoad(at: slot) {
        return try check(native, base, offset, size, at: slot)
      }
      try check(base, offset, size, at: slot, isWrite: false)
    case .storeRegister(let size, let base, let offset, _),
      .storeImmediate(let size, let base, let offset, _):
      try check(base, offset, size, at: slot, isWrite: true)
    case .atomic(_, let size, let base, let offset, _),
      .storeRelease(let size, let base, let offset, _):
      try check(base, offset, size, at: slot, isWrite: true, isAtomic: true)
    case .loadAcquire(let size, _, let base, let offset):
      try check(base, offset, size, at: slot, isWrite: false, isAtomic: true)
    case .call: try checkCall(at: slot, of: program)
    default: break
    }
  }

  /// A load of a context's field has to be one of the field that lies where the pointer says, which may be an
  /// address within the context.
  private func check(
    _ load: VerifiedUnit.NativeLoad, _ base: Register, _ offset: Int16, _ size: MemorySize,
    at slot: Int
  ) throws(Fault) {
    let declared = Int(truncatingIfNeeded: value(of: base) &- view.context) &+ Int(offset)
    let rule = Interface.baton.typeRules["xdp_md"]
    guard let field = rule?.field(at: declared, byteCount: size.byteCount),
      let native = field.native,
      declared + load.displacement == native.offset + declared - field.offset
    else {
      throw Fault(
        kind: .access, slot: slot,
        text: "\(base) is \(hex(value(of: base))), and not the context")
    }
  }

  func value(of register: Register) -> UInt64 { thread.value(of: register.rawValue) }

  private func check(
    _ base: Register, _ offset: Int16, _ size: MemorySize, at slot: Int, isWrite: Bool,
    isAtomic: Bool = false
  ) throws(Fault) {
    let address = value(of: base) &+ UInt64(bitPattern: Int64(offset))
    let byteCount = UInt64(size.byteCount)
    guard isAccessible(address, Int(byteCount), isWrite: isWrite) else {
      throw Fault(
        kind: .access, slot: slot,
        text: "\(isWrite ? "store to" : "load from") \(hex(address)) of \(byteCount) bytes")
    }
    guard !isAtomic || address % byteCount == 0 else {
      throw Fault(
        kind: .access, slot: slot, text: "atomic access to \(hex(address)), which is not aligned")
    }
  }

  /// Whether the bytes lie in one of the things that the program has.
  func isAccessible(_ address: UInt64, _ byteCount: Int, isWrite: Bool) -> Bool {
    let end = address &+ UInt64(byteCount)
    guard end >= address else { return false }
    func lies(in start: UInt64, _ limit: UInt64) -> Bool { start <= address && end <= limit }
    for depth in 0..<view.frameCount {
      let framePointer = view[10, depth]
      if lies(in: framePointer - UInt64(frames[depth].stackByteCount), framePointer) { return true }
    }
    if lies(in: view.packet.start, view.packet.end) { return true }
    if lies(in: view.packet.metadata, view.packet.start) { return true }
    if view.memories.contains(where: { lies(in: $0.start, $0.start + UInt64($0.byteCount)) }) {
      return true
    }
    for (map, place) in zip(FuzzMap.allCases, view.maps) {
      if isWrite, map == .constants { continue }
      let (lower, upper) = (UInt64(map.accessible.lowerBound), UInt64(map.accessible.upperBound))
      for value in place.values where lies(in: value + lower, value + upper) { return true }
      guard !isWrite else { continue }
      for key in place.keys where lies(in: key, key + UInt64(map.keyByteCount)) { return true }
    }
    return false
  }
}
