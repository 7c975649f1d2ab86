import Devices
import Glibc

/// A UDP socket of the kernel's, in a network namespace. For one thread at a time.
@safe
final class UDPSocket {
  private let descriptor: Int32
  /// Whom the last datagram came from.
  private var sender = sockaddr_in()

  /// `path` names the namespace, such as `/run/netns/peer`. Who receives does not wait, or does so for that many
  /// microseconds at most.
  init(inNamespace path: String, patience: Int? = nil) throws(Errno) {
    let blocking = patience == nil ? SOCK_NONBLOCK.rawValue : 0
    descriptor = try openSocket(Int32(SOCK_DGRAM.rawValue | blocking), inNamespace: path)
    guard let patience else { return }
    var time = timeval(tv_sec: patience / 1_000_000, tv_usec: patience % 1_000_000)
    // Read during the call.
    let status = unsafe setsockopt(
      descriptor, SOL_SOCKET, SO_RCVTIMEO, &time, socklen_t(MemoryLayout<timeval>.size))
    guard status == 0 else { throw Errno(Glibc.errno) }
  }

  deinit { close(descriptor) }

  func bind(_ address: String, port: UInt16) throws(Errno) {
    try unsafe withAddress(address, port) { unsafe Glibc.bind(descriptor, $0, $1) }
  }

  /// Exchanges datagrams with this address alone.
  func connect(_ address: String, port: UInt16) throws(Errno) {
    try unsafe withAddress(address, port) { unsafe Glibc.connect(descriptor, $0, $1) }
  }

  /// False when the kernel would not take it.
  func send(_ bytes: [UInt8]) -> Bool {
    // The bytes are read during the call.
    unsafe Glibc.send(descriptor, bytes, bytes.count, 0) == bytes.count
  }

  /// The length of the next datagram, which is in `bytes` then; nil when there is none.
  func receive(into bytes: inout [UInt8]) -> Int? {
    // As many bytes as there is room for, at most.
    let count = unsafe recv(descriptor, &bytes, bytes.count, 0)
    return count < 0 ? nil : count
  }

  /// Sends the next datagram back to where it came from; false when there is none.
  func echo(through bytes: inout [UInt8]) -> Bool {
    let room = bytes.count
    return unsafe withUnsafeMutablePointer(to: &sender) { sender in
      // Sound: an IPv4 socket's addresses are of this type, and its size is passed along.
      unsafe sender.withMemoryRebound(to: sockaddr.self, capacity: 1) { address in
        var size = socklen_t(MemoryLayout<sockaddr_in>.size)
        let count = unsafe recvfrom(descriptor, &bytes, room, 0, address, &size)
        guard count >= 0 else { return false }
        _ = unsafe sendto(descriptor, bytes, count, 0, address, size)
        return true
      }
    }
  }

  private func withAddress(
    _ text: String, _ port: UInt16, _ call: (UnsafePointer<sockaddr>, socklen_t) -> Int32
  ) throws(Errno) {
    guard unsafe withSocketAddress(text, port, call) == 0 else { throw Errno(Glibc.errno) }
  }
}
