/// Where a socket stands in a row.
struct SocketLink {
  var next: SocketReference?
  var isLinked = false
}

/// By which of its links a socket stands in rows of one kind.
protocol SocketLinking {
  static func link(of socket: SocketReference) -> SocketLink
  static func set(_ link: SocketLink, of socket: SocketReference)
}

/// Sockets in a row, each once, first in, first out.
struct SocketRow<Linking: SocketLinking> {
  private(set) var first: SocketReference?
  private var last: SocketReference?
  private(set) var count = 0

  /// Puts a socket behind the others; nothing happens to one that is in a row of this kind.
  mutating func append(_ socket: SocketReference) {
    guard !Linking.link(of: socket).isLinked else { return }
    Linking.set(SocketLink(next: nil, isLinked: true), of: socket)
    if let last {
      Linking.set(SocketLink(next: socket, isLinked: true), of: last)
    } else {
      first = socket
    }
    last = socket
    count += 1
  }

  mutating func removeFirst() -> SocketReference? {
    guard let socket = first else { return nil }
    first = Linking.link(of: socket).next
    if first == nil { last = nil }
    Linking.set(SocketLink(), of: socket)
    count -= 1
    return socket
  }
}

/// Among those that have something to send, and no packet for it.
enum UnsentLinking: SocketLinking {
  static func link(of socket: SocketReference) -> SocketLink { socket.value.unsent }
  static func set(_ link: SocketLink, of socket: SocketReference) { socket.value.unsent = link }
}

/// Among those that have something for their users.
enum ReadyLinking: SocketLinking {
  static func link(of socket: SocketReference) -> SocketLink { socket.value.ready }
  static func set(_ link: SocketLink, of socket: SocketReference) { socket.value.ready = link }
}

/// Among those that a listener has to be accepted.
enum WaitingLinking: SocketLinking {
  static func link(of socket: SocketReference) -> SocketLink { socket.value.waiting }
  static func set(_ link: SocketLink, of socket: SocketReference) { socket.value.waiting = link }
}
