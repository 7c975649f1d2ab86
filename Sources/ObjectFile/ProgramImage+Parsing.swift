extension ProgramImage {
  /// Reads an ELF object for BPF, as clang makes it, of either byte order.
  ///
  /// Only images of this machine's byte order can run: see ``requireNativeByteOrder()``.
  ///
  /// - Throws: for every object that isn't consistent, where and why, with the numbers. No input
  ///   traps.
  public init(parsing bytes: [UInt8]) throws(ObjectFileError) {
    var reader = try ImageReader(ELF(parsing: bytes))
    reader.relocations = try reader.elf.readRelocations()
    try reader.readCode()
    try reader.readTypes()
    try reader.readMaps()
    try reader.readExterns()
    try reader.relocate()
    try reader.checkCalls()
    try reader.readSourceInformation()
    reader.image.license = try reader.license()
    reader.image.byteOrder = reader.elf.byteOrder
    self = reader.image
  }
}

/// Builds an image step by step; each step is an extension in a file of its own.
struct ImageReader {
  let elf: ELF
  var image = ProgramImage(instructions: [], functions: [])
  var typeIndex = BTFIndex(.empty)
  /// The types of code and the lines, when the object has them.
  var sourceInformation: BTFExtension?
  /// Slot of the first instruction of each executable section.
  var firstSlots: [Int: Int] = [:]
  /// Functions by the slot that they start at.
  var functionsByStart: [Int: Int] = [:]
  /// Maps by where their symbol lies.
  var maps: [Place: Int] = [:]
  /// The map that a data section became.
  var dataMaps: [Int: Int] = [:]
  /// Of all data sections so far.
  var dataByteCount: UInt64 = 0
  /// Where the initial entries of maps lie in `.maps`, ascending.
  var initialEntries: [EntryList] = []
  /// By the section that they complete.
  var relocations: [Int: [ELF.Relocation]] = [:]
  var externs: [String: Int] = [:]
  /// One per slot: has a relocation been applied to it?
  var isRelocated: [Bool] = []

  struct Place: Hashable {
    var section: Int
    var offset: UInt64
  }

  /// The pointers that a map's definition ends with, in octets from the start of the section.
  struct EntryList {
    var map: Int
    var extent: Range<UInt64>
  }

  /// The first section of each name.
  private let sectionNumbers: [String: Int]

  init(_ elf: ELF) {
    self.elf = elf
    let named = elf.sections.enumerated().filter { $1.type != ELF.SectionType.null }
    sectionNumbers = Dictionary(
      named.map { ($1.name, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// The sections' numbers, in file order, that `isIncluded` holds for.
  func sections(where isIncluded: (ELF.Section) -> Bool) -> [Int] {
    elf.sections.indices.filter { isIncluded(elf.sections[$0]) }
  }

  func section(named name: String) -> Int? { sectionNumbers[name] }

  /// The string in section `license`; empty when there is none.
  func license() throws(ObjectFileError) -> String {
    guard let index = section(named: "license") else { return "" }
    return try elf.sections[index].reader.text(at: 0)
  }
}
