import Devices
import Glibc
import Wire

/// A folder for a test's files, which goes with the value.
final class TestFolder: Sendable {
  let path: String

  init() {
    path = "/tmp/baton-devices-\(getpid())-\(UInt32.random(in: 0...UInt32.max))"
    // The path is read during the call.
    let result = unsafe mkdir(path, 0o700)
    precondition(result == 0, "no folder at \(path)")
  }

  deinit { _ = shell("rm -r \(path)") }

  func file(_ name: String) -> String { "\(path)/\(name)" }
}

/// A packet of a capture file.
struct CapturedPacket: Equatable {
  var nanoseconds: UInt64
  var octets: [UInt8]
}

/// The octets of a file with these packets.
func captureOctets(_ packets: [CapturedPacket]) -> [UInt8] {
  packets.reduce(PcapFile.ethernet.header) {
    $0 + PcapFile.ethernet.recordHeader(nanoseconds: $1.nanoseconds, byteCount: $1.octets.count)
      + $1.octets
  }
}

/// All packets of a file, which has to be whole.
func capturedPackets(_ path: String) throws -> [CapturedPacket] {
  var file = try CaptureFile(path: path)
  var packets: [CapturedPacket] = []
  while let record = try file.next() {
    packets.append(
      CapturedPacket(nanoseconds: record.nanoseconds, octets: Array(file.octets[record.octets])))
  }
  return packets
}

func write(_ octets: [UInt8], to path: String) throws {
  // Path and octets are read during the calls.
  let descriptor = unsafe open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  guard descriptor >= 0 else { throw Errno(errno) }
  defer { close(descriptor) }
  let count = unsafe Glibc.write(descriptor, octets, octets.count)
  precondition(count == octets.count)
}
