import Contracts
import Foundation
import ObjectFile
import Toolchain

/// An interface that a user has written: a header with contracts.
struct InterfaceFile {
  let path: String

  /// Reads the header, or says where in it something is wrong.
  func read() throws -> Interface {
    guard FileManager.default.isReadableFile(atPath: path) else {
      throw BadInput("\(path): there is no such file, or it can't be read")
    }
    let types: BTF
    do {
      types = try installedToolchain().interfaceTypes(header: path)
    } catch let error as ToolchainError {
      throw BadInput("\(path): \(error)")
    }
    do {
      return try Interface(types: types)
    } catch {
      let place = try HeaderText(String(contentsOfFile: path, encoding: .utf8)).place(of: error)
      let line = place.map { ":\($0.line):\($0.column)" } ?? ""
      throw BadInput("\(path)\(line): \(error)")
    }
  }
}

/// The text of a header, to find in it what an error is about: types don't say where they come from.
struct HeaderText {
  private let octets: [UInt8]

  init(_ text: String) { octets = Array(text.utf8) }

  /// Where in the header the text of an error is, at the error's column; nil where that isn't found.
  func place(of error: ContractError) -> (line: Int, column: Int)? {
    place(of: error.text, column: error.column, in: error.declaration)
  }

  /// The same for `text`, which may be empty, in the annotations of a declaration.
  func place(
    of text: String, column: Int = 1, in declaration: String
  ) -> (line: Int, column: Int)? {
    let wanted = Array(text.utf8)
    for start in declarations(of: declaration) {
      if !wanted.isEmpty, let offset = literal(wanted, before: start, column: column) {
        return position(offset)
      }
    }
    return declarations(of: declaration).first.map(position)
  }

  /// Where a name stands as a whole word.
  private func declarations(of name: String) -> [Int] {
    let name = Array(name.utf8)
    guard !name.isEmpty, octets.count >= name.count else { return [] }
    return (0...octets.count - name.count).filter { start in
      octets[start..<start + name.count].elementsEqual(name)
        && (start == 0 || !Self.isWord(octets[start - 1]))
        && (start + name.count == octets.count || !Self.isWord(octets[start + name.count]))
    }
  }

  /// The octet at `column` of a text that string literals around `place` make up, within one declaration.
  private func literal(_ text: [UInt8], before place: Int, column: Int) -> Int? {
    let ends: [UInt8] = [UInt8(ascii: ";"), UInt8(ascii: "}")]
    let first = octets[..<place].lastIndex(where: ends.contains).map { $0 + 1 } ?? 0
    let last = octets[place...].firstIndex(where: ends.contains) ?? octets.count
    var content: [UInt8] = []
    var places: [Int] = []
    var isInside = false
    for index in first..<last {
      if octets[index] == UInt8(ascii: "\"") {
        isInside.toggle()
      } else if isInside {
        content.append(octets[index])
        places.append(index)
      }
    }
    // Annotations have a word before what was written.
    let written = text.firstIndex(of: UInt8(ascii: ":")).map { Array(text[($0 + 1)...]) } ?? text
    for candidate in [text, written] {
      guard !candidate.isEmpty, candidate.count <= content.count else { continue }
      for start in 0...content.count - candidate.count
      where content[start..<start + candidate.count].elementsEqual(candidate) {
        let shift = candidate.count < text.count ? text.count - candidate.count : 0
        let index = start + max(0, column - 1 - shift)
        // What is missing at the end, is missing behind the last octet.
        return index < places.count ? places[index] : places[places.count - 1] + 1
      }
    }
    return nil
  }

  private func position(_ offset: Int) -> (line: Int, column: Int) {
    let before = octets[..<offset]
    let lineBegin = before.lastIndex(of: UInt8(ascii: "\n")).map { $0 + 1 } ?? 0
    return (before.count { $0 == UInt8(ascii: "\n") } + 1, offset - lineBegin + 1)
  }

  private static func isWord(_ octet: UInt8) -> Bool {
    octet == UInt8(ascii: "_") || Character(UnicodeScalar(octet)).isLetter
      || Character(UnicodeScalar(octet)).isNumber
  }
}
