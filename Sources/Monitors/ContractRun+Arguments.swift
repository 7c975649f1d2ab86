import Contracts
import ObjectFile
import Verifier

/// What has to hold before a call.
extension ContractRun {
  /// Checks a call that is about to be made; ``afterCall(_:_:)`` completes it.
  public func beforeCall(
    _ contract: FunctionContract, at slot: Int, _ arguments: [UInt64], _ memory: MonitoredMemory
  ) throws(Violation) {
    var call = MonitoredCall(contract, at: slot, arguments)
    try checkCaller(call)
    for (index, parameter) in contract.signature.parameters.enumerated() {
      try check(parameter, index, &call, memory)
    }
    try checkFinalStates(call)
    try checkLocks(call)
    pending = call
  }

  private func checkCaller(_ call: MonitoredCall) throws(Violation) {
    let contract = call.contract
    if let callers = contract.callers, !callers.contains(role.role ?? "") {
      throw violation(
        call.clause(.call(.roles)), .beforeCall, call.slot,
        "a \(role.role ?? "") program may not call \(contract.name)")
    }
    if let callback = activeCallback, contract.notInCallback == callback {
      throw violation(
        call.clause(.call(.notInCallback)), .beforeCall, call.slot,
        "\(contract.name) is called by the callback “\(callback)”")
    }
    guard let lock = locks.last else { return }
    if contract.suspends || contract.sleeps || contract.resumes || contract.throws {
      throw violation(
        call.clause(.call(.unlocked)), .beforeCall, call.slot,
        "\(contract.name) is called while \(lock.lockClass) is held",
        since: lock.takenAt, "it was taken")
    }
    if let spin = locks.last(where: \.isSpinLock), contract.isBarredBySpinLock {
      throw violation(
        call.clause(.call(.noSpinLock)), .beforeCall, call.slot,
        "\(contract.name) is called while a lock is held", since: spin.takenAt, "it was taken")
    }
  }

  // MARK: Parameters

  private func check(
    _ parameter: Signature.Parameter, _ index: Int, _ call: inout MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    let value = call.arguments[index]
    switch parameter {
    case .any, .count, .type: return
    case .passed(let instance):
      call.bind(instance, MonitoredCall.Binding(argument: index, value: value))
    case .program(let role):
      guard let function = monitor.functions[value], monitor.unit.role(of: function) == role else {
        throw broken(.type, index, call, "is not the address of a \(role) program")
      }
    case .callback:
      guard let function = monitor.functions[value], monitor.unit.role(of: function) == nil else {
        throw broken(.type, index, call, "is not the address of a function")
      }
    case .bounded(let range):
      guard range.contains(Int64(bitPattern: value)) else {
        throw broken(
          .range, index, call, "is \(Int64(bitPattern: value)), which is not in \(range)")
      }
    case .size(let instance, let mayBeZero), .constantSize(let instance, let mayBeZero):
      try checkSize(value, instance, mayBeZero, index, &call, memory)
    case .value(let pattern): try check(value, pattern, index, &call, memory)
    }
  }

  /// The memory whose size this is must have so many octets.
  private func checkSize(
    _ size: UInt64, _ instance: Int, _ mayBeZero: Bool, _ index: Int, _ call: inout MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    guard mayBeZero || size != 0 else { throw broken(.size, index, call, "is zero") }
    guard let bound = call[instance] else {
      // What is returned has that size.
      call.bind(instance, MonitoredCall.Binding(argument: index, value: size, size: size))
      return
    }
    call.setSize(size, of: instance)
    guard size > 0 else { return }
    guard case .value(let pattern) = call.contract.signature.parameters[bound.argument] else {
      return
    }
    guard bound.value != 0 else {
      throw broken(.notNull, bound.argument, call, "is null, and \(size) octets are meant")
    }
    try checkMemory(bound.value, size, pattern, bound.argument, call, memory, sizedBy: index)
  }

  private func check(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ call: inout MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    var binding = MonitoredCall.Binding(argument: index, value: value)
    // Memory of no octets may be null, which its size says.
    guard value != 0 || pattern.type == .memory else {
      guard pattern.isNullable else { throw null(index, call) }
      if let instance = pattern.instances.last { call.bind(instance, binding) }
      return
    }
    switch pattern.type {
    case .map: binding.map = try checkMap(value, pattern, index, call)
    case .key, .value: try checkMapMemory(value, pattern, index, call, memory)
    case .object: try checkObject(value, pattern, index, &binding, &call, memory)
    case .element: try checkElement(value, pattern, index, &binding, call)
    case .memory: break
    case .fixedMemory(let byteCount):
      try checkMemory(value, UInt64(byteCount), pattern, index, call, memory)
      try unifyPart(value, pattern, index, &call)
      return
    case .string: try checkString(value, index, call, memory)
    case .context:
      guard ghosts.contains(where: { $0.isArgument && $0.address == value }) else {
        throw broken(.type, index, call, "is not what the program was given")
      }
    case .stack:
      guard memory.isStack(value, 0) else {
        throw broken(.type, index, call, "is not on the stack")
      }
    case .typed, .allocated, .type: break
    }
    guard let instance = pattern.instances.last else { return }
    // A key or value belongs to the instance that its map has bound already.
    if pattern.type == .key || pattern.type == .value { return }
    if let bound = call[instance], bound.id != binding.id {
      throw broken(
        .instance, index, call, "is not the value that argument \(bound.argument + 1) is")
    }
    call.bind(instance, binding)
  }

