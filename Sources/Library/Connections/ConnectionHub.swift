import Runtime
import Synchronization
import Wire

/// The control side of all connections of a server: which channel is whose, and the thread that takes in what workers tell.
///
/// Workers only ever wake that thread; it resumes tasks. So Swift's executor makes no thread on a worker, which would be bound
/// to the worker's core, as it is.
final class ConnectionHub: Sendable {
  private let board: ChannelBoard
  private let sides: [WorkerSide]
  let listeners: [ListenerCore]
  /// Wakes a worker.
  private let wake: @Sendable (Int) -> Void
  private let isEnding = Atomic<Bool>(false)
  private let isStopping = Atomic<Bool>(false)
  private let thread = Mutex<WorkerThread?>(nil)

  /// How many connections each worker may take ahead of who asks for them, by listener.
  private static let offeredCountMax = 64

  /// What the control side has with one worker.
  private final class WorkerSide: Sendable {
    let state: Mutex<State>

    struct State: ~Copyable {
      var control: ChannelControl
      /// By channel.
      var seats: [Seat]
      var free: [Int]
      /// Listeners that lack a channel for their next connection.
      var lacking: [Int] = []
    }

    /// Who has to do with a channel.
    struct Seat {
      /// What uses it; nil where nothing does, or it waits for a connection.
      var core: ConnectionCore?
      /// The worker has done with it.
      var hasEnded = false
      /// Its user has.
      var isReleased = false
    }

    init(_ table: ChannelTable) {
      state = Mutex(
        State(
          control: ChannelControl(table), seats: Array(repeating: Seat(), count: table.count),
          free: Array((0..<table.count).reversed())))
    }
  }

  init(_ board: ChannelBoard, _ listeners: [ListenerCore], wake: @escaping @Sendable (Int) -> Void)
  {
    self.board = board
    self.listeners = listeners
    self.wake = wake
    sides = board.tables.map { WorkerSide($0) }
  }

  /// Begins to take in news, and has listeners take connections; before workers run.
  func start() {
    for side in sides {
      side.state.withLock { state in
        let count = min(
          Self.offeredCountMax, state.free.count / (2 * max(listeners.count, 1)))
        for listener in listeners {
          for _ in 0..<max(count, 1) { Self.offer(to: listener.number, &state) }
        }
      }
    }
    for listener in listeners { listener.start(self) }
    thread.withLock { $0 = WorkerThread { [self] in takeNews() } }
  }

  // MARK: Channels

  /// Gives a listener a channel for its next connection, or notes that it lacks one. Whether the worker is to be woken.
  @discardableResult
  private static func offer(to listener: Int, _ state: inout WorkerSide.State) -> Bool {
    guard let index = state.free.popLast() else {
      state.lacking.append(listener)
      return false
    }
    state.control.table.channel(index).value.listener = listener
    state.control.give(index, for: .accept)
    return true
  }

  /// A channel that nobody uses any more.
  private static func recycle(_ index: Int, _ state: inout WorkerSide.State) -> Bool {
    state.seats[index] = WorkerSide.Seat()
    state.free.append(index)
    guard let listener = state.lacking.popLast() else { return false }
    return offer(to: listener, &state)
  }

  /// A connection was asked for: its listener may take another one ahead.
  func replace(_ connection: Connection, ofListener listener: Int) {
    let worker = connection.core.worker
    if sides[worker].state.withLock({ Self.offer(to: listener, &$0) }) { wake(worker) }
  }

  /// Asks the worker for something about a connection.
  func ask(_ request: ChannelRequests, of core: ConnectionCore) {
    sides[core.worker].state.withLock { $0.control.ask(request, of: core.index) }
    wake(core.worker)
  }

  /// A connection's user has done with its channel.
  func release(_ core: ConnectionCore) {
    sides[core.worker].state.withLock { state in
      if state.seats[core.index].hasEnded {
        _ = Self.recycle(core.index, &state)
      } else {
        state.seats[core.index].isReleased = true
        state.control.ask(.close, of: core.index)
      }
    }
    wake(core.worker)
  }

  func close(listener: Int) {
    for (worker, table) in board.tables.enumerated() {
      table.close(listener: listener)
      wake(worker)
    }
  }

  // MARK: Connections that are made

