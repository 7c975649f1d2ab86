import Bytecode
import Contracts
import ObjectFile

/// What the verifier works on: an object's image, decoded, with every name in it resolved against
/// an interface.
public struct ProgramUnit: Sendable {
  public let image: ProgramImage
  public let interface: Interface
  /// One a slot; nil for the second half of `ld_imm64`.
  public let operations: [Operation?]
  /// What lies where in the values of each map.
  let valueLayouts: [ValueLayout]
  let typeRules: TypeTable

  public init(image: ProgramImage, interface: Interface) throws(UnitError) {
    self.image = image
    self.interface = interface
    let decoded: DecodedProgram
    do {
      decoded = try DecodedProgram(image.instructions)
    } catch {
      throw .decoding(error)
    }
    operations = decoded.operations
    typeRules = TypeTable(interface)
    var layouts: [ValueLayout] = []
    let types = BTFIndex(image.types)
    for map in image.maps {
      layouts.append(try ValueLayout(map, types: types, interface: interface))
    }
    valueLayouts = layouts
  }

  /// The exported function that the call at `slot` names, as an index into the interface.
  public func exportedFunction(calledAt slot: Int) -> Int? {
    guard case .call(let target)? = operations[slot] else { return nil }
    switch target {
    case .helper(let number): return interface.function(helper: number)
    case .exported:
      guard case .externCall(let index)? = image.reference(at: slot) else { return nil }
      return interface.function(named: image.externs[index].name)
    case .local: return nil
    }
  }

  /// The name that the call at `slot` uses, for messages.
  func calleeName(at slot: Int) -> String {
    if case .externCall(let index)? = image.reference(at: slot) { return image.externs[index].name }
    if case .call(.helper(let number))? = operations[slot] { return "#\(number)" }
    return "?"
  }

  /// The function that the local call at `slot` enters.
  public func localFunction(calledAt slot: Int) -> Int? {
    guard case .call(.local(let offset))? = operations[slot] else { return nil }
    return image.functions.firstIndex { $0.start == slot + 1 + Int(offset) }
  }

  /// The role that a function's section names; nil for subprograms.
  public func role(of function: Int) -> String? {
    let section = image.functions[function].section
    guard section != ".text" else { return nil }
    let name = section.hasPrefix("?") ? section.dropFirst() : section[...]
    return String(name.prefix { $0 != "/" && $0 != "." })
  }

  /// What of a map's values belongs to the run time, ascending by offset.
  public func valueFields(ofMap index: Int) -> [ValueLayout.Field] { valueLayouts[index].fields }

  /// Functions that are programs of their own, by index.
  public var entries: [Int] {
    image.functions.indices.filter { role(of: $0) != nil && image.functions[$0].isGlobal }
  }
}

/// An object that can't be verified because it makes no sense.
public enum UnitError: Error, Equatable, CustomStringConvertible {
  case decoding(DecodingError)
  case valueType(map: String, message: String)

  public var description: String {
    switch self {
    case .decoding(let error): "\(error)"
    case .valueType(let map, let message): "map “\(map)”: \(message)"
    }
  }
}

/// The interface's structure types by a small number, which register states carry.
struct TypeTable: Sendable {
  let rules: [TypeRule]
  private let numbers: [String: UInt32]

  init(_ interface: Interface) {
    rules = interface.typeRules.values.sorted { $0.id < $1.id }
    numbers = Dictionary(
      uniqueKeysWithValues: rules.enumerated().map { ($1.name, UInt32($0)) })
  }

  func number(of name: String) -> UInt32? { numbers[name] }
  subscript(number: UInt32) -> TypeRule { rules[Int(number)] }
}