  private func checkMap(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ call: MonitoredCall
  ) throws(Violation) -> Int {
    guard let map = monitor.maps[value] ?? innerMaps[value] else {
      throw broken(.type, index, call, "is no map")
    }
    let type = monitor.unit.mapDefinitions[map].type
    let interface = monitor.unit.interface
    guard
      pattern.mapTypes.isEmpty
        || pattern.mapTypes.contains(where: { interface.mapTypes[$0] == type })
    else {
      throw broken(.mapType, index, call, "is a map of type \(type)")
    }
    return map
  }

  /// As much memory as the map's keys or values have.
  private func checkMapMemory(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ call: MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    guard let map = pattern.instances.first.flatMap({ call[$0] })?.map else { return }
    let definition = monitor.unit.mapDefinitions[map]
    let byteCount = pattern.type == .key ? definition.keySize : definition.valueSize
    try checkMemory(value, UInt64(byteCount), pattern, index, call, memory)
  }

  // MARK: Memory

  private func checkMemory(
    _ address: UInt64, _ byteCount: UInt64, _ pattern: ValuePattern, _ index: Int,
    _ call: MonitoredCall, _ memory: MonitoredMemory, sizedBy sizeIndex: Int? = nil
  ) throws(Violation) {
    let isMaps = place(of: address) != nil
    if pattern.isStable, !isMaps, isAccessible(address, byteCount, isWrite: false, memory) {
      throw broken(.stable, index, call, "lies in no map")
    }
    if isAccessible(address, byteCount, isWrite: pattern.isWritten, memory) { return }
    if pattern.isWritten, isAccessible(address, byteCount, isWrite: false, memory) {
      throw broken(.writable, index, call, "may only be read")
    }
    let isPacket = packets(memory).contains { $0.contains(address, byteCount) }
    if isPacket, call.contract.readsPacket || pattern.type.isPart { return }
    if isPacket { throw broken(.type, index, call, "lies in a packet") }
    throw broken(
      .size, sizeIndex ?? index, call,
      sizeIndex == nil
        ? "has no \(byteCount) octets that the program may use"
        : "is \(byteCount), and argument \(index + 1) has not so many octets")
  }

  /// A text in a section for reading only, with a zero at its end.
  private func checkString(
    _ address: UInt64, _ index: Int, _ call: MonitoredCall, _ memory: MonitoredMemory
  ) throws(Violation) {
    guard let region = regions.first(where: { $0.isReadOnly && $0.contains(address, 1) }) else {
      throw broken(.type, index, call, "is no text of the program's")
    }
    let end = region.start + region.byteCount
    guard (address..<end).contains(where: { memory.load($0, 1) == 0 }) else {
      throw broken(.size, index, call, "is a text without an end")
    }
  }

  /// Memory that belongs to a value must be that value's.
  private func unifyPart(
    _ address: UInt64, _ pattern: ValuePattern, _ index: Int, _ call: inout MonitoredCall
  ) throws(Violation) {
    guard let instance = pattern.instances.last else { return }
    let region = regions.last { region in
      if case .part = region.content { region.contains(address, 1) } else { false }
    }
    guard case .part(let owner)? = region?.content else { return }
    try unifyOwner(instance, owner, index, &call)
  }

  // MARK: Objects

  private func checkObject(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ binding: inout MonitoredCall.Binding,
    _ call: inout MonitoredCall, _ memory: MonitoredMemory
  ) throws(Violation) {
    // Of the kernel's types nobody here has any.
    guard let name = pattern.typeNames.first, let rule = monitor.rule(name),
      !pattern.words.contains(.kernel)
    else { return }
    switch rule.kind {
    case .plain, .context, .object, .record, .buffer, .memory, .local: break
    case .lock, .container, .node, .map, .timer, .workqueue, .refcount, .pointer, .ring:
      return try checkSpecialField(value, name, index, &binding, call)
    }
    if pattern.isNew { return try checkNew(value, rule, index, call, memory) }
    guard let ghost = ghost(at: value, of: pattern.typeNames) else {
      throw missing(value, pattern, index, call)
    }
    binding.id = ghost.id
    if let wanted = rule.unmet(pattern.states, by: ghost.states) {
      throw broken(
        .state, index, call,
        "is \(rule.names(of: ghost.states).joined(separator: ",")), and not "
          + wanted.joined(separator: "|"), since: ghost)
    }
    if pattern.isOwned, !ghost.isOwned {
      throw broken(.owned, index, call, "is only borrowed", since: ghost)
    }
    if rule.owner != nil, pattern.instances.count > 1 {
      try unifyOwner(pattern.instances[0], ghost.origin, index, &call)
    }
  }

