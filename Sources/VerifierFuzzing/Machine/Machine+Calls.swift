import Bytecode
import Contracts
import Verifier

/// Whether calls get what their contracts ask for, by where things really are; and what they give.
extension Machine {
  func checkCall(at slot: Int, of program: PreparedProgram) throws(Fault) {
    guard let contract = program.contract(calledAt: slot) else { return }
    for (index, parameter) in contract.signature.parameters.enumerated() {
      guard !isGood(argument(index), parameter, of: contract, program) else { continue }
      throw Fault(
        kind: .access, slot: slot,
        text: "\(contract.name) is given \(hex(argument(index))) as argument \(index + 1)")
    }
    if contract.acquiresLock != nil, !view.heldLocks.isEmpty {
      throw Fault(kind: .access, slot: slot, text: "a second lock is taken")
    }
    if contract.releasesLock != nil, !view.heldLocks.contains(argument(0)) {
      throw Fault(kind: .access, slot: slot, text: "a lock is given up that is not held")
    }
  }

  /// The value of a parameter, from 0.
  private func argument(_ index: Int) -> UInt64 { thread.value(of: UInt8(index + 1)) }

  private func isGood(
    _ value: UInt64, _ parameter: Signature.Parameter, of contract: FunctionContract,
    _ program: PreparedProgram
  ) -> Bool {
    switch parameter {
    case .bounded(let range): range.contains(Int64(bitPattern: value))
    case .callback: program.addresses.contains(value)
    case .value(let pattern):
      pattern.isNullable && value == 0 || isGood(value, pattern, of: contract)
    case .any, .count, .passed, .size, .program, .constantSize, .type: true
    }
  }

  private func isGood(
    _ value: UInt64, _ pattern: ValuePattern, of contract: FunctionContract
  ) -> Bool {
    switch pattern.type {
    case .map: map(at: value) != nil
    case .key, .value:
      if let map = map(of: pattern, contract) {
        isAccessible(
          value, pattern.type == .key ? map.keyByteCount : map.valueByteCount,
          isWrite: pattern.isWritten)
      } else {
        false
      }
    case .memory:
      isMemory(value, byteCount: byteCount(of: pattern, contract), isWrite: pattern.isWritten)
    case .fixedMemory(let byteCount):
      isMemory(value, byteCount: UInt64(byteCount), isWrite: pattern.isWritten)
    case .object("bpf_spin_lock"): view.maps[FuzzMap.guarded.rawValue].values.contains(value)
    case .object("ringbuf_record"):
      regions.contains { $0.isRecord && $0.dynptr == nil && $0.place.start == value }
    case .object("bpf_dynptr"): isMemory(value, byteCount: 16, isWrite: true)
    case .object, .context: value == view.context
    case .element, .string, .typed, .stack, .allocated, .type: true
    }
  }

  private func isMemory(_ address: UInt64, byteCount: UInt64, isWrite: Bool) -> Bool {
    byteCount == 0
      || byteCount < 1 << 20 && isAccessible(address, Int(byteCount), isWrite: isWrite)
  }

  private func map(at address: UInt64) -> FuzzMap? {
    view.maps.firstIndex { $0.address == address }.flatMap(FuzzMap.init)
  }

  /// The map that a pattern's first instance names.
  private func map(of pattern: ValuePattern, _ contract: FunctionContract) -> FuzzMap? {
    let index = contract.signature.parameters.firstIndex { parameter in
      guard case .value(let other) = parameter, other.type == .map else { return false }
      return other.instances.last == pattern.instances.first
    }
    return index.flatMap { map(at: view.registerAtCall($0 + 1)) }
  }

  /// How many bytes the argument says that the memory of a pattern has.
  private func byteCount(of pattern: ValuePattern, _ contract: FunctionContract) -> UInt64 {
    let index = contract.signature.parameters.firstIndex { parameter in
      guard case .size(let instance, _) = parameter else { return false }
      return instance == pattern.instances.first
    }
    return index.map { view.registerAtCall($0 + 1) } ?? 0
  }

  // MARK: Results

  /// The call of an exported function has returned.
  func noteResult(of contract: FunctionContract) {
    if contract.acquiresLock != nil { view.heldLocks.append(view.registerAtCall(1)) }
    if contract.releasesLock != nil {
      view.heldLocks.removeAll { $0 == view.registerAtCall(1) }
    }
    if contract.movesPacket != nil { view.packet = world.packetPlace }
    let result = thread.value(of: 0)
    for case .value(let pattern) in contract.signature.outcomes.flatMap(\.effects)
    where pattern.type == .value && result != 0 {
      if let map = map(of: pattern, contract) { view.maps[map.rawValue].values.note(result) }
    }
  }

  /// The same, for what calls give out and take back.
  func noteMemory(of contract: FunctionContract) {
    for index in contract.consumedParameters {
      let value = view.registerAtCall(index + 1)
      regions.removeAll { $0.dynptr == value || $0.dynptr == nil && $0.place.start == value }
    }
    let dynptr = dynptr(of: contract)
    if let dynptr, contract.makesRecord {
      // It has to be given back even where there was no room.
      let start = FuzzWorld.word(at: dynptr)
      regions.append(
        Region(place: .init(start: start, byteCount: 0), dynptr: dynptr, isRecord: true))
    }
    let result = thread.value(of: 0)
    for case .value(let pattern) in contract.signature.outcomes.flatMap(\.effects)
    where result != 0 {
      let place = MachineView.MemoryPlace(
        start: result, byteCount: Int(byteCount(of: pattern, contract)))
      switch pattern.type {
      case .object("ringbuf_record"): regions.append(Region(place: place, isRecord: true))
      case .memory: regions.append(Region(place: place, dynptr: dynptr))
      default: break
      }
    }
    noteRegions()
  }

  /// Where the dynptr lies that the call was given.
  private func dynptr(of contract: FunctionContract) -> UInt64? {
    let index = contract.signature.parameters.firstIndex { parameter in
      guard case .value(let pattern) = parameter else { return false }
      return pattern.type == .object("bpf_dynptr")
    }
    return index.map { view.registerAtCall($0 + 1) }
  }
}

extension FunctionContract {
  /// Whether it makes a dynptr that has to be given back.
  fileprivate var makesRecord: Bool {
    signature.parameters.contains { parameter in
      guard case .value(let pattern) = parameter else { return false }
      return pattern.isNew && pattern.isOwned
    }
  }
}
