import Bytecode

/// Two objects as one.
extension ProgramImage {
  /// Adds what another object holds, behind what is here. Maps that both declare under one name are one map;
  /// variables stay each object's own. Functions that one of them only declares are those of that name in the other one.
  ///
  /// What only the GPL allows is allowed where both objects are under a licence that it is compatible with.
  public func linked(with other: ProgramImage) throws(LinkError) -> ProgramImage {
    guard other.byteOrder == byteOrder else { throw .byteOrder }
    var link = Link(into: self)
    try link.add(other)
    link.resolveExterns()
    return link.image
  }
}

/// Why two objects can't be one.
public enum LinkError: Error, Equatable, CustomStringConvertible {
  case byteOrder
  case differentMaps(name: String)

  public var description: String {
    switch self {
    case .byteOrder: "the objects are for different byte orders"
    case .differentMaps(let name):
      "map “\(name)” is another one in each of the objects: declare it alike, or rename one of the two"
    }
  }
}

/// Puts an object behind others, under new numbers.
private struct Link {
  private(set) var image: ProgramImage
  private var slotDistance = 0
  private var functionDistance = 0
  private var externDistance = 0
  private var typeDistance: BTF.TypeID = 0
  private var newMaps: [Int] = []

  init(into image: ProgramImage) { self.image = image }

  mutating func add(_ other: ProgramImage) throws(LinkError) {
    slotDistance = image.instructions.count
    functionDistance = image.functions.count
    externDistance = image.externs.count
    typeDistance = image.types.append(other.types)
    image.instructions += other.instructions
    image.functions += other.functions.map { function in
      var function = function
      function.start += slotDistance
      function.typeID = moved(function.typeID)
      return function
    }
    image.externs += other.externs.map { extern in
      var extern = extern
      extern.typeID = moved(extern.typeID)
      return extern
    }
    if !other.isGPLCompatible { image.license = other.license }
    try addMaps(of: other)
    addWhatNamesSlots(other)
  }

  private func moved(_ type: BTF.TypeID?) -> BTF.TypeID? { type?.moved(by: typeDistance) }

  private mutating func addMaps(of other: ProgramImage) throws(LinkError) {
    newMaps = []
    let known = image.maps.count
    for map in other.maps {
      let index = image.maps[..<known].firstIndex { $0.name == map.name && map.isShared }
      if let index {
        guard areAlike(image.maps[index], map, other.types) else {
          throw .differentMaps(name: map.name)
        }
        newMaps.append(index)
      } else {
        newMaps.append(image.maps.count)
        image.maps.append(map)
      }
    }
    for index in image.maps.indices.dropFirst(known) {
      image.maps[index] = renumbered(image.maps[index])
    }
  }

  private func areAlike(_ map: MapDefinition, _ other: MapDefinition, _ types: BTF) -> Bool {
    func plain(_ map: MapDefinition) -> MapDefinition {
      var map = map
      map.keyTypeID = nil
      map.valueTypeID = nil
      return map
    }
    guard plain(map) == plain(other) else { return false }
    let pairs = [(map.keyTypeID, other.keyTypeID), (map.valueTypeID, other.valueTypeID)]
    return pairs.allSatisfy { here, there in
      guard let here, let there else { return here == there }
      return image.types.isAlike(here, there, of: types)
    }
  }

  private func renumbered(_ map: MapDefinition) -> MapDefinition {
    var map = map
    map.keyTypeID = moved(map.keyTypeID)
    map.valueTypeID = moved(map.valueTypeID)
    if case .maps(var inner) = map.contents {
      inner.keyTypeID = moved(inner.keyTypeID)
      inner.valueTypeID = moved(inner.valueTypeID)
      map.contents = .maps(like: inner)
    }
    return renumbering(map)
  }

  private var renumbering: Renumbering {
    Renumbering(
      map: { newMaps[$0] }, function: { $0 + functionDistance }, extern: { $0 + externDistance })
  }

  private mutating func addWhatNamesSlots(_ other: ProgramImage) {
    image.references += other.references.map {
      ProgramImage.Reference(slot: $0.slot + slotDistance, target: renumbering($0.target))
    }
    image.lines += other.lines.map { line in
      var line = line
      line.slot += slotDistance
      return line
    }
    image.coreRelocations += other.coreRelocations.map(moved)
    image.unresolvedRelocations += other.unresolvedRelocations.map {
      UnresolvedRelocation(moved($0.relocation), $0.problem)
    }
  }

  /// Has functions that an object only declares be those that another one has.
  mutating func resolveExterns() {
    var functions: [Int?] = []
    for extern in image.externs {
      functions.append(image.functions.firstIndex { $0.name == extern.name })
    }
    for index in image.references.indices {
      switch image.references[index].target {
      case .externAddress(let extern):
        guard let function = functions[extern] else { continue }
        image.references[index].target = .function(function)
        lead(image.references[index].slot, to: function, Code.function)
      case .externCall(let extern):
        guard let function = functions[extern] else { continue }
        lead(image.references[index].slot, to: function, Code.localCall)
      default: continue
      }
    }
    image.references.removeAll { reference in
      guard case .externCall(let extern) = reference.target else { return false }
      return functions[extern] != nil
    }
  }

  private mutating func lead(_ slot: Int, to function: Int, _ source: UInt8) {
    let instruction = image.instructions[slot]
    image.instructions[slot].registers = source << 4 | instruction.destination
    image.instructions[slot].immediate = Int32(image.functions[function].start - slot - 1)
  }

  private func moved(_ relocation: CoreRelocation) -> CoreRelocation {
    var relocation = relocation
    relocation.slot += slotDistance
    relocation.typeID = relocation.typeID.moved(by: typeDistance)
    return relocation
  }
}

extension MapDefinition {
  /// Sections of variables are each object's own.
  fileprivate var isShared: Bool { initialValue == nil }
}
