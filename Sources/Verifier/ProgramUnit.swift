import Bytecode
import Contracts
import ObjectFile

/// What the verifier works on: an object's image, decoded, with every name in it resolved against
/// an interface.
public struct ProgramUnit: Sendable {
  public let image: ProgramImage
  public let interface: Interface
  /// One a slot; nil for the second half of `ld_imm64`, and for what is no instruction.
  public let operations: [Operation?]
  /// By slot: what is no instruction, or leads to none.
  let decodingErrors: [Int: DecodingError]
  /// The image's maps, and behind them what the maps in maps are like.
  let maps: [MapDefinition]
  /// What the values of a map are like that are maps, as an index into `maps`.
  let innerMaps: [Int: Int]
  /// What lies where in the values of each map.
  let valueLayouts: [ValueLayout]
  /// The same, of those of the program's structures that hold any such thing.
  let objectLayouts: [BTF.TypeID: ValueLayout]
  let typeRules: TypeTable
  /// The object's own types.
  let types: BTFIndex
  /// The kernel's types.
  let systemTypes: SystemTypes
  /// One a slot; nil for what is no call.
  let callees: [Callee?]
  /// Which functions of the unit stand for an exported one, by index in the interface.
  let replacements: [Int: [Int]]
  /// One a function; nil for subprograms.
  private let programs: [Program?]

  /// What a function's section says of it.
  struct Program: Sendable {
    /// The name of its role, which the interface may not know.
    var role: String
    /// What follows the role's own part of the section's name.
    var attachment: String
    var maySleep: Bool
    /// It has safe points, where it is suspended from outside.
    var isPreemptible = false
  }

  /// What a call enters.
  enum Callee: Equatable, Sendable {
    /// A function of the unit.
    case local(Int)
    /// An exported function, as an index into the interface.
    case exported(Int)
    /// The function of the unit that stands for an exported one.
    case replaced(export: Int, by: Int)
    /// Nothing that the interface knows; the name that the call uses.
    case unknown(String)
  }

  /// - Throws: for every image that isn't consistent; none traps.
  public init(
    image: ProgramImage, interface: Interface, systemTypes: SystemTypes = .none
  ) throws(UnitError) {
    self.image = image
    self.systemTypes = systemTypes
    self.interface = interface
    do {
      try image.requireNativeByteOrder()
    } catch {
      throw .image("\(error)")
    }
    let decoded = DecodedProgram(tolerating: image.instructions)
    operations = decoded.operations
    decodingErrors = Dictionary(decoded.errors.map { ($0.index, $0) }) { first, _ in first }
    try Self.validate(image, decoded)
    try Self.checkInterfaceTypes(of: image.types, against: interface)
    replacements = Self.replacements(image, interface)
    callees = try Self.resolveCalls(operations, image, interface, replacements)
    let types = BTFIndex(image.types)
    self.types = types
    programs = image.functions.map { Self.program($0, interface, types) }
    typeRules = TypeTable(interface)
    var layouts: [ValueLayout] = []
    (maps, innerMaps) = Self.allMaps(image)
    for map in maps {
      layouts.append(try ValueLayout(map, types: types, interface: interface))
    }
    valueLayouts = layouts
    objectLayouts = try Self.objectLayouts(types, interface)
  }

  /// The exported function that the call at `slot` names, as an index into the interface.
  public func exportedFunction(calledAt slot: Int) -> Int? {
    if case .exported(let index)? = callees[slot] { index } else { nil }
  }

  /// The function of the unit that the call at `slot` enters, also in the place of an exported one.
  public func localFunction(calledAt slot: Int) -> Int? {
    switch callees[slot] {
    case .local(let index)?, .replaced(_, let index)?: index
    default: nil
    }
  }

  /// The contract that the call at `slot` is made under; nil for BPF-to-BPF calls.
  public func contract(calledAt slot: Int) -> FunctionContract? {
    switch callees[slot] {
    case .exported(let index)?, .replaced(let index, _)?: interface.functions[index]
    default: nil
    }
  }

  /// The role that a program's section names; nil for subprograms. A static function is one, in
  /// whichever section it lies: nobody verifies it by itself.
  public func role(of function: Int) -> String? { programs[function]?.role }

  /// What the section of an entry says of it.
  func program(_ entry: Int) -> Program? { programs[entry] }

  /// What of a map's values belongs to the run time, ascending by offset.
  public func valueFields(ofMap index: Int) -> [ValueLayout.Field] { valueLayouts[index].fields }

  /// Functions that are programs of their own, by index.
  public var entries: [Int] {
    image.functions.indices.filter { role(of: $0) != nil }
  }
}

extension ProgramUnit {
  private static func objectLayouts(
    _ types: BTFIndex, _ interface: Interface
  ) throws(UnitError) -> [BTF.TypeID: ValueLayout] {
    var layouts: [BTF.TypeID: ValueLayout] = [:]
    for (id, entry) in types.types.types.enumerated() {
      guard case .structure = entry.kind, interface.typeRules[entry.name] == nil else { continue }
      layouts[BTF.TypeID(id)] = try ValueLayout(
        structure: BTF.TypeID(id), types: types, interface: interface)
    }
    return layouts
  }

