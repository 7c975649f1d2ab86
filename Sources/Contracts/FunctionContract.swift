import ObjectFile

/// The contract of one exported function or of one program role.
public struct FunctionContract: Equatable, Sendable {
  public var name: String
  /// The text of `__contract`, for messages.
  public var text: String
  public var signature: Signature
  public var result: ResultType
  public var parameterCount: Int
  /// Linux's number, for a helper.
  public var helperNumber: Int32?
  /// The role that this declaration is the prototype of.
  public var role: String?
  public var requiresLock: LockExpression?
  public var acquiresLock: LockExpression?
  public var releasesLock: LockExpression?
  /// The program roles that may call it; nil means all.
  public var callers: [String]?
  public var suspends: Bool
  public var resumes: Bool
  /// Never returns: unwinds the program.
  public var `throws`: Bool

  /// What `r0` holds after a call.
  public enum ResultType: Equatable, Sendable {
    case void
    case scalar(byteCount: Int, isSigned: Bool)
    case pointer
  }

  init(
    name: String, prototype: BTF.TypeID, tags: [String], types: BTF
  ) throws(ContractError) {
    guard case .functionPrototype(let result, let parameters, _) = types.kind(of: prototype) else {
      throw ContractError(
        declaration: name, text: "", column: 1, message: "its type is no function prototype")
    }
    self.name = name
    text = tags.value(after: "contract:") ?? ""
    signature = try Signature(parsing: text, declaration: name)
    self.result = types.resultType(result)
    parameterCount = parameters.count
    helperNumber = tags.value(after: "helper:").flatMap { Int32($0) }
    role = tags.value(after: "role:")
    requiresLock = try tags.lock("requires_lock:", declaration: name)
    acquiresLock = try tags.lock("acquires_lock:", declaration: name)
    releasesLock = try tags.lock("releases_lock:", declaration: name)
    callers = tags.value(after: "roles:").map {
      $0.split(separator: ",").map { $0.drop { $0 == " " } }.map(String.init)
    }
    suspends = tags.contains("suspends")
    resumes = tags.contains("resumes")
    `throws` = tags.contains("throws")
    guard
      signature.parameters.count == parameterCount
        || signature.hasMore && signature.parameters.count < parameterCount
    else {
      throw ContractError(
        declaration: name, text: text, column: 1,
        message: "\(signature.parameters.count) parameters, but C declares \(parameterCount)")
    }
  }
}

extension [String] {
  fileprivate func lock(
    _ prefix: String, declaration: String
  ) throws(ContractError) -> LockExpression? {
    guard let text = value(after: prefix) else { return nil }
    return try LockExpression(parsing: text, declaration: declaration)
  }
}

extension BTF {
  fileprivate func kind(of id: TypeID) -> Kind { types[Int(id)].kind }

  fileprivate func resultType(_ id: TypeID) -> FunctionContract.ResultType {
    switch kind(of: id) {
    case .void: .void
    case .integer(let byteCount, _, _, let isSigned, _, _):
      .scalar(byteCount: Int(byteCount), isSigned: isSigned)
    case .enumeration(let byteCount, let isSigned, _):
      .scalar(byteCount: Int(byteCount), isSigned: isSigned)
    case .typedef(let next), .const(let next), .volatile(let next), .restrict(let next),
      .typeTag(let next):
      resultType(next)
    default: .pointer
    }
  }
}

extension FunctionContract {
  /// The parameters, from 0, whose values every outcome of the call takes from the caller.
  public var consumedParameters: [Int] {
    let consumed = signature.outcomes.flatMap(\.effects).compactMap { effect -> Int? in
      if case .consumed(let instance) = effect { instance } else { nil }
    }
    return signature.parameters.indices.filter { index in
      guard case .value(let pattern) = signature.parameters[index],
        let instance = pattern.instances.last
      else { return false }
      return consumed.contains(instance)
    }
  }
}
