import Bytecode

/// What a program is loaded with: one that an object has beside others needs none of theirs.
extension ProgramImage {
  /// The image of one program: with the functions that it may come to, by calls and by the tail calls that
  /// its program arrays begin with, and with the maps that these use; and which function of it the program is.
  /// What the image names has to exist.
  public func part(of entry: Int) -> (image: ProgramImage, entry: Int) {
    let (image, entries) = part(of: [entry])
    return (image, entries[0])
  }

  /// The same of several programs together.
  public func part(of entries: [Int]) -> (image: ProgramImage, entries: [Int]) {
    let (functions, maps) = closure(of: entries)
    let part = Part(of: self, functions, maps)
    return (part.image, entries.map { part.newFunctions[$0]! })
  }

  /// Indices, ascending, of all that `entries` need: maps lead to programs and to other maps.
  private func closure(of entries: [Int]) -> (functions: [Int], maps: [Int]) {
    var functions: Set<Int> = []
    var maps: Set<Int> = []
    var entries = entries
    while let entry = entries.popLast() {
      let reached = self.functions(reachedFrom: entry)
      functions.formUnion(reached)
      var pending = self.maps(usedBy: reached)
      while let map = pending.popLast() {
        guard maps.insert(map).inserted else { continue }
        for target in self.maps[map].targets {
          switch target {
          case .map(let index), .mapValue(let index, _): pending.append(index)
          case .function(let index): if !functions.contains(index) { entries.append(index) }
          case .externCall, .externAddress: break
          }
        }
      }
    }
    return (functions.sorted(), maps.sorted())
  }
}

extension MapDefinition {
  /// What the map's initial contents name.
  fileprivate var targets: [ProgramImage.Reference.Target] {
    initialAddresses.map(\.target)
      + initialEntries.map { entry in
        switch entry.target {
        case .map(let index): .map(index)
        case .program(let index): .function(index)
        }
      }
  }
}

/// Puts some functions and maps of an image together, under new numbers.
private struct Part {
  private let whole: ProgramImage
  private(set) var image: ProgramImage
  /// By the numbers in the whole image.
  private(set) var newFunctions: [Int: Int] = [:]
  private var newMaps: [Int: Int] = [:]
  private var newSlots: [Int: Int] = [:]

  init(of whole: ProgramImage, _ functions: [Int], _ maps: [Int]) {
    self.whole = whole
    image = whole
    image.functions = []
    image.instructions = []
    for (new, old) in maps.enumerated() { newMaps[old] = new }
    for (new, old) in functions.enumerated() {
      newFunctions[old] = new
      var function = whole.functions[old]
      for slot in function.range { newSlots[slot] = newSlots.count }
      function.start = newSlots[function.start]!
      image.functions.append(function)
    }
    image.instructions = functions.flatMap { whole.functions[$0].range.map(instruction) }
    image.maps = maps.map { renumbering(whole.maps[$0]) }
    renumberSlots()
  }

  /// Calls, and addresses of functions, are relative.
  private func instruction(at slot: Int) -> Instruction {
    var instruction = whole.instructions[slot]
    if whole.functionCalled(at: slot) != nil,
      let target = newSlots[slot + 1 + Int(instruction.immediate)]
    {
      instruction.immediate = Int32(target - newSlots[slot]! - 1)
    }
    return instruction
  }

  private var renumbering: Renumbering {
    Renumbering(
      map: { newMaps[$0]! }, function: { newFunctions[$0]! }, extern: { $0 })
  }

  /// What names an instruction, without what is left out.
  private mutating func renumberSlots() {
    image.references = whole.references.compactMap { reference in
      newSlots[reference.slot].map {
        ProgramImage.Reference(slot: $0, target: renumbering(reference.target))
      }
    }
    image.lines = whole.lines.compactMap { line in
      newSlots[line.slot].map { slot in
        var line = line
        line.slot = slot
        return line
      }
    }
    image.coreRelocations = whole.coreRelocations.compactMap(renumbered)
    image.unresolvedRelocations = whole.unresolvedRelocations.compactMap { unresolved in
      renumbered(unresolved.relocation).map { UnresolvedRelocation($0, unresolved.problem) }
    }
  }

  private func renumbered(_ relocation: CoreRelocation) -> CoreRelocation? {
    newSlots[relocation.slot].map { slot in
      var relocation = relocation
      relocation.slot = slot
      return relocation
    }
  }
}
