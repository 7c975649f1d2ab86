import CLinux
import Runtime

/// One of the two servers under comparison; only one of them runs at a time.
protocol EchoServer: AnyObject {
  var name: String { get }
  func start()
  func stop()
}

/// Baton: a verified data path on AF_XDP, run by one spinning worker.
final class BatonEchoServer: EchoServer {
  let name = "Baton on AF_XDP"
  let runtime: RealRuntime
  init(_ runtime: RealRuntime) { self.runtime = runtime }
  func start() { runtime.start() }
  func stop() { runtime.stop() }
}

/// What one does without: a thread that spins on a socket of the kernel's.
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
