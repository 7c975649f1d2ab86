import Foundation
import ObjectFile
import Verifier

/// The running kernel's types, which are many: read once, when somebody asks for them.
enum KernelTypes {
  static let path = "/sys/kernel/btf/vmlinux"

  static var areThere: Bool { FileManager.default.isReadableFile(atPath: path) }

  /// The types to verify against: those in the file, or the kernel's; none where these can't be read.
  static func system(_ file: String?) -> SystemTypes {
    guard let file else { return kernels }
    return SystemTypes { try? readTypes(file) }
  }

  private static let kernels = SystemTypes { try? read() }

  static func read() throws(BadInput) -> BTF { try types.get() }

  private static let types = Result { () throws(BadInput) -> BTF in try readTypes(path) }
}

/// Types by themselves, as the kernel shows its own, or those of an object.
func readTypes(_ path: String) throws(BadInput) -> BTF {
  let octets = try Input.octets(path)
  do {
    if octets.starts(with: Input.elfMagic) { return try ProgramImage(parsing: octets).types }
    return try BTF(parsing: octets)
  } catch {
    throw BadInput("\(path): \(error)")
  }
}
