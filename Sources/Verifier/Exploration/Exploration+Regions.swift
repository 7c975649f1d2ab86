import Contracts

/// Memory with bounds: map values and keys, packets, and what calls give out.
extension Exploration {
  func checkMapValue(_ access: MemoryAccess) throws(Rejection) {
    let map = unit.maps[Int(access.base.detail)]
    guard !(access.isWrite ? map.forbidsWrites : map.forbidsReads) else {
      let verb = access.isWrite ? "write into" : "read from"
      throw reject(
        "\(verb) map forbidden, value_size=\(map.valueSize) off=\(access.offset) "
          + "size=\(access.byteCount)")
    }
    try checkBounds(access, byteCount: Int(map.valueSize), "map value, value_size")
    try checkSpecialFields(access)
  }

  func checkMapKey(_ access: MemoryAccess) throws(Rejection) {
    let map = unit.maps[Int(access.base.detail)]
    try checkBounds(access, byteCount: Int(map.keySize), "map key, key_size")
  }

  func checkGivenMemory(_ access: MemoryAccess) throws(Rejection) {
    guard !access.isWrite || access.base.trust != .readOnly else {
      throw reject("\(access.registerName) cannot write into rdonly_mem")
    }
    try checkBounds(access, byteCount: Int(access.base.detail), "memory, mem_size")
  }

  /// What a load finds in data that never changes.
  func constant(at access: MemoryAccess) -> UInt64? {
    let map = unit.maps[Int(access.base.detail)]
    guard map.isReadOnly, access.base.identity == 0,
      let variable = access.base.number.constantValue
    else { return nil }
    // A section without contents is all zeros.
    guard let value = map.initialValue else { return 0 }
    let start = access.offset + Int(Int64(bitPattern: variable))
    guard start >= 0, start + access.byteCount <= value.count else { return nil }
    return value[start..<start + access.byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  /// - Parameter name: what is accessed, and the word for its size.
  private func checkBounds(
    _ access: MemoryAccess, byteCount: Int, _ name: String
  ) throws(Rejection) {
    let number = access.base.number
    let (lowest, isBeyond) = number.signedMin.addingReportingOverflow(Int64(access.offset))
    guard number.signedMin >= 0 || !isBeyond && lowest >= 0 else {
      throw reject(
        "\(access.registerName) min value is negative, either use unsigned index or do a "
          + "if (index >=0) check.")
    }
    guard !isBeyond, access.fits(at: lowest, in: byteCount) else {
      throw invalidAccess(access, at: lowest, to: "\(name)=\(byteCount)", "min")
    }
    guard number.unsignedMax < UInt64(Self.offsetLimit) else {
      throw reject(
        "\(access.registerName) unbounded memory access, make sure to bounds check any such access",
        hint: "bound the index before using it")
    }
    let highest = Int64(number.unsignedMax) + Int64(access.offset)
    guard access.fits(at: highest, in: byteCount) else {
      throw invalidAccess(access, at: highest, to: "\(name)=\(byteCount)", "max")
    }
  }

  private func invalidAccess(
    _ access: MemoryAccess, at offset: Int64, to region: String, _ bound: String
  ) -> Rejection {
    reject(
      "invalid access to \(region) off=\(offset) size=\(access.byteCount): "
        + "\(access.registerName) \(bound) value is outside of the allowed memory range",
      hint: access.base.number.constantValue == nil ? "bound the index before using it" : nil)
  }

  private func checkSpecialFields(_ access: MemoryAccess) throws(Rejection) {
    let layout = unit.valueLayouts[Int(access.base.detail)]
    let number = access.base.number
    let first = access.offset + Int(number.signedMin)
    let span = Int(number.signedMax - number.signedMin)
    if let field = layout.field(overlapping: first, byteCount: access.byteCount + span),
      field.pointer == nil || access.isArgument
    {
      throw reject("\(field.typeName) cannot be accessed directly by load/store")
    }
  }

  func checkPacket(_ access: MemoryAccess) throws(Rejection) {
    let base = access.base
    guard base.number.signedMin >= 0 else {
      throw reject(
        "\(access.registerName) min value is negative, either use unsigned index or do a "
          + "if (index >=0) check.")
    }
    guard access.fits(at: Int64(access.offset), in: Int(base.packetRange)) else {
      throw reject(
        "invalid access to packet, off=\(access.offset) size=\(access.byteCount), "
          + "\(access.registerName)(id=\(base.identity),off=\(access.offset),r=\(base.packetRange)): "
          + "\(access.registerName) offset is outside of the packet",
        hint: "compare the end of the access with data_end first")
    }
  }

  /// Where the processor would load or store in two steps, or an atomic operation would be none.
  ///
  /// - Parameter isStrict: alignment is asked for everywhere, and not on stacks alone, whose slots are tracked.
  func checkAlignment(_ access: MemoryAccess, isStrict: Bool) throws(Rejection) {
    let base = access.base
    guard isStrict || base.kind == .stack, access.byteCount > 1 else { return }
    let isPacket = base.kind == .packet || base.kind == .packetMeta
    // Packets begin two bytes into a word, so that what follows the Ethernet header is aligned
    // (Linux: `NET_IP_ALIGN`).
    let padding = isPacket ? 2 : 0
    let low = UInt64(access.byteCount - 1)
    let tnum = base.kind == .scalar ? Number(constant: 0).tnum : base.number.tnum
    let fixed = UInt64(bitPattern: Int64(access.offset + padding)) &+ tnum.value
    guard tnum.mask & low != 0 || fixed & low != 0 else { return }
    let own = access.offset - Int(base.offset)
    let place = isPacket ? "\(padding)+\(tnum.text)" : tnum.text
    throw reject(
      "misaligned \(alignmentName(of: base))access off \(place)+\(base.offset)+\(own) "
        + "size \(access.byteCount)")
  }

  private func alignmentName(of state: RegisterState) -> String {
    switch state.kind {
    case .packet, .packetMeta: "packet "
    case .mapValue: "value "
    case .mapKey: "key "
    case .stack: "stack "
    case .object:
      switch unit.typeRules[state.detail].kind {
      case .context: "context "
      case .object: unit.typeRules[state.detail].title + " "
      default: ""
      }
    default: ""
    }
  }
}

extension MemoryAccess {
  /// Whether it lies in the first `limit` bytes of what it accesses.
  fileprivate func fits(at offset: Int64, in limit: Int) -> Bool {
    offset >= 0 && offset <= Int64(Int32.max) && offset + Int64(byteCount) <= Int64(limit)
  }
}
