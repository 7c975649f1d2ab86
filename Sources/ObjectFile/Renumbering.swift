/// New numbers of maps, functions and names from outside, where parts of images are put together.
struct Renumbering {
  var map: (Int) -> Int
  var function: (Int) -> Int
  var extern: (Int) -> Int

  func callAsFunction(
    _ target: ProgramImage.Reference.Target
  ) -> ProgramImage.Reference.Target {
    switch target {
    case .map(let old): .map(map(old))
    case .mapValue(let old, let offset): .mapValue(map(old), offset: offset)
    case .function(let old): .function(function(old))
    case .externCall(let old): .externCall(extern(old))
    case .externAddress(let old): .externAddress(extern(old))
    }
  }

  /// The map, with what it holds from the start under new numbers.
  func callAsFunction(_ definition: MapDefinition) -> MapDefinition {
    var definition = definition
    for index in definition.initialEntries.indices {
      switch definition.initialEntries[index].target {
      case .map(let old): definition.initialEntries[index].target = .map(map(old))
      case .program(let old): definition.initialEntries[index].target = .program(function(old))
      }
    }
    for index in definition.initialAddresses.indices {
      definition.initialAddresses[index].target = self(definition.initialAddresses[index].target)
    }
    return definition
  }
}
