import Hashing
import Wire

/// Connections by their addresses and ports, and listeners by their port.
struct SocketTable: ~Copyable {
  private var slots: [SocketReference?]
  private let mask: Int
  private let seed: UInt64
  private(set) var listeners: [UInt16: SocketReference] = [:]

  /// `seed` is a secret: others can't choose addresses that fall into one slot.
  init(capacity: Int, seed: UInt64) {
    var count = 64
    while count < capacity { count *= 2 }
    slots = Array(repeating: nil, count: count)
    mask = count - 1
    self.seed = seed
  }

  private func slot(_ key: SocketKey) -> Int {
    let remote = key.remote.v6.bits
    // Ours are few: that both halves of one fold to the same harms nothing.
    let local =
      UInt64(truncatingIfNeeded: key.local.v6.bits >> 64)
      ^ UInt64(truncatingIfNeeded: key.local.v6.bits)
    let ports = UInt64(key.localPort) << 16 | UInt64(key.remotePort)
    // Peers choose both halves of an IPv6 address: the second one meets what the secret has made of the first one.
    let first = foldedProduct(UInt64(truncatingIfNeeded: remote) ^ seed, ports | 1)
    let hash = foldedProduct(
      first ^ UInt64(truncatingIfNeeded: remote >> 64), local ^ seed.byteSwapped)
    return Int(truncatingIfNeeded: hash) & mask
  }

  func find(_ key: SocketKey) -> SocketReference? {
    var next = slots[slot(key)]
    while let socket = next {
      if socket.value.key == key { return socket }
      next = socket.value.sibling
    }
    return nil
  }

  /// Adds a connection with a key that no other one has.
  mutating func add(_ socket: SocketReference) {
    let place = slot(socket.value.key)
    socket.value.sibling = slots[place]
    socket.value.isInTable = true
    slots[place] = socket
  }

  /// The connections that came from a listener and are not accepted. Looks at all that there are.
  func connections(of listener: SocketReference) -> [SocketReference] {
    var found: [SocketReference] = []
    for slot in slots {
      var next = slot
      while let socket = next {
        if socket.value.listener == listener { found.append(socket) }
        next = socket.value.sibling
      }
    }
    return found
  }

  mutating func remove(_ socket: SocketReference) {
    let place = slot(socket.value.key)
    guard slots[place] != socket else {
      slots[place] = socket.value.sibling
      return
    }
    var before = slots[place]
    while let other = before, other.value.sibling != socket { before = other.value.sibling }
    before?.value.sibling = socket.value.sibling
  }

  mutating func add(listener: SocketReference, port: UInt16) { listeners[port] = listener }

  mutating func removeListener(port: UInt16) { listeners[port] = nil }
}
