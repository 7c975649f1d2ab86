import CLinux
import Foundation
import Runtime

/// One of the servers under comparison; only one of them runs at a time.
protocol EchoServer: AnyObject {
  var name: String { get }
  /// Returns when the server serves.
  func start() throws
  func stop()
}

/// Baton: a verified data path on AF_XDP, run by one worker.
final class BatonEchoServer: EchoServer {
  let name = "Baton on AF_XDP"
  let runtime: RealRuntime
  init(_ runtime: RealRuntime) { self.runtime = runtime }
  func start() { runtime.start() }
  func stop() { runtime.stop() }
}

/// What one does without: a thread that spins on a socket of the kernel's, or sleeps there if that is one that waits.
final class KernelEchoServer: EchoServer {
  let name = "kernel UDP socket"
  private let socket: UDPSocket
  private let core: UInt32
  private var thread: SpinningThread?

  init(_ socket: UDPSocket, core: UInt32) {
    self.socket = socket
    self.core = core
  }

  deinit { stop() }

  func start() {
    var bytes = [UInt8](repeating: 0, count: 2048)
    thread = SpinningThread(core: core) { [socket] in
      if !socket.echo(through: &bytes) { linux_spin_hint() }
    }
  }

  func stop() {
    thread?.stop()
    thread = nil
  }
}

/// A program of its own that does the least: `Benchmarks/Native/afxdp_echo.c`.
final class NativeEchoServer: EchoServer {
  let name = "C on AF_XDP"
  private let peer: NativePeer
  private let interface: String
  private var process: ServingProcess?

  init(_ peer: NativePeer, interface: String) {
    self.peer = peer
    self.interface = interface
  }

  func start() throws {
    process = try ServingProcess(
      peer.path,
      [
        "--interface", interface, "--cpu", "\(EchoComparison.serverCore)", "--port",
        "\(EchoComparison.port)",
      ], name: name)
  }

  func stop() {
    _ = process?.stop()
    process = nil
  }
}