  /// The name of an instance's type.
  func typeName(of instance: State.Instance) -> String {
    if instance.isPrograms {
      return image.types.name(of: instance.type & ~State.Instance.programBit)
    }
    guard instance.isKernels else { return typeRules[instance.type].name }
    return systemTypes.index.map { $0.types.name(of: instance.type & ~State.Instance.kernelBit) }
      ?? ""
  }

  private static func allMaps(_ image: ProgramImage) -> ([MapDefinition], [Int: Int]) {
    var maps = image.maps
    var inner: [Int: Int] = [:]
    for (index, map) in image.maps.enumerated() {
      guard case .maps(let like) = map.contents else { continue }
      inner[index] = maps.count
      maps.append(like)
    }
    return (maps, inner)
  }

  private static func program(
    _ function: ProgramImage.Function, _ interface: Interface, _ types: BTFIndex
  ) -> Program? {
    guard let section = function.programSection else { return nil }
    if let name = function.replacedName {
      return Program(
        role: FunctionContract.replacementRole, attachment: name, maySleep: false)
    }
    guard let (role, rest, maySleep) = interface.role(ofSection: section) else {
      return Program(
        role: String(section.prefix { $0 != "/" && $0 != "." }), attachment: "", maySleep: false)
    }
    let isMarked = function.typeID.map { types.declTags(of: $0).contains(preemptibleTag) } ?? false
    if rest == preemptibleTag {
      return Program(role: role, attachment: "", maySleep: maySleep, isPreemptible: true)
    }
    // A section that a pattern names as a whole may have its attachment in there.
    let attachment =
      rest.isEmpty ? section.split(separator: "/").dropFirst().joined(separator: "/") : String(rest)
    return Program(
      role: role, attachment: attachment, maySleep: maySleep, isPreemptible: isMarked)
  }

  /// What `__preemptible` says of a function; behind a dot, a section says the same.
  private static let preemptibleTag = "preemptible"

  private static func resolveCalls(
    _ operations: [Operation?], _ image: ProgramImage, _ interface: Interface,
    _ replacements: [Int: [Int]]
  ) throws(UnitError) -> [Callee?] {
    let starts = Dictionary(
      uniqueKeysWithValues: image.functions.enumerated().map { ($1.start, $0) })
    // What stands for a function may call it itself.
    func callee(_ export: Int, calledAt slot: Int) throws(UnitError) -> Callee {
      let functions = replacements[export, default: []]
      guard let function = functions.first,
        !functions.contains(where: { image.functions[$0].range.contains(slot) })
      else { return .exported(export) }
      guard functions.count == 1 else {
        throw .replacedTwice(
          function: interface.functions[export].name,
          by: functions.map { image.functions[$0].name })
      }
      return .replaced(export: export, by: function)
    }
    func resolve(_ operation: Operation?, at slot: Int) throws(UnitError) -> Callee? {
      guard case .call(let target)? = operation else { return nil }
      switch target {
      case .helper(let number):
        guard let export = interface.function(helper: number) else {
          return .unknown("#\(number)")
        }
        return try callee(export, calledAt: slot)
      case .local(let offset):
        let start = slot + 1 + Int(offset)
        return starts[start].map(Callee.local) ?? .unknown("slot \(start)")
      case .exported(let number, _):
        guard case .externCall(let index)? = image.reference(at: slot) else {
          return .unknown("#\(number)")
        }
        // What follows `___` tells several declarations of one function apart.
        let flavour = image.externs[index].name
        let name =
          flavour.firstRange(of: "___").map { String(flavour[..<$0.lowerBound]) } ?? flavour
        guard let export = interface.function(named: name) else { return .unknown(name) }
        return try callee(export, calledAt: slot)
      }
    }
    var callees: [Callee?] = []
    callees.reserveCapacity(operations.count)
    for (slot, operation) in operations.enumerated() {
      callees.append(try resolve(operation, at: slot))
    }
    return callees
  }
}

/// An object that can't be verified because it makes no sense.
public enum UnitError: Error, Equatable, CustomStringConvertible {
  /// An image whose parts contradict each other; those that were read from a file never do.
  case image(String)
  case valueType(map: String, message: String)
  /// A structure that the program shares with the run time is another one there.
  case otherInterface(type: String, difference: String)
  /// Two functions stand for one.
  case replacedTwice(function: String, by: [String])

  public var description: String {
    switch self {
    case .image(let message): message
    case .valueType(let map, let message): "map “\(map)”: \(message)"
    case .otherInterface(let type, let difference):
      "built against another interface: struct \(type) \(difference)"
    case .replacedTwice(let function, let replacements):
      "\(replacements.joined(separator: " and ")) both stand for \(function): keep one of them"
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
