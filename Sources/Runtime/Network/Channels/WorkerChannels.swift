import NetStack
import Wire

/// Moves octets between the sockets of one worker and the channels to the control side. The worker alone uses it.
///
/// What the control side asks for is taken in at the end of a turn, and only makes sockets ready: the work is done in the
/// steps of `net_serve`, when programs say so. Nothing here waits or takes a lock.
struct WorkerChannels: ~Copyable {
  private var port: ChannelPort
  /// By channel.
  private var seats: [Seat]
  /// By the numbers of sockets: the channel of each; negative where it has none.
  private var channelsBySocket: [Int32]
  private var listeners: [Listener] = []
  /// Which listeners take nothing any more, as of when it was looked at last.
  private var closed: UInt64 = 0
  private var isDraining = false

  private struct Seat {
    /// Nil where the channel is the control side's, or waits for a connection.
    var socket: SocketReference?
    var isOpen = false
    /// The control side sends nothing behind what there is, or receives nothing any more, either.
    var isFinishing = false
    var isClosing = false
    var isAborting = false
    /// FIN was written.
    var hasFinished = false
    /// The control side knows that the peer has finished.
    var hasToldEnd = false
    /// The next channel that waits for a connection of the same listener.
    var nextOffered: Int?
  }

  /// A listener, and the channels for the connections that it accepts next, in a list.
  private struct Listener {
    let port: UInt16
    /// Nil once it takes nothing any more.
    var socket: SocketReference?
    var firstOffered: Int?
    var lastOffered: Int?
  }

  init(
    _ board: ChannelBoard, worker: Int, _ stack: inout NetworkStack
  ) throws(NetworkConfiguration.Problem) {
    let table = board.tables[worker]
    port = ChannelPort(table, control: board.parking)
    seats = Array(repeating: Seat(), count: table.count)
    channelsBySocket = Array(repeating: -1, count: stack.configuration.socketLimit)
    for number in board.ports {
      do throws(NetworkStack.SocketError) {
        listeners.append(Listener(port: number, socket: try stack.listen(port: number)))
      } catch {
        throw .notListening("a listener", error)
      }
    }
  }

  private func channel(_ index: Int) -> ChannelReference { port.table.channel(index) }

  // MARK: What the control side asks for

  /// Takes in what is asked for. Whether there was anything.
  mutating func takeRequests(_ stack: inout NetworkStack, at now: UInt64) -> Bool {
    var wereThere = false
    if port.table.closed != closed {
      closed = port.table.closed
      for index in listeners.indices where closed >> UInt64(index) & 1 == 1 {
        close(listener: index, &stack, at: now)
      }
      wereThere = true
    }
    while let index = port.next() {
      wereThere = true
      carryOut(channel(index).value.takeRequests(), index, &stack, at: now)
    }
    return wereThere
  }

  private mutating func carryOut(
    _ requests: ChannelRequests, _ index: Int, _ stack: inout NetworkStack, at now: UInt64
  ) {
    if requests.contains(.accept) { offer(index, &stack) }
    if requests.contains(.connect) { connect(index, &stack, at: now) }
    // What is asked of a connection that is over meanwhile concerns nobody.
    guard let socket = seats[index].socket else { return }
    if !requests.isDisjoint(with: [.finish, .close]) { seats[index].isFinishing = true }
    if requests.contains(.close) { seats[index].isClosing = true }
    if requests.contains(.abort) { seats[index].isAborting = true }
    stack.markReady(socket)
  }

  private mutating func offer(_ index: Int, _ stack: inout NetworkStack) {
    let number = channel(index).value.listener
    seats[index] = Seat()
    guard let socket = listeners[number].socket else { return end(index, .stopped) }
    if let last = listeners[number].lastOffered {
      seats[last].nextOffered = index
    } else {
      listeners[number].firstOffered = index
    }
    listeners[number].lastOffered = index
    // Connections may have waited for it.
    stack.markReady(socket)
  }

  private mutating func takeOffered(_ listener: Int) -> Int? {
    guard let index = listeners[listener].firstOffered else { return nil }
    listeners[listener].firstOffered = seats[index].nextOffered
    if seats[index].nextOffered == nil { listeners[listener].lastOffered = nil }
    return index
  }

  private mutating func connect(_ index: Int, _ stack: inout NetworkStack, at now: UInt64) {
    seats[index] = Seat()
    guard !isDraining else { return end(index, .stopped) }
    let remote = channel(index).value.remote
    guard let address = remote.v4 else { return end(index, .noWay) }
    do throws(NetworkStack.SocketError) {
      let port = channel(index).value.remotePort
      seat(try stack.connect(to: address, port: port, at: now), index, &stack)
    } catch {
      if case .noWay = error { end(index, .noWay) } else { end(index, .noSocket) }
    }
  }

  private mutating func seat(
    _ socket: SocketReference, _ index: Int, _ stack: inout NetworkStack
  ) {
    // What a task has to say lies in the channel as a whole.
    stack.sendAtOnce(socket)
    channelsBySocket[socket.value.number] = Int32(index)
    seats[index].socket = socket
  }

  // MARK: Steps

  /// Does what there is to be done for a socket. False where it is none of a channel, nor of a listener for these.
  mutating func step(_ socket: SocketReference, _ stack: inout NetworkStack, at now: UInt64) -> Bool
  {
    switch socket.value.kind {
    case .listener: return accept(at: socket, &stack)
    case .connection: return work(on: socket, &stack, at: now)
    case .free: return false
    }
  }

