import ObjectFile
import Testing

/// Newer compilers may say more about each instruction: what is known comes first.
struct RecordSizeTests {
  /// The object with records of `.BTF.ext` that are longer by `extra` octets.
  private func widened(_ sample: Sample, by extra: Int) throws -> [UInt8] {
    var editor = ObjectEditor(bytes: try sample.bytes)
    let start = editor.contents(of: ".BTF.ext")
    let headerByteCount = Int(editor.word(at: start + 4))
    var header = Array(editor.bytes[start..<start + headerByteCount])
    var tables: [UInt8] = []
    for field in stride(from: 8, to: headerByteCount, by: 8) {
      let table = start + headerByteCount + Int(editor.word(at: start + field))
      let end = table + Int(editor.word(at: start + field + 4))
      let wide = table == end ? [] : widened(editor, table..<end, by: extra)
      var change = ObjectEditor(bytes: header)
      change.set(UInt64(tables.count), at: field)
      change.set(UInt64(wide.count), at: field + 4)
      header = change.bytes
      tables += wide
    }
    // The section moves to the file's end. Its relocations only say what is written in place, too.
    let section = editor.header(".BTF.ext")
    editor.set(0, at: editor.header(".rel.BTF.ext") + 4)
    editor.set(UInt64(editor.bytes.count), at: section + 24, byteCount: 8)
    editor.set(UInt64(header.count + tables.count), at: section + 32, byteCount: 8)
    return editor.bytes + header + tables
  }

  private func widened(
    _ editor: ObjectEditor, _ table: Range<Int>, by extra: Int
  ) -> [UInt8] {
    let size = Int(editor.word(at: table.lowerBound))
    var head = ObjectEditor(bytes: Array(editor.bytes[table.prefix(4)]))
    head.set(UInt64(size + extra), at: 0)
    var result = head.bytes
    var position = table.lowerBound + 4
    while position < table.upperBound {
      result += editor.bytes[position..<position + 8]
      let count = Int(editor.word(at: position + 4))
      position += 8
      for _ in 0..<count {
        result += editor.bytes[position..<position + size]
        result += [UInt8](repeating: 0xa5, count: extra)
        position += size
      }
    }
    return result
  }

  @Test(arguments: [Sample.handoff, .types], [4, 16])
  func longerRecordsSayTheSame(_ sample: Sample, _ extra: Int) throws {
    let image = try ProgramImage(parsing: widened(sample, by: extra))
    #expect(try image == sample.image)
    #expect(!image.lines.isEmpty)
  }
}
