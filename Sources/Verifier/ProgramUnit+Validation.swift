import Bytecode
import ObjectFile

/// An image may have been put together by hand: what the verifier indexes with must be in range.
extension ProgramUnit {
  static func validate(
    _ image: ProgramImage, _ decoded: DecodedProgram
  ) throws(UnitError) {
    do {
      try image.types.validate()
    } catch {
      throw .image("\(error)")
    }
    try checkFunctions(image, decoded)
    for index in image.references.indices { try checkReference(index, image, decoded.operations) }
    for map in image.maps {
      if [12, 13].contains(map.type), map.contents == .octets {
        throw .image("map “\(map.name)” says nothing of the maps that it holds: declare `values`")
      }
      for id in [map.keyTypeID, map.valueTypeID] { try checkType(id, of: map.name, image) }
    }
  }

  /// Functions cover the instructions without gap or overlap, and none begins or ends inside an
  /// instruction.
  private static func checkFunctions(
    _ image: ProgramImage, _ decoded: DecodedProgram
  ) throws(UnitError) {
    let operations = decoded.operations
    let noInstructions = Set(decoded.errors.map(\.index))
    var end = 0
    for function in image.functions {
      guard function.start == end, function.count > 0,
        function.count <= operations.count - function.start
      else {
        throw .image(
          "function “\(function.name)” of \(function.count) slots at \(function.start) does not "
            + "follow the one before, which ends at \(end) of \(operations.count)")
      }
      guard operations[function.start] != nil || noInstructions.contains(function.start) else {
        throw .image("function “\(function.name)” begins inside an instruction")
      }
      end = function.start + function.count
      try checkType(function.typeID, of: function.name, image)
    }
    guard end == operations.count else {
      throw .image("\(operations.count - end) slots at \(end) belong to no function")
    }
  }

  private static func checkType(
    _ id: BTF.TypeID?, of name: String, _ image: ProgramImage
  ) throws(UnitError) {
    guard let id, id >= image.types.types.count else { return }
    throw .image("“\(name)” has type \(id) of \(image.types.types.count)")
  }

  /// References ascend, and each stands at an instruction of its kind and names what there is.
  private static func checkReference(
    _ index: Int, _ image: ProgramImage, _ operations: [Operation?]
  ) throws(UnitError) {
    let reference = image.references[index]
    let previous = index == 0 ? -1 : image.references[index - 1].slot
    guard reference.slot > previous, operations.indices.contains(reference.slot) else {
      throw .image("reference \(index) at slot \(reference.slot) is out of order or of range")
    }
    let isInRange: Bool
    var isCall = false
    switch reference.target {
    case .map(let map): isInRange = image.maps.indices.contains(map)
    case .mapValue(let map, let offset):
      isInRange = image.maps.indices.contains(map) && offset <= image.maps[map].valueSize
    case .function(let function): isInRange = image.functions.indices.contains(function)
    case .externAddress(let extern): isInRange = image.externs.indices.contains(extern)
    case .externCall(let extern):
      isInRange = image.externs.indices.contains(extern)
      isCall = true
    }
    guard isInRange else {
      throw .image("reference \(index) at slot \(reference.slot) names nothing in the image")
    }
    if case .mapValue(let map, _) = reference.target, !image.maps[map].hasDirectValue {
      throw .image(
        "reference \(index) at slot \(reference.slot) is the address of a value in map "
          + "“\(image.maps[map].name)” of type \(image.maps[map].type), where only calls find values"
      )
    }
    switch operations[reference.slot] {
    case .call(.exported)? where isCall: return
    case .loadImmediate64? where !isCall: return
    default: throw .image("reference \(index) at slot \(reference.slot) stands at no such use")
    }
  }
}

extension MapDefinition {
  /// Whether programs may have the address of its first value: in arrays, and in arenas.
  fileprivate var hasDirectValue: Bool { type == 2 || type == 33 }
}