  private func unifyOwner(
    _ instance: Int, _ id: UInt64, _ index: Int, _ call: inout MonitoredCall
  ) throws(Violation) {
    if let bound = call[instance] {
      guard bound.id != id else { return }
      throw broken(
        .instance, index, call, "is not of the value that argument \(bound.argument + 1) is of")
    }
    call.bind(instance, MonitoredCall.Binding(argument: index, value: 0, id: id))
  }

  /// A place where the call makes a value; one that is owned there would be lost.
  private func checkNew(
    _ value: UInt64, _ rule: TypeRule, _ index: Int, _ call: MonitoredCall,
    _ memory: MonitoredMemory
  ) throws(Violation) {
    guard memory.isStack(value, UInt64(rule.byteCount)) else {
      throw broken(.type, index, call, "is no place in the program's stack")
    }
    guard let ghost = ghost(at: value, of: [rule.name]), ghost.isOwned else { return }
    throw broken(.owned, index, call, "holds a value that is still owned", since: ghost)
  }

  private func missing(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ call: MonitoredCall
  ) -> Violation {
    givenAway(value, index, call)
      ?? broken(.type, index, call, "is no \(pattern.typeNames.joined(separator: " or "))")
  }

  /// The argument is what was given away before; nil where it never was anything.
  private func givenAway(
    _ address: UInt64, _ index: Int, _ call: MonitoredCall
  ) -> Violation? {
    graves[address].map { grave in
      violation(
        grave.clause, .beforeCall, call.slot,
        "argument \(index + 1) of \(call.contract.name) was given away", since: grave.slot,
        "it was given away")
    }
  }

  private func checkSpecialField(
    _ value: UInt64, _ type: String, _ index: Int, _ binding: inout MonitoredCall.Binding,
    _ call: MonitoredCall
  ) throws(Violation) {
    guard let place = place(of: value),
      let field = monitor.unit.valueFields(ofMap: place.map).firstIndex(where: {
        UInt64($0.offset) == place.offset && $0.typeName == type
      })
    else { throw broken(.type, index, call, "is no \(type) in the value of a map") }
    binding.map = place.map
    binding.field = field
  }

  /// Which map's value holds the address, where in it, and where that begins.
  func place(of address: UInt64) -> (map: Int, offset: UInt64, start: UInt64)? {
    for region in regions.reversed() {
      guard case .value(let map) = region.content, region.contains(address, 1) else { continue }
      return (map, address - region.start, region.start)
    }
    return nil
  }

  /// The member that links an object of the type which a container holds.
  private func checkElement(
    _ value: UInt64, _ pattern: ValuePattern, _ index: Int, _ binding: inout MonitoredCall.Binding,
    _ call: MonitoredCall
  ) throws(Violation) {
    guard let contents = contents(of: pattern, call) else { return }
    let address = value &- UInt64(contents.nodeOffset)
    guard let ghost = ghost(at: address, of: [contents.type]) else {
      if let violation = givenAway(address, index, call) { throw violation }
      throw broken(.type, index, call, "is no node of a \(contents.type)")
    }
    if pattern.isOwned, !ghost.isOwned {
      throw broken(.owned, index, call, "is only borrowed", since: ghost)
    }
    binding.id = ghost.id
  }

  /// What the container of a pattern's first instance holds.
  func contents(
    of pattern: ValuePattern, _ call: MonitoredCall
  ) -> (type: String, nodeOffset: Int)? {
    guard let container = pattern.instances.first.flatMap({ call[$0] }), let map = container.map,
      let field = container.field
    else { return nil }
    return monitor.unit.valueFields(ofMap: map)[field].interfaceContents
  }

  // MARK: Final states

  /// What a call gives up for good must be in a final state.
  private func checkFinalStates(_ call: MonitoredCall) throws(Violation) {
    for (index, name) in call.contract.signature.instanceNames.enumerated() {
      guard let id = call[index]?.id, let ghost = ghost(id), let rule = monitor.rule(ghost.type),
        rule.isStuck(in: ghost.states), call.contract.gives(up: name, of: rule)
      else { continue }
      throw violation(
        call.clause(.call(.ends)), .beforeCall, call.slot,
        "\(rule.name) is \(rule.names(of: ghost.states).joined(separator: ",")), which is no final "
          + "state", since: ghost.changedAt, "it has been so")
    }
  }

  // MARK: Violations

  func broken(
    _ demand: Clause.Demand, _ index: Int, _ call: MonitoredCall, _ text: String,
    since ghost: Ghost? = nil
  ) -> Violation {
    violation(
      call.clause(.argument(index, demand)), .beforeCall, call.slot,
      "argument \(index + 1) of \(call.contract.name) \(text)", since: ghost?.changedAt,
      "it has been so")
  }

  private func null(_ index: Int, _ call: MonitoredCall) -> Violation {
    broken(.notNull, index, call, "is null")
  }
}
