import Foundation
import ObjectFile

/// The committed objects, and what tests do with their bytes.
enum Sample: String, CaseIterable {
  case handoff, data, legacy, types

  static let folder = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Corpus/objects")

  var source: URL { Self.folder.appending(path: "\(rawValue).c") }

  var bytes: [UInt8] {
    get throws { try [UInt8](Data(contentsOf: Self.folder.appending(path: "\(rawValue).o"))) }
  }

  var image: ProgramImage { get throws { try ProgramImage(parsing: bytes) } }
}

/// Changes single fields of an object, found by name and not by number.
struct ObjectEditor {
  var bytes: [UInt8]

  func word(at offset: Int, byteCount: Int = 4) -> UInt64 {
    bytes[offset..<offset + byteCount].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  mutating func set(_ value: UInt64, at offset: Int, byteCount: Int = 4) {
    for index in 0..<byteCount {
      bytes[offset + index] = UInt8(truncatingIfNeeded: value >> UInt64(8 * index))
    }
  }

  private var table: Int { Int(word(at: 40, byteCount: 8)) }
  var sectionCount: Int { Int(word(at: 60, byteCount: 2)) }

  private func string(at offset: Int) -> String {
    String(decoding: bytes[offset...].prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Where the header of a section is.
  func header(_ section: String) -> Int {
    let names = contents(table + Int(word(at: 62, byteCount: 2)) * 64)
    return (0..<sectionCount).map { table + $0 * 64 }
      .first { string(at: names + Int(word(at: $0))) == section }!
  }

  private func contents(_ header: Int) -> Int { Int(word(at: header + 24, byteCount: 8)) }

  /// Where the contents of a section are.
  func contents(of section: String) -> Int { contents(header(section)) }

  func byteCount(of section: String) -> Int {
    Int(word(at: header(section) + 32, byteCount: 8))
  }

  /// Where the entry of a symbol is.
  func symbol(_ name: String) -> Int {
    let names = contents(table + Int(word(at: header(".symtab") + 40)) * 64)
    let start = contents(of: ".symtab")
    return stride(from: start, to: start + byteCount(of: ".symtab"), by: 24)
      .first { string(at: names + Int(word(at: $0))) == name }!
  }
}
