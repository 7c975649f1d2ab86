import ObjectFile
import SeededNumbers
import Testing

/// Objects that chance has changed either read as something or throw; they never trap.
struct MutationTests {
  private static let seeds = 0..<16 as Range<UInt64>
  private static let roundsPerSeed = 1500

  /// Each seed works on one sample, all samples in turn.
  @Test(arguments: seeds)
  func changedObjectsOnlyThrow(_ seed: UInt64) throws {
    let sample = Sample.allCases[Int(seed) % Sample.allCases.count]
    let original = ObjectEditor(bytes: try sample.bytes)
    var generator = SeededGenerator(seed: seed)
    var refused = 0
    for _ in 0..<Self.roundsPerSeed {
      var object = original
      mutate(&object, &generator)
      do throws(ObjectFileError) {
        use(try ProgramImage(parsing: object.bytes))
      } catch {
        #expect(!error.description.isEmpty && error.offset >= 0, "seed \(seed)")
        refused += 1
      }
    }
    // A reader that refused nothing, or everything, would not be tested by this.
    #expect(refused > Self.roundsPerSeed / 10, "seed \(seed)")
    #expect(refused < Self.roundsPerSeed, "seed \(seed)")
  }

  private func mutate(_ object: inout ObjectEditor, _ generator: inout SeededGenerator) {
    switch UInt8.random(in: 0..<8, using: &generator) {
    case 0: object.bytes.removeLast(Int.random(in: 1...object.bytes.count, using: &generator))
    case 1, 2, 3: changeSectionHeader(&object, &generator)
    default:
      for _ in 0..<Int.random(in: 1...8, using: &generator) {
        let at = object.bytes.indices.randomElement(using: &generator)!
        object.bytes[at] ^= 1 << UInt8.random(in: 0..<8, using: &generator)
      }
    }
  }

  /// Sets a field of a random section header to a value at some limit.
  private func changeSectionHeader(
    _ object: inout ObjectEditor, _ generator: inout SeededGenerator
  ) {
    let table = Int(object.word(at: 40, byteCount: 8))
    let header = table + 64 * Int.random(in: 0..<object.sectionCount, using: &generator)
    let field = [(0, 4), (4, 4), (8, 8), (24, 8), (32, 8), (40, 4), (44, 4), (56, 8)]
      .randomElement(using: &generator)!
    let values = [
      0, 1, 2, 7, 8, 9, UInt64(object.bytes.count), UInt64.max, UInt64.max >> 1, 1 << 31, 1 << 32,
      UInt64.random(in: 0..<UInt64(object.bytes.count), using: &generator),
    ]
    object.set(
      values.randomElement(using: &generator)!, at: header + field.0, byteCount: field.1)
  }

  /// What consumers do with an image, on one that came from damaged bytes.
  private func use(_ image: ProgramImage) {
    let index = BTFIndex(image.types)
    for id in image.types.types.indices.map(BTF.TypeID.init) {
      _ = image.types.describe(id)
      _ = image.types.innermostMember(of: id, atByte: 5)
      _ = image.types.typeTags(alongPointer: id)
      _ = index.declTags(of: id)
    }
    for slot in image.instructions.indices {
      _ = image.line(at: slot)
      precondition(image.functionIndex(containing: slot) != nil, "functions tile the code")
    }
  }
}