  func connect(
    to address: IPAddress, port: UInt16, worker: Int
  ) async throws(ConnectionError) -> Connection {
    let core = try begin(to: address, port: port, worker: worker)
    wake(worker)
    do throws(ConnectionError) {
      try await core.waitUntilOpen()
    } catch {
      core.release()
      throw error
    }
    return Connection(core)
  }

  private func begin(
    to address: IPAddress, port: UInt16, worker: Int
  ) throws(ConnectionError) -> ConnectionCore {
    try sides[worker].state.withLock { state throws(ConnectionError) in
      // Under the lock: whoever stops looks for all that began before.
      guard !isStopping.load(ordering: .relaxed) else { throw .stopped }
      guard let index = state.free.popLast() else {
        throw .tooManyConnections(board.tables[worker].count)
      }
      let channel = state.control.table.channel(index)
      channel.value.remote = address
      channel.value.remotePort = port
      let core = ConnectionCore(self, worker: worker, index: index, channel)
      state.seats[index].core = core
      state.control.give(index, for: .connect)
      return core
    }
  }

  // MARK: News

  private func takeNews() {
    var isAnnounced = false
    while !isEnding.load(ordering: .acquiring) {
      var wasThere = false
      for worker in sides.indices {
        while let index = sides[worker].state.withLock({ $0.control.next() }) {
          wasThere = true
          take(worker, index)
        }
      }
      switch (wasThere, isAnnounced) {
      case (true, true):
        board.cancelSleep()
        isAnnounced = false
      case (true, false): break
      case (false, false):
        board.announceSleep()
        isAnnounced = true
      case (false, true):
        board.sleep()
        isAnnounced = false
      }
    }
    if isAnnounced { board.cancelSleep() }
  }

  private func take(_ worker: Int, _ index: Int) {
    let channel = board.tables[worker].channel(index)
    let news = channel.value.takeNews()
    if news.contains(.opened) { noteOpened(worker, index, channel) }
    let core = sides[worker].state.withLock { $0.seats[index].core }
    if news.contains(.received) { core?.noteReceived() }
    if news.contains(.room) { core?.noteRoom() }
    guard news.contains(.ended) else { return }
    if sides[worker].state.withLock({ Self.noteEnd(index, &$0) }) { wake(worker) }
    core?.noteEnd()
  }

  private func noteOpened(_ worker: Int, _ index: Int, _ channel: ChannelReference) {
    let (core, isAccepted) = sides[worker].state.withLock { state in
      if let core = state.seats[index].core { return (core, false) }
      let core = ConnectionCore(self, worker: worker, index: index, channel)
      state.seats[index].core = core
      return (core, true)
    }
    if isStopping.load(ordering: .sequentiallyConsistent) { core.fail(.stopped) }
    if isAccepted {
      listeners[channel.value.listener].deliver(Connection(core))
    } else {
      core.noteOpen()
    }
  }

  /// The worker has done with a channel. Whether it is to be woken, as it was given the channel again.
  private static func noteEnd(_ index: Int, _ state: inout WorkerSide.State) -> Bool {
    guard state.seats[index].core != nil else {
      // It was never a connection, and its listener has no other in its place, unless it takes nothing any more.
      let channel = state.control.table.channel(index)
      if channel.value.endReason != .stopped { state.lacking.append(channel.value.listener) }
      return recycle(index, &state)
    }
    guard !state.seats[index].isReleased else { return recycle(index, &state) }
    state.seats[index].hasEnded = true
    return false
  }

  // MARK: Ends

  /// No connection is made or taken any more, and those that there are end for their tasks.
  func beginStopping() {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    for listener in listeners { listener.close() }
    for core in cores { core.fail(.stopped) }
  }

  private var cores: [ConnectionCore] {
    sides.flatMap { $0.state.withLock { $0.seats.compactMap(\.core) } }
  }

  /// Ends the thread, once no worker runs any more.
  func end() {
    beginStopping()
    isEnding.store(true, ordering: .releasing)
    board.wake()
    thread.withLock { thread in
      thread?.join()
      thread = nil
    }
    for side in sides {
      side.state.withLock { state in
        for index in state.seats.indices { state.seats[index].core = nil }
      }
    }
  }
}
