import ObjectFile

extension ProgramUnit {
  /// One of the unit's programs as a unit of its own, with nothing but what it needs, as Linux loads
  /// programs; and which function of it the program is.
  public func part(of entry: Int) throws(UnitError) -> (unit: ProgramUnit, entry: Int) {
    precondition(entries.contains(entry), "only programs are units of their own")
    let part = image.part(of: entry)
    let unit = try ProgramUnit(
      image: part.image, interface: interface, systemTypes: systemTypes)
    return (unit, part.entry)
  }
}