  /// Takes the connections that wait at a listener, as far as there are channels for them.
  private mutating func accept(at socket: SocketReference, _ stack: inout NetworkStack) -> Bool {
    guard let number = listeners.firstIndex(where: { $0.socket == socket }) else { return false }
    while listeners[number].firstOffered != nil, let accepted = stack.accept(socket) {
      guard let index = takeOffered(number) else { break }
      channel(index).value.remote = accepted.value.key.remote
      channel(index).value.remotePort = accepted.value.key.remotePort
      seats[index] = Seat()
      seat(accepted, index, &stack)
      stack.markReady(accepted)
    }
    return true
  }

  private mutating func work(
    on socket: SocketReference, _ stack: inout NetworkStack, at now: UInt64
  ) -> Bool {
    guard channelsBySocket[socket.value.number] >= 0 else { return false }
    let index = Int(channelsBySocket[socket.value.number])
    var news: ChannelNews = []
    if !seats[index].isOpen, socket.value.connection.isSynchronized {
      seats[index].isOpen = true
      news.insert(.opened)
    }
    receive(socket, index, &stack, &news)
    send(socket, index, &stack, &news, at: now)
    if let reason = reasonToLeave(socket, index, &stack, at: now) {
      leave(socket, index, reason, &stack, news, at: now)
    } else {
      stack.flush(socket, at: now)
      if !news.isEmpty { port.tell(news, of: index) }
    }
    return true
  }

  private mutating func receive(
    _ socket: SocketReference, _ index: Int, _ stack: inout NetworkStack, _ news: inout ChannelNews
  ) {
    guard !isDraining else { return stack.consume(socket.readableCount, of: socket) }
    guard !seats[index].isClosing else { return }
    let ring = channel(index)
    while socket.readableCount > 0,
      ring.value.received.fill({ stack.read(socket, into: &$0) }) > 0
    { news.insert(.received) }
    if socket.readableCount > 0 {
      // The window closes, as what has arrived stays in the socket.
      if !ring.value.received.waitForRoom() { stack.markReady(socket) }
    } else if !seats[index].hasToldEnd, socket.value.connection.hasPeerFinished {
      seats[index].hasToldEnd = true
      ring.value.noteFinished()
      news.insert(.received)
    }
  }

  private mutating func send(
    _ socket: SocketReference, _ index: Int, _ stack: inout NetworkStack, _ news: inout ChannelNews,
    at now: UInt64
  ) {
    let ring = channel(index)
    var hasTaken = false
    while ring.value.sent.take({ stack.write($0, to: socket) }) > 0 { hasTaken = true }
    if hasTaken, ring.value.sent.mustTellProducer() { news.insert(.room) }
    if ring.value.sent.count > 0 {
      socket.value.waitsForRoom = true
    } else if seats[index].isFinishing || isDraining, !seats[index].hasFinished {
      seats[index].hasFinished = true
      stack.close(socket, abandoning: false, at: now)
    }
  }

  /// Why a connection is over for the control side; nil where it goes on.
  private func reasonToLeave(
    _ socket: SocketReference, _ index: Int, _ stack: inout NetworkStack, at now: UInt64
  ) -> ChannelEnd? {
    if seats[index].isAborting {
      stack.abort(socket, at: now)
      return .aborted
    }
    let isOver = socket.value.connection.state == .closed
    if isDraining, isOver || seats[index].hasFinished { return .stopped }
    if seats[index].isClosing, isOver || seats[index].hasFinished { return .finished }
    // What has arrived before is received first.
    guard isOver, socket.readableCount == 0 else { return nil }
    return ChannelEnd(socket.value.connection.end)
  }

  private mutating func leave(
    _ socket: SocketReference, _ index: Int, _ reason: ChannelEnd, _ stack: inout NetworkStack,
    _ news: ChannelNews, at now: UInt64
  ) {
    channelsBySocket[socket.value.number] = -1
    seats[index] = Seat()
    stack.put(socket, at: now)
    end(index, reason, news)
  }

  /// Gives a channel back to the control side.
  private mutating func end(_ index: Int, _ reason: ChannelEnd, _ news: ChannelNews = []) {
    channel(index).value.noteEnd(reason)
    port.tell(news.union([.ended]), of: index)
  }

  // MARK: Ends

  private mutating func close(listener number: Int, _ stack: inout NetworkStack, at now: UInt64) {
    guard let socket = listeners[number].socket else { return }
    listeners[number].socket = nil
    stack.put(socket, at: now)
    while let index = takeOffered(number) { end(index, .stopped) }
  }

  /// No connection is taken any more; what was given to be sent is sent, and all are closed.
  mutating func drain(_ stack: inout NetworkStack, at now: UInt64) {
    isDraining = true
    for number in listeners.indices { close(listener: number, &stack, at: now) }
    for seat in seats {
      if let socket = seat.socket { stack.markReady(socket) }
    }
  }
}

extension TCPConnection {
  /// Whether it is established, or was.
  fileprivate var isSynchronized: Bool {
    switch state {
    case .synSent, .synReceived, .closed: false
    default: true
    }
  }

  /// Whether the peer has said that it sends nothing more: a connection that was reset may have ended in the middle.
  fileprivate var hasPeerFinished: Bool {
    switch state {
    case .synSent, .synReceived, .established, .finWait1, .finWait2: false
    case .closeWait, .closing, .lastAck, .timeWait: true
    case .closed: end == .finished
    }
  }
}
