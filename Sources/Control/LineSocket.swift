import CLinux
import Foundation

/// One end of a connection that carries JSON objects, one a line.
struct LineSocket: ~Copyable {
  private let descriptor: Int32
  private var pending = Data()

  /// A longer line is an error.
  private static let lineByteCountMax = 16 << 20
  /// Of silence.
  private static let secondsMax = 10

  /// Takes the descriptor over.
  init(_ descriptor: Int32) {
    self.descriptor = descriptor
    var limit = timeval(tv_sec: Self.secondsMax, tv_usec: 0)
    let size = socklen_t(MemoryLayout<timeval>.size)
    // The limit is read during the calls.
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_RCVTIMEO, &limit, size)
    unsafe setsockopt(descriptor, SOL_SOCKET, SO_SNDTIMEO, &limit, size)
  }

  deinit {
    // The other side sees the end even while somebody here has another descriptor of the connection.
    shutdown(descriptor, Int32(SHUT_RDWR))
    close(descriptor)
  }

  func send(_ message: some Encodable) throws(ControlError) {
    guard var line = try? JSONEncoder().encode(message) else {
      preconditionFailure("messages are plain values")
    }
    line.append(UInt8(ascii: "\n"))
    var sent = 0
    while sent < line.count {
      // Sound: the octets are there, and only read.
      let count = unsafe line.withUnsafeBytes {
        unsafe Glibc.send(
          descriptor, $0.baseAddress! + sent, $0.count - sent, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else {
        throw ControlError("the connection broke: \(Self.reason)")
      }
      sent += count
    }
  }

  /// The next object; nil when the other side has closed the connection.
  mutating func receive<Message: Decodable>(
    _ type: Message.Type
  ) throws(ControlError) -> Message? {
    while true {
      if let end = pending.firstIndex(of: UInt8(ascii: "\n")) {
        let line = pending[..<end]
        pending = Data(pending[(end + 1)...])
        guard let message = try? JSONDecoder().decode(type, from: line) else {
          throw ControlError(
            "a line that is no message: “\(String(decoding: line, as: UTF8.self))”")
        }
        return message
      }
      guard pending.count < Self.lineByteCountMax else {
        throw ControlError("a line of more than \(Self.lineByteCountMax) octets")
      }
      var buffer = [UInt8](repeating: 0, count: 1 << 16)
      // Written during the call, within its length.
      let count = unsafe recv(descriptor, &buffer, buffer.count, 0)
      guard count >= 0 else {
        throw ControlError("nothing was heard: \(Self.reason)")
      }
      if count == 0 { return nil }
      pending.append(contentsOf: buffer[..<count])
    }
  }

  private static var reason: String { unsafe String(cString: strerror(errno)) }
}
