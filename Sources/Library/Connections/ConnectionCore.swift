import Runtime
import Synchronization
import Wire

/// What a connection is made of, on the control side: its channel, and who waits for it.
///
/// The channel's rings are used under this lock only, and not any more once the channel was let go of: then it may be another
/// connection's.
final class ConnectionCore: Sendable {
  let hub: ConnectionHub
  let worker: Int
  let index: Int
  let remote: (IPAddress, UInt16)
  private let channel: ChannelReference
  private let state = Mutex(State())
  private let opening = AsyncSignal()
  private let readable = AsyncSignal()
  private let writable = AsyncSignal()

  private struct State {
    /// Of a connection that is made: it is there.
    var isOpen = false
    /// The channel is not ours any more.
    var isReleased = false
    /// Nothing more is sent.
    var isFinishing = false
    /// Why all is over; what was received is read all the same.
    var failure: ConnectionError?
  }

  init(_ hub: ConnectionHub, worker: Int, index: Int, _ channel: ChannelReference) {
    self.hub = hub
    self.worker = worker
    self.index = index
    self.channel = channel
    remote = (channel.value.remote, channel.value.remotePort)
  }

  // MARK: News, from the control side's thread

  func noteReceived() { readable.raise() }
  func noteRoom() { writable.raise() }

  /// A connection that was being made is there.
  func noteOpen() {
    state.withLock { $0.isOpen = true }
    opening.raise()
  }

  /// The worker has done with it.
  func noteEnd() {
    opening.raise()
    readable.raise()
    writable.raise()
  }

  /// Ends it for its tasks.
  func fail(_ error: ConnectionError) {
    state.withLock { if $0.failure == nil { $0.failure = error } }
    noteEnd()
  }

  /// Why the connection is over; nil where it is not.
  private func failure(_ state: State) -> ConnectionError? {
    if state.isReleased { return .closed }
    return channel.value.endReason.map { ConnectionError($0) } ?? state.failure
  }

  /// Waits until a connection that is being made is open.
  func waitUntilOpen() async throws(ConnectionError) {
    while true {
      if Task.isCancelled { throw .cancelled }
      let (isOpen, error) = state.withLock { ($0.isOpen, failure($0)) }
      // What was open for a moment tells its end to who receives.
      if isOpen { return }
      if let error { throw error }
      await opening.wait()
    }
  }

  // MARK: Receiving

  private enum Receipt {
    case octets([UInt8])
    case end
    case failed(ConnectionError)
    case nothing
  }

  func receive(atMost byteCount: Int) async throws(ConnectionError) -> [UInt8]? {
    while true {
      if Task.isCancelled {
        abort()
        throw .cancelled
      }
      switch state.withLock({ take($0, byteCount) }) {
      case .octets(let octets): return octets
      case .end: return nil
      case .failed(let error): throw error
      case .nothing: await readable.wait()
      }
    }
  }

  private func take(_ state: State, _ byteCount: Int) -> Receipt {
    guard !state.isReleased else { return .failed(.closed) }
    // Looked at before the ring: all that was received before the end is there then.
    let isFinished = channel.value.isFinished
    let failure = failure(state)
    var octets: [UInt8] = []
    octets.reserveCapacity(min(byteCount, channel.value.received.count))
    while octets.count < byteCount,
      channel.value.received.take({ piece in
        let part = piece.extracting(first: min(piece.count, byteCount - octets.count))
        octets.append(part)
        return part.count
      }) > 0
    {}
    if !octets.isEmpty {
      if channel.value.received.mustTellProducer() { hub.ask(.receive, of: self) }
      return .octets(octets)
    }
    if isFinished { return .end }
    return failure.map { .failed($0) } ?? .nothing
  }

  // MARK: Sending

  private enum Dispatch {
    case done
    case failed(ConnectionError)
    case lacksRoom
    case again
  }

  func send(_ octets: [UInt8]) async throws(ConnectionError) {
    var sent = 0
    while true {
      if Task.isCancelled {
        abort()
        throw .cancelled
      }
      switch state.withLock({ put(octets, &sent, $0) }) {
      case .done: return
      case .failed(let error): throw error
      case .lacksRoom: await writable.wait()
      case .again: break
      }
    }
  }

  private func put(_ octets: [UInt8], _ sent: inout Int, _ state: State) -> Dispatch {
    if let failure = failure(state) { return .failed(failure) }
    guard !state.isFinishing else { return .failed(.closed) }
    let count = channel.value.sent.append(octets.span.extracting(droppingFirst: sent))
    sent += count
    if count > 0 { hub.ask(.send, of: self) }
    if sent == octets.count { return .done }
    return channel.value.sent.waitForRoom() ? .lacksRoom : .again
  }

  // MARK: Ends

  func finish() {
    state.withLock { state in
      guard !state.isReleased, !state.isFinishing else { return }
      state.isFinishing = true
      hub.ask(.finish, of: self)
    }
  }

  func abort() {
    state.withLock { state in
      guard !state.isReleased else { return }
      state.failure = state.failure ?? .aborted
      hub.ask(.abort, of: self)
    }
    noteEnd()
  }

  /// Lets go of the channel: the worker closes the connection, if it is not over.
  func release() {
    state.withLock { state in
      guard !state.isReleased else { return }
      state.isReleased = true
      hub.release(self)
    }
    noteEnd()
  }
}

extension Array where Element == UInt8 {
  /// Appends octets.
  fileprivate mutating func append(_ octets: Span<UInt8>) {
    // Sound: the octets are there during the call.
    unsafe octets.withUnsafeBufferPointer { unsafe append(contentsOf: $0) }
  }
}
