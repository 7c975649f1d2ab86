import ObjectFile

/// What monitors of running programs ask for.
extension ProgramUnit {
  /// The image's maps, and behind them what the maps in maps are like.
  package var mapDefinitions: [MapDefinition] { maps }

  /// What the values of a map are like that are maps, as an index into ``mapDefinitions``.
  package func innerMap(ofMap index: Int) -> Int? { innerMaps[index] }
}

extension ValueLayout.Field {
  /// The type of the interface that a container holds, and where the member lies that links it; or what a pointer
  /// keeps, by its beginning.
  package var interfaceContents: (type: String, nodeOffset: Int)? {
    if let type = pointer?.interfaceType { return (type, 0) }
    guard let contents, contents.ownType == nil else { return nil }
    return (contents.type, contents.nodeOffset)
  }
}
