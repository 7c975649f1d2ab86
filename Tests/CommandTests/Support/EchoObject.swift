import Foundation
import Testing

/// The echo's object, and damaged copies of it.
struct EchoObject {
  let folder: Folder
  let path: String
  let octets: [UInt8]

  init() throws {
    folder = try Folder()
    path = folder.path("echo.o")
    let ending = try baton("build", "\(BatonProcess.root)/Programs/udp_echo.c", "-o", path)
    try #require(ending.status == 0, "\(ending.errors)")
    octets = [UInt8](try Data(contentsOf: URL(filePath: path)))
  }

  /// The path of a copy with some octets replaced.
  func copy(_ changes: [Int: UInt8]) throws -> String {
    var octets = octets
    for (offset, octet) in changes { octets[offset] = octet }
    return try folder.write(octets, to: "changed.o")
  }
}

extension EchoObject {
  /// The path of an object compiled from `source`, which sees `baton.h`.
  func compile(_ source: String) throws -> String {
    let file = try folder.write(
      Array(("#include \"baton.h\"\n" + source + "\n").utf8), to: "other.c")
    let ending = try baton("build", file, "-o", folder.path("other.o"))
    try #require(ending.status == 0, "\(ending.errors)")
    return folder.path("other.o")
  }
}
