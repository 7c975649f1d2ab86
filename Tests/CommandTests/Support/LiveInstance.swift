import Control
import Devices
import Foundation
import ObjectFile
import Runtime
import SamplePrograms
import Testing
import Verifier

/// An instance of two workers in this process, which others reach by its control socket: 64 coroutines that go on for
/// ever, from one worker to the other.
final class LiveInstance {
  static let coroutineCount = 64

  let folder: Folder
  let socket: String
  private let runtime: RealRuntime
  private let server: ControlServer

  init(_ engine: EngineKind) throws {
    folder = try Folder()
    socket = folder.path("control.sock")
    let image = try SamplePrograms.image(of: "Tests/Corpus/runtime/wanderers.c")
    let verified = try VerifiedUnit.verifying(try ProgramUnit(image: image, interface: .baton))
    let unit = try LoadedUnit(verified, engine: engine, workerCount: 2, seed: 1)
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 2
    let link = try MemoryLink(configuration)
    runtime = try RealRuntime(
      unit: unit, workerCount: 2, frameLimit: 256, chunkCount: 2 * configuration.shape.chunkCount
    ) { DeviceQueue(try link.openQueue($0, at: .near, poolID: UInt32($0))) }
    let controller = runtime.controller
    let service = ReplacementService(controller) { program, fate in
      let image = try ProgramImage(parsing: [UInt8](program.object))
      let unit = try ProgramUnit(image: image, interface: .baton)
      return try controller.replace(with: VerifiedUnit.verifying(unit), suspended: fate)
    }
    server = try ControlServer(path: socket, unit, runtime.observer, service)
    runtime.start()
    for worker in 0..<2 {
      var peer = DeviceQueue(try link.openQueue(worker, at: .far, poolID: 100 + UInt32(worker)))
      for _ in 0..<Self.coroutineCount / 2 {
        let packet = try unsafe #require(peer.allocate())
        unsafe peer.fill(packet, with: Array(repeating: UInt8(1), count: 60).span)
        let isSent = unsafe peer.transmit(packet)
        #expect(isSent)
      }
      peer.flush()
    }
    while runtime.frameCount < Self.coroutineCount { usleep(1000) }
  }

  /// How often the program was replaced.
  var version: Int { runtime.controller.report.version }

  deinit { stop() }

  /// Ends the socket, then the workers.
  func stop() {
    server.stop()
    runtime.shutDown()
  }
}
