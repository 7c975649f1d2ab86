import Bytecode
import Foundation

/// Reads files that users name; `-` is standard input.
enum Input {
  static let elfMagic: [UInt8] = [0x7f, 0x45, 0x4c, 0x46]

  static func octets(_ path: String) throws(BadInput) -> [UInt8] {
    if path == "-" { return [UInt8](FileHandle.standardInput.readDataToEndOfFile()) }
    guard let data = FileManager.default.contents(atPath: path) else {
      throw BadInput("\(path): no such file, or no permission to read it")
    }
    return [UInt8](data)
  }

  static func text(_ path: String) throws(BadInput) -> String {
    String(decoding: try octets(path), as: UTF8.self)
  }

  /// Assembles the text in a file.
  static func assembly(_ path: String) throws(BadInput) -> [Instruction] {
    do {
      return try Assembler.assemble(try text(path))
    } catch let error as AssemblyError {
      throw BadInput("\(path):\(error)")
    } catch let error as BadInput {
      throw error
    } catch {
      throw BadInput("\(path): \(error)")
    }
  }

  /// Reads bytecode from hexadecimal text.
  static func hexCode(_ path: String) throws(BadInput) -> [Instruction] {
    let name = path == "-" ? "standard input" : path
    return try [Instruction](octets: Hex.octets(try text(path), of: name), of: name)
  }
}
