import Foundation

/// Sends a datagram, and returns what comes back within that time.
func exchange(
  _ datagram: [UInt8], with server: String, port: UInt16, over socket: Int32,
  milliseconds: Int32 = 2000
) -> [UInt8]? {
  var address = sockaddr_in()
  address.sin_family = sa_family_t(AF_INET)
  address.sin_port = port.bigEndian
  address.sin_addr.s_addr = unsafe inet_addr(server)
  // Sound: the structure is an IPv4 address, and its size is passed along.
  let sent = unsafe withUnsafePointer(to: &address) { pointer in
    unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
      unsafe sendto(
        socket, datagram, datagram.count, 0, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
    }
  }
  var entry = pollfd(fd: socket, events: Int16(POLLIN), revents: 0)
  guard sent == datagram.count, unsafe poll(&entry, 1, milliseconds) == 1 else { return nil }
  var answer = [UInt8](repeating: 0, count: 2048)
  // As many bytes as there is room for, at most.
  let count = unsafe recv(socket, &answer, answer.count, 0)
  return count < 0 ? nil : Array(answer[..<count])
}
