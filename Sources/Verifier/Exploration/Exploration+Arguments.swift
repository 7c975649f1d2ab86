import Bytecode
import Contracts
import ObjectFile

/// Programs whose context are the arguments of a function of the kernel.
extension Exploration {
  /// The context of a typed role, or why there is none.
  mutating func typedContext(_ pattern: ValuePattern) throws(Rejection) -> RegisterState {
    guard let typedBy = role.program?.typedBy,
      let context = TypedContext(typedBy, attachment: attachment, in: try systemTypes())
    else {
      throw Rejection(
        slot: unit.image.functions[entry].start,
        reason: "the kernel has nothing that “\(attachment)” could be attached to")
    }
    arguments = context
    argumentPattern = pattern
    return RegisterState(kind: .arguments, identity: freshIdentity())
  }

  mutating func loadArgument(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    guard let arguments, let pattern = argumentPattern else {
      preconditionFailure("only typed roles have arguments")
    }
    let invalid = "invalid bpf_context access off=\(access.offset) size=\(access.byteCount)"
    guard access.offset >= 0, access.offset % 8 == 0 else {
      throw reject(
        "\(invalid): func '\(arguments.name)' offset \(access.offset) is not multiple of 8")
    }
    try evidence.noteAccess(at: path.slot, to: .kernel)
    let index = access.offset / 8
    guard index < arguments.arguments.count else {
      return try loadResult(access, arguments, index, invalid)
    }
    let parameter = arguments.arguments[index]
    var value = try argument(parameter.type, access, invalid)
    if value.kind == .kernel {
      if pattern.words.contains(.trusted), value.trust == .plain { value.trust = .trusted }
      value.isNullable =
        parameter.name.hasSuffix("__nullable") || pattern.isNullable && index > 0
    }
    return value
  }

  /// Behind the arguments lies what the function has returned, for programs that run after it.
  private mutating func loadResult(
    _ access: MemoryAccess, _ arguments: TypedContext, _ index: Int, _ invalid: String
  ) throws(Rejection) -> RegisterState {
    guard index == arguments.arguments.count, role.program?.seesResult == true,
      let result = arguments.result
    else {
      throw reject(
        "\(invalid): func '\(arguments.name)' doesn't have \(index + 1)-th argument")
    }
    var value = try argument(result, access, invalid)
    for case .range(let range) in role.signature.outcomes.flatMap(\.effects)
    where value.kind == .scalar && role.program?.standsForFunction == true {
      value = value.limited(to: range)
    }
    return value
  }

  private mutating func argument(
    _ type: BTF.TypeID, _ access: MemoryAccess, _ invalid: String
  ) throws(Rejection) -> RegisterState {
    let types = try systemTypes().types
    let resolved = types.resolvingModifiers(type)
    let unknown = RegisterState.scalar(
      Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
    switch types.kind(of: resolved) {
    case .integer, .enumeration, .structure, .union: return unknown
    case .pointer(let pointee):
      guard access.byteCount == 8 else {
        throw reject(
          "\(invalid): func '\(arguments?.name ?? "")' size \(access.byteCount) must be 8")
      }
      let target = types.resolvingModifiers(pointee)
      switch types.kind(of: target) {
      case .structure, .union: break
      // Of what these point to, nothing is known.
      default: return unknown
      }
      var pointer = RegisterState(kind: .kernel, detail: target, identity: freshIdentity())
      let tags = types.typeTags(of: pointee)
      if tags.contains("user") { pointer.trust = .user }
      if tags.contains("percpu") { pointer.trust = .perProcessor }
      return pointer
    default:
      throw reject("\(invalid): type '\(types.name(of: resolved))' is neither number nor pointer")
    }
  }

  /// A map's own structure, of which programs may read the members.
  mutating func loadMapField(_ access: MemoryAccess) throws(Rejection) -> RegisterState {
    let name = unit.maps[Int(access.base.detail)].structureName
    guard let types = unit.systemTypes.index,
      let structure = types.structure(named: name) ?? types.structure(named: "bpf_map")
    else { throw invalidAccess(access) }
    guard access.offset >= 0 else {
      throw reject(
        "\(access.registerName) is \(name) invalid negative access: off=\(access.offset)")
    }
    evidence.mapFieldLoads.insert(path.slot)
    switch FieldWalk(
      types.types, in: structure, offset: access.offset, byteCount: access.byteCount)
    {
    case .nothing(let reason): throw reject(reason)
    case .scalar: return .scalar(Number.unknown.zeroExtended(fromBits: access.byteCount * 8))
    case .pointer(let target, _, _, _):
      var pointer = RegisterState(kind: .kernel, detail: target, identity: freshIdentity())
      pointer.trust = .untrusted
      return pointer
    }
  }
}

extension MapDefinition {
  /// The kernel's structure for such a map.
  var structureName: String {
    switch type {
    case 1, 5, 9, 10, 13: "bpf_htab"
    case 2, 3, 4, 6, 7, 12: "bpf_array"
    default: "bpf_map"
    }
  }
}
