import Bytecode
import ObjectFile

/// What is known of registers and stacks, in the notation of Linux's verifier.
struct StateText {
  let unit: ProgramUnit

  /// What an instruction has changed, `R1=5 fp-8=ctx()`; in another function, all that it begins with.
  func changes(from old: State?, to new: State) -> String {
    let isSame = old.map { $0.frames.count == new.frames.count } ?? false
    let frame = new.frames[new.frames.count - 1]
    let before = isSame ? old.map { $0.frames[new.frames.count - 1] } : nil
    var parts: [String] = []
    if !isSame, new.frames.count > 1 { parts.append("frame\(new.frames.count - 1):") }
    for index in 0..<Register.count {
      let register = frame.registers[index]
      guard register.kind != .uninitialised,
        before.map({ !isAlike($0.registers[index], register) }) ?? true
      else { continue }
      parts.append("R\(index)=\(text(register, in: new))")
    }
    for index in 0..<max(frame.stack.slots.count, before?.stack.slots.count ?? 0)
    where before?.stack[index] != frame.stack[index] {
      parts.append(
        "fp-\((index + 1) * StackState.slotByteCount)=\(text(frame.stack[index], in: new))")
    }
    return parts.joined(separator: " ")
  }

  /// Those registers of the innermost function that hold anything.
  func registers(_ set: RegisterSet, of state: State) -> String {
    let registers = state.frames[state.frames.count - 1].registers
    return registers.indices
      .filter { set.rawValue & 1 << $0 != 0 && registers[$0].kind != .uninitialised }
      .map { "R\($0)=\(text(registers[$0], in: state))" }.joined(separator: " ")
  }

  /// What a number comes from is no part of what is known of it.
  private func isAlike(_ old: RegisterState, _ new: RegisterState) -> Bool {
    var old = old
    old.sources = new.sources
    return old == new
  }

  private func text(_ slot: StackState.Slot, in state: State) -> String {
    if slot.bytes.isAll(.spilled) {
      guard slot.spilled.kind == .local else { return text(slot.spilled, in: state) }
      let title = unit.typeRules[slot.spilled.detail].title
      return "\(title)(\(details(slot.spilled, in: state)))"
    }
    // Linux begins with the byte of the highest address.
    let bytes = (0..<StackState.slotByteCount).reversed().map { index in
      switch slot.bytes[index] {
      case .uninitialised, .touched: "?"
      case .spilled: "r"
      case .miscellaneous: "m"
      case .zero: "0"
      }
    }.joined()
    return slot.holdsNumber ? "\(bytes):\(text(slot.spilled, in: state))" : bytes
  }

  func text(_ register: RegisterState, in state: State) -> String {
    switch register.kind {
    case .uninitialised: return "?"
    case .scalar: return text(register.number, identity: register.identity)
    case .stack:
      return register.number.isConstant
        ? "fp\(offset(of: register))" : "fp(\(details(register, in: state)))"
    default: return "\(name(of: register, in: state))(\(details(register, in: state)))"
    }
  }

  /// What a pointer points to, in Linux's words.
  func name(of register: RegisterState, in state: State) -> String {
    if register.kind == .memory, register.isWholeInstance,
      let instance = state.instance(register.instance)
    {
      return unit.typeRules[instance.type].title + (register.isNullable ? "_or_null" : "")
    }
    guard register.kind == .object else { return register.kindName }
    let rule = unit.typeRules[register.detail]
    switch rule.kind {
    case .context, .object, .record, .buffer:
      return rule.title + (register.isNullable ? "_or_null" : "")
    default: return (register.isNullable ? "ptr_or_null_" : "ptr_") + rule.name
    }
  }

  private func details(_ register: RegisterState, in state: State) -> String {
    var parts: [String] = []
    if register.isNullable { parts.append("id=\(register.identity)") }
    if state.instance(register.instance)?.isOwned == true {
      parts.append("ref_obj_id=\(register.instance)")
    }
    switch register.kind {
    case .map, .mapValue, .mapKey:
      let map = unit.maps[Int(register.detail)]
      parts.append("map=\(map.name),ks=\(map.keySize),vs=\(map.valueSize)")
    case .packet, .packetMeta: parts.append("r=\(register.packetRange)")
    case .memory: parts.append("sz=\(register.detail)")
    default: break
    }
    if register.number.isConstant {
      let offset = offset(of: register)
      if offset != 0 || register.kind == .packet { parts.append("off=\(offset)") }
    } else {
      if register.offset != 0 { parts.append("off=\(register.offset)") }
      parts.append(bounds(register.number))
    }
    return parts.joined(separator: ",")
  }

  private func offset(of register: RegisterState) -> Int {
    Int(register.offset) &+ Int(Int64(bitPattern: register.number.constantValue ?? 0))
  }

  private func text(_ number: Number, identity: UInt32) -> String {
    if let constant = number.constantValue { return text(Int64(bitPattern: constant)) }
    let name = identity == 0 ? [] : ["id=\(identity)"]
    let bounds = bounds(number)
    return "scalar(\((name + (bounds.isEmpty ? [] : [bounds])).joined(separator: ",")))"
  }

  /// The bounds that say something; those of the same value once.
  private func bounds(_ number: Number) -> String {
    var bounds: [(names: String, value: String)] = []
    func add(_ name: String, _ value: String) {
      if let index = bounds.firstIndex(where: { $0.value == value }) {
        bounds[index].names += "=" + name
      } else {
        bounds.append((name, value))
      }
    }
    if number.signedMin != .min { add("smin", text(number.signedMin)) }
    if number.signedMax != .max { add("smax", text(number.signedMax)) }
    if number.unsignedMin != 0 { add("umin", text(number.unsignedMin)) }
    if number.unsignedMax != .max { add("umax", text(number.unsignedMax)) }
    if number.low32SignedMin != .min { add("smin32", text(Int64(number.low32SignedMin))) }
    if number.low32SignedMax != .max { add("smax32", text(Int64(number.low32SignedMax))) }
    if number.low32UnsignedMin != 0 { add("umin32", text(UInt64(number.low32UnsignedMin))) }
    if number.low32UnsignedMax != .max { add("umax32", text(UInt64(number.low32UnsignedMax))) }
    var parts = bounds.map { "\($0.names)=\($0.value)" }
    if number.tnum.mask != .max { parts.append("var_off=\(number.tnum.text)") }
    return parts.joined(separator: ",")
  }

  /// Small numbers are easier to read in decimal.
  private func text(_ value: Int64) -> String {
    (Int64(Int16.min)...Int64(Int16.max)).contains(value)
      ? "\(value)" : text(UInt64(bitPattern: value))
  }

  private func text(_ value: UInt64) -> String {
    value <= UInt64(UInt16.max) ? "\(value)" : "0x" + String(value, radix: 16)
  }
}
