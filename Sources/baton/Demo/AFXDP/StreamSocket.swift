import CLinux
import Devices
import Glibc

/// A TCP socket of the kernel's, in a network namespace: to see whether somebody listens.
final class StreamSocket {
  private let descriptor: Int32

  /// `path` names the namespace, such as `/run/netns/peer`.
  init(inNamespace path: String) throws(Errno) {
    descriptor = try openSocket(Int32(SOCK_STREAM.rawValue), inNamespace: path)
  }

  deinit { close(descriptor) }

  /// Whether a connection was taken, after which the socket is of no use any more.
  func connects(_ address: String, port: UInt16) -> Bool {
    unsafe withSocketAddress(address, port) { unsafe Glibc.connect(descriptor, $0, $1) } == 0
  }
}

/// A descriptor of a socket of IPv4, in the network namespace that `path` names.
func openSocket(_ type: Int32, inNamespace path: String) throws(Errno) -> Int32 {
  // The path is read during the call.
  let result = unsafe linux_socket_in_namespace(path, AF_INET, type, 0)
  guard result >= 0 else { throw Errno(-result) }
  return result
}

/// Calls `call` with an IPv4 address and port as the system has them.
func withSocketAddress(
  _ text: String, _ port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
) -> Int32 {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = unsafe inet_addr(text)
  let size = socklen_t(MemoryLayout<sockaddr_in>.size)
  // Sound: the address families' structures begin alike; the kernel is told the size.
  return unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { unsafe call($0, size) }
  }
}
