import Foundation
import Testing

/// The echo, and damaged copies of its object.
///
/// It resumes 4 data paths at a time instead of 32: the verifier goes through every count,
/// which takes a debug build of it seconds for the program that ships.
struct EchoObject {
  let folder: Folder
  let source: String
  let path: String
  let octets: [UInt8]

  init() throws {
    folder = try Folder()
    path = folder.path("echo.o")
    let programs = "\(BatonProcess.root)/Programs"
    let header = try String(contentsOfFile: "\(programs)/udp_echo.h", encoding: .utf8)
    let smaller = header.replacing("BATCH_COUNT = 32", with: "BATCH_COUNT = 4")
    try #require(smaller != header)
    _ = try folder.write(Array(smaller.utf8), to: "udp_echo.h")
    let code = try String(contentsOfFile: "\(programs)/udp_echo.c", encoding: .utf8)
    source = try folder.write(Array(code.utf8), to: "udp_echo.c")
    let ending = try baton("build", source, "-o", path)
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
