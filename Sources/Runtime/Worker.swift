import CBaton
import Devices
import Interpreter
import Maps
import Verifier

/// One worker: takes packets from its queue, makes coroutines of them, and runs its programs, a
/// piece at a time.
///
/// The real world gives it a thread of its own and unlimited steps; the virtual one lets all
/// workers take turns on one thread, some instructions each. The code is the same.
@safe
final class Worker {
  let index: Int
  let execution: UnsafeMutablePointer<baton_execution>
  let services: UnsafeMutablePointer<Services>
  private let context: UnsafeMutablePointer<worker_ctx>
  private let batch: PacketBatch
  /// What the version that the worker runs is to it. By a pointer: it is looked at for each packet.
  private let programs: UnsafeMutablePointer<Programs>

  /// Received packets that are not coroutines yet: `batch[nextPacket..<packetCount]`.
  private var packetCount = 0
  private var nextPacket = 0
  /// The next of the unit's worker programs to run in this turn.
  private var nextProgram = 0
  private var interpreter = InterpreterThread()
  /// Whether it was stopped in the middle of a program. Kept apart, as it is looked at for each packet.
  private(set) var isInterrupted = false
  /// The packet that an interrupted XDP program is working on.
  private var packetInWork: Packet?
  private let participant: Participant
  /// The program that runs, or ran last.
  private var activeEntry = 0
  private let measuresTime: Bool
  let orders: WorkerOrders
  /// How many it has carried out.
  var orderCount = 0
  /// Nothing happens here until the next order.
  var isHalted = false
  /// Where others see what runs here.
  private let publication: WorkerSignals.Publication
  /// Where it is seen that all workers are to stand still; and in the virtual world, for which time this one does.
  private let gate: Standstill.Gate
  private var attended: Standstill.Round?
  /// When the turn began, and which turns took long.
  private var turnBegin: UInt64 = 0
  private var longTurns = LongTurns()
  /// When it has had the core, and when others have.
  var tenure = CoreTenure()
  /// Whether it waits for a core, and holds no pointers meanwhile.
  private var isAside = false
  /// Whether this turn has done anything yet.
  private var isBusy = false
  /// Whether a program of this turn has nothing to do, and wants to be run again all the same.
  private var asksAgain = false
  /// The same of the last turn that has ended.
  private(set) var wantsPolling = false
  /// Turns without anything to do since the last one with.
  private(set) var idleTurnCount = 0
  /// Others know that this worker is about to sleep.
  var isParkingAnnounced = false
  private(set) var hasBegun = false
  /// How it rests with its core.
  var rest = Rest.isAwake

  static let batchCount = 64
  /// As long as nobody knows that it is awake.
  private static let firstBatchCount = 8

  /// A version's programs, as functions' indices.
  private struct Programs {
    /// Nil for a worker that is never given packets.
    let packetProgram: LoadedUnit.PacketProgram?
    let packetEntry: Int
    let workerEntries: [Int]
    /// What the numbers of its functions have before them.
    let firstFunction: Int

    init(
      _ unit: LoadedUnit, _ packetProgram: LoadedUnit.PacketProgram?, workerEntries: [Int]? = nil
    ) {
      self.packetProgram = packetProgram
      packetEntry =
        switch packetProgram {
        case .datapath(let entry, _)?, .xdp(let entry)?: entry
        case nil: 0
        }
      self.workerEntries = workerEntries ?? unit.workerEntries
      firstFunction = unit.place.firstFunction
    }
  }

  /// Takes the services over; they live as long as the worker.
  init(
    index: Int, workerCount: Int, unit: LoadedUnit, _ packetProgram: LoadedUnit.PacketProgram?,
    services: consuming Services, orders: WorkerOrders
  ) {
    self.index = index
    self.orders = orders
    unsafe programs = .allocate(capacity: 1)
    unsafe programs.initialize(to: Programs(unit, packetProgram))
    publication = services.signals.publication(of: index)
    gate = services.standstill.gate
    measuresTime = unit.measuresTime
    participant = unit.participant(ofWorker: index)
    unsafe self.services = .allocate(capacity: 1)
    unsafe self.services.initialize(to: services)
    // Of cache lines of its own, as other threads look at one of them.
    let lines = UnsafeMutableRawPointer.allocate(
      byteCount: unsafe (MemoryLayout<baton_execution>.size + 127) & ~127, alignment: 128)
    unsafe execution = lines.initializeMemory(
      as: baton_execution.self, repeating: baton_execution(), count: 1)
    unsafe execution.pointee.worker = UInt32(index)
    unsafe execution.pointee.worker_count = UInt32(workerCount)
    unsafe execution.pointee.services = UnsafeMutableRawPointer(self.services)
    unsafe execution.pointee.untimed_locks = Services.locksPerTimed
    unsafe execution.pointee.run_counts = self.services.pointee.statistics.counts
    unsafe execution.pointee.request = self.services.pointee.signals.requestAddress(of: index)
    unsafe execution.pointee.waits = self.services.pointee.waits.byQueue
    unsafe context = .allocate(capacity: 1)
    unsafe context.initialize(
      to: worker_ctx(worker: UInt32(index), worker_count: UInt32(workerCount), pending: 0))
    unsafe batch = .allocate(capacity: Self.batchCount)
    learn(unit)
  }

  deinit {
    unsafe programs.deinitialize(count: 1)
    unsafe programs.deallocate()
    unsafe services.pointee.tearDownNetwork()
    unsafe services.pointee.freeNetwork()
    if let seat = unsafe services.pointee.seat {
      unsafe seat.deinitialize(count: 1)
      unsafe seat.deallocate()
    }
    unsafe services.deinitialize(count: 1)
    unsafe services.deallocate()
    unsafe execution.deallocate()
    unsafe context.deallocate()
    unsafe batch.deallocate()
  }

  enum Progress {
    /// Something is left to do at once.
    case busy
    /// A turn ended in which there was nothing to do.
    case idle
    /// The steps ran out, or a lock is held by another worker.
    case interrupted
    /// Nothing happens until the next order.
    case halted
  }

  /// Makes the calling thread this worker. Programs find their world through it.
  func enter() {
    if isAside {
      isAside = false
      participant.enter()
    }
    unsafe baton_set_current_execution(execution)
  }

  /// Others need the core, maybe for long: nobody has to wait for what the worker might hold. Between two pieces of work;
  /// it enters before the next one.
  func stepAside() {
    guard !isAside else { return }
    isAside = true
    participant.leave()
  }

  /// The same where it has not begun, or has been stopped since.
  func beginOnce() {
    guard !hasBegun else { return }
    hasBegun = true
    begin()
  }

  /// Nothing happens here until it begins once more.
  func stopForNow() {
    hasBegun = false
    pause()
  }

  /// From here on the worker may hold pointers into maps; due before its first turn.
  func begin() {
    participant.enter()
    // What happens before the first end of a turn has a time, too.
    unsafe beginTurn(at: services.pointee.clock.now())
  }

  /// What happens from here on is of another turn.
  func beginTurn(at now: UInt64) {
    unsafe services.pointee.updateTrace()
    let trace = unsafe services.pointee.trace
    unsafe trace?.pointee.noteTurn()
    turnBegin = now
    tenure.beginTurn(at: now)
    unsafe services.pointee.turnTime = now
    unsafe execution.pointee.now = now
    unsafe execution.pointee.trace = UnsafeMutableRawPointer(trace)
    unsafe execution.pointee.unnoted = unsafe trace == nil ? now : .max
  }

  /// The worker holds no pointers, and gets none before it begins again.
  func pause() { participant.leave() }

  /// The worker holds no pointers at this moment.
  func pass() { participant.pass() }

  /// Whether every packet that was received is a coroutine or gone, and no program runs.
  var isAtEndOfTurn: Bool {
    let programCount = unsafe programs.pointee.workerEntries.count
    return !isInterrupted && nextPacket == packetCount && nextProgram == programCount
  }

  /// From before its first turn on, the worker runs the policy and nothing else.
  func take(_ seat: consuming PolicySeat) {
    let place = UnsafeMutablePointer<PolicySeat>.allocate(capacity: 1)
    unsafe place.initialize(to: seat)
    unsafe services.pointee.seat = unsafe place
    unsafe programs.pointee = services.pointee.image._withUnsafeGuaranteedRef {
      Programs($0, nil, workerEntries: $0.policyEntry.map { [$0] } ?? [])
    }
  }

  /// Whether a program is in its middle, in the interpreter.
  var isInProgram: Bool { interpreter.isActive }

  /// How many turns have ended.
  var turnCount: UInt64 { unsafe services.pointee.counters.turns }

  /// Does what is left of the turn.
  func finishTurn() {
    beginPackets()
    while !isAtEndOfTurn { _ = advance(stepLimit: .max) }
  }

  /// Does what is left of the turn, and ends it.
  func takeTurn() -> Progress {
    finishTurn()
    return endTurn()
  }

  /// Begins the turn's data paths of machine code, one behind the other: what ``advance(stepLimit:)`` does packet by packet,
  /// without asking each time what the packets are for.
  private func beginPackets() {
    guard nextPacket < packetCount, !isInterrupted, !measuresTime,
      case .datapath(let entry, let startLink)? = unsafe programs.pointee.packetProgram
    else { return }
    unsafe services.pointee.image._withUnsafeGuaranteedRef { image in
      switch image.engine {
      case .jit(let code):
        activeEntry = entry
        isBusy = true
        let function = unsafe programs.pointee.firstFunction + entry
        while nextPacket < packetCount {
          publication.begin(function)
          let frame = unsafe services.pointee.spawn(
            batch[nextPacket], entry: function, startLink: startLink, now: execution.pointee.now)
          nextPacket += 1
          if let frame = unsafe frame { _ = unsafe code.resume(frame, on: execution) }
          publication.end()
        }
      case .interpreter: break
      }
    }
  }

  /// Does the next piece of work: a packet, a program, or the end of the turn.
  func advance(stepLimit: Int) -> Progress {
    if isInterrupted { return ended(measured { resumeInterpreter(stepLimit) }) }
    if nextPacket < packetCount {
      let packet = unsafe batch[nextPacket]
      nextPacket += 1
      activeEntry = unsafe programs.pointee.packetEntry
      publish(activeEntry)
      return ended(measured { unsafe begin(packet, stepLimit) })
    }
    if unsafe nextProgram < programs.pointee.workerEntries.count {
      activeEntry = unsafe programs.pointee.workerEntries[nextProgram]
      nextProgram += 1
      publish(activeEntry)
      return ended(measured { run(program: activeEntry, stepLimit) })
    }
    return endTurn()
  }

  /// Does some work of a program, which others may see, and counts how long it took where that is asked for.
  private func measured<Result>(_ work: () -> Result) -> Result {
    guard measuresTime else { return work() }
    let begin = unsafe services.pointee.clock.now()
    let result = work()
    let elapsed = unsafe services.pointee.clock.now() - begin
    let slot = unsafe services.pointee.image._withUnsafeGuaranteedRef {
      $0.place.firstSlot + $0.verified.unit.image.functions[activeEntry].start
    }
    unsafe services.pointee.statistics.add(elapsed, toProgramAt: slot)
    return result
  }

  /// Others may see which program runs.
  private func publish(_ entry: Int) {
    unsafe publication.begin(programs.pointee.firstFunction + entry)
  }

  /// Packets and worker programs are those of a version that the worker knows, from its next turn on.
  func takeOver(_ number: Int) {
    let unit = unsafe services.pointee.versions.unit(number)
    unsafe services.pointee.image = unit
    // Coroutines of earlier versions may still wait.
    if unsafe unit._withUnsafeGuaranteedRef(\.verified.suspends) {
      unsafe services.pointee.keepsOrder = true
    }
    if let seat = unsafe services.pointee.seat {
      unsafe takeOver(seat, by: unit)
    } else {
      unsafe programs.pointee = unit._withUnsafeGuaranteedRef { Programs($0, $0.packetProgram) }
    }
    nextProgram = unsafe programs.pointee.workerEntries.count
  }

  private func takeOver(
    _ seat: UnsafeMutablePointer<PolicySeat>, by unit: Unmanaged<LoadedUnit>
  ) {
    let entry = unsafe unit._withUnsafeGuaranteedRef(\.policyEntry)
    unsafe programs.pointee = unit._withUnsafeGuaranteedRef {
      Programs($0, nil, workerEntries: entry.map { [$0] } ?? [])
    }
    let now = unsafe services.pointee.clock.now()
    if entry == nil { unsafe seat.pointee.vacate() } else { unsafe seat.pointee.takeOver(at: now) }
    unsafe seat.pointee.settle(at: now)
  }

  /// The interpreter may meet coroutines of the version.
  func learn(_ unit: LoadedUnit) {
    if let code = unit.interpreted { interpreter.learn(code) }
  }

  func forget(_ unit: LoadedUnit) {
    if let code = unit.interpreted { interpreter.forget(code) }
  }

  /// What a program's work came to; others see no more of it once it has ended.
  private func ended(_ progress: Progress) -> Progress {
    if progress != .interrupted { publication.end() }
    return progress
  }

  /// Has turns noted that take as long as that, in nanoseconds.
  func keepLongTurns(of threshold: UInt64) { longTurns.threshold = threshold }

  /// When a turn ended that took long, in which it was `time`.
  func end(ofTurnAt time: UInt64) -> UInt64? { longTurns.end(ofTurnAt: time) }

  /// Publishes what the turn produced and takes in what has arrived meanwhile.
  private func endTurn() -> Progress {
    if orders.issuedCount != orderCount { obey() }
    if isHalted { return .halted }
    // Between programs a worker holds no pointer into a map.
    participant.pass()
    if gate.isClosed || attended != nil, !standStill() { return .interrupted }
    unsafe services.pointee.collectMail()
    unsafe services.pointee.runNetwork()
    // Programs are told how many coroutines there are, so those that ended elsewhere count now.
    unsafe services.pointee.slab.collectReturned()
    unsafe services.pointee.sleepers.collectReturned()
    if unsafe !services.pointee.queue.flush() {
      unsafe services.pointee.counters.chunklessTurns += 1
    }
    if unsafe services.pointee.guestCount > 0 { unsafe services.pointee.sendGuestsHome() }
    // Behind what it was woken for: whoever decides where it runs may get the very core that it runs on for that.
    if unsafe idleTurnCount == 0 && services.pointee.isParked {
      unsafe services.pointee.noteWork()
    }
    let now = unsafe services.pointee.clock.now()
    noteTimerLag(at: now)
    if isBusy { unsafe services.pointee.counters.busyNanoseconds += tenure.worked(until: now) }
    longTurns.note(from: turnBegin, to: now)
    beginTurn(at: now)
    unsafe services.pointee.counters.turns += 1
    packetCount = unsafe services.pointee.queue.receive(into: room, at: now)
    unsafe services.pointee.counters.received += UInt64(packetCount)
    nextPacket = 0
    nextProgram = unsafe isPolicyDue(at: now) ? 0 : programs.pointee.workerEntries.count
    let wasBusy = unsafe isBusy || packetCount > 0 || services.pointee.hasNews
    unsafe services.pointee.hasNews = false
    isBusy = false
    wantsPolling = asksAgain
    asksAgain = false
    if wasBusy {
      idleTurnCount = 0
      return .busy
    }
    idleTurnCount += 1
    unsafe services.pointee.counters.idleTurns += 1
    return .idle
  }

  /// Where the packets of a turn go.
  private var room: PacketBatch {
    guard unsafe services.pointee.isParked else { return unsafe batch }
    return unsafe PacketBatch(rebasing: batch[..<Self.firstBatchCount])
  }

  /// Whether programs are to be run: of a policy, only when it is time for it.
  private func isPolicyDue(at now: UInt64) -> Bool {
    guard let seat = unsafe services.pointee.seat else { return true }
    return unsafe seat.pointee.due <= now
  }

  private func noteTimerLag(at now: UInt64) {
    let first = unsafe services.pointee.sleepers.earliestWake ?? .max
    unsafe services.pointee.counters.timerLag = first < now ? now - first : 0
  }

  /// Does the work that all workers are to stand still for, where the others have come. False where it is still to be done:
  /// then the worker stands, and others on its thread go on.
  @inline(never)
  private func standStill() -> Bool {
    let standstill = unsafe services.pointee.standstill
    if let round = attended {
      guard standstill.isOver(round) else { return false }
      attended = nil
      return true
    }
    // Whoever does the work has to know of this turn, too.
    unsafe longTurns.note(from: turnBegin, to: services.pointee.clock.now())
    switch standstill.arrive() {
    case .isOver: return true
    case .isLast:
      standstill.work(by: self)
      return true
    case .waits(let round):
      attended = round
      return false
    }
  }

  /// Works on a packet that has just been received.
  func begin(_ packet: Packet, _ stepLimit: Int) -> Progress {
    isBusy = true
    switch unsafe programs.pointee.packetProgram {
    case .datapath(let entry, let startLink)?:
      let frame = unsafe services.pointee.spawn(
        packet, entry: programs.pointee.firstFunction + entry, startLink: startLink,
        now: execution.pointee.now)
      return unsafe frame.map { unsafe run($0, stepLimit) } ?? .busy
    case .xdp(let entry)?:
      unsafe services.pointee.claim(packet)
      return unsafe run(xdp: entry, on: packet, stepLimit)
    case nil: preconditionFailure("a worker that receives packets has a program for them")
    }
  }

  // MARK: Engines

  private func run(xdp entry: Int, on packet: Packet, _ stepLimit: Int) -> Progress {
    let argument = UInt64(UInt(bitPattern: packet))
    return unsafe services.pointee.image._withUnsafeGuaranteedRef { image in
      switch image.engine {
      case .jit(let code):
        let action = unsafe code.run(entry: entry, on: execution, argument)
        unsafe services.pointee.act(on: packet, UInt32(truncatingIfNeeded: action))
        return .busy
      case .interpreter(let unit):
        unsafe packetInWork = unsafe packet
        unsafe interpreter.start(program: entry, r1: argument, of: unit, on: execution)
        return resumeInterpreter(stepLimit)
      }
    }
  }

  private func run(
    _ frame: UnsafeMutablePointer<baton_frame>, _ stepLimit: Int
  ) -> Progress {
    unsafe services.pointee.image._withUnsafeGuaranteedRef { image in
      switch image.engine {
      case .jit(let code):
        _ = unsafe code.resume(frame, on: execution)
        return .busy
      case .interpreter(let unit):
        unsafe interpreter.startResume(frame, of: unit, on: execution)
        return resumeInterpreter(stepLimit)
      }
    }
  }

  /// A worker program's result says how many handles it resumed. None is idleness; less says that it need not be run
  /// again before something wakes the worker.
  private func take(result: UInt64) {
    if let seat = unsafe services.pointee.seat {
      return unsafe seat.pointee.end(
        result, at: services.pointee.clock.now(), services.pointee.counters)
    }
    let count = Int32(truncatingIfNeeded: result)
    if count > 0 { isBusy = true }
    if count == 0 { asksAgain = true }
  }

  /// What the program that is to be run is told; where that lies.
  private func makeContext() -> UInt64 {
    if let seat = unsafe services.pointee.seat {
      unsafe seat.pointee.begin(at: execution.pointee.now, services.pointee.counters)
      return unsafe UInt64(UInt(bitPattern: seat.pointee.context))
    }
    unsafe context.pointee.pending = UInt64(services.pointee.slab.liveCount)
    return unsafe UInt64(UInt(bitPattern: context))
  }

  private func run(program entry: Int, _ stepLimit: Int) -> Progress {
    let argument = makeContext()
    return unsafe services.pointee.image._withUnsafeGuaranteedRef { image in
      switch image.engine {
      case .jit(let code):
        take(result: unsafe code.run(entry: entry, on: execution, argument))
        return .busy
      case .interpreter(let unit):
        unsafe interpreter.start(program: entry, r1: argument, r2: 0, of: unit, on: execution)
        return resumeInterpreter(stepLimit)
      }
    }
  }

  /// What legacy packet access reads from here on. `link` and `network` are where its headers begin, of which
  /// memory has none.
  func setPacket(from start: UInt64, to end: UInt64, link: UInt64? = nil, network: UInt64? = nil) {
    precondition(start <= end && max(link ?? 0, network ?? 0) <= end, "a packet ends at its end")
    unsafe execution.pointee.packet_start = start
    unsafe execution.pointee.packet_end = end
    unsafe execution.pointee.packet_link = link ?? end
    unsafe execution.pointee.packet_network = network ?? end
  }

  /// Runs the first worker program to its end; its result.
  func runFirstProgram() -> UInt64 {
    unsafe runToEnd(programs.pointee.workerEntries[0], r1: UInt64(UInt(bitPattern: context)))
  }

  /// Runs a program that is no coroutine to its end; its result.
  func runToEnd(_ entry: Int, r1: UInt64, r2: UInt64 = 0) -> UInt64 {
    guard let result = run(entry, r1: r1, r2: r2, stepLimit: .max) else {
      preconditionFailure("without a limit a program ends")
    }
    return result
  }

  /// Runs a program that is no coroutine; its result. Nil when the interpreter, which alone counts, has not
  /// come to its end within `stepLimit` instructions: nothing else can be run then.
  func run(_ entry: Int, r1: UInt64, r2: UInt64 = 0, stepLimit: Int) -> UInt64? {
    activeEntry = entry
    return measured { runUnmeasured(entry, r1, r2, stepLimit) }
  }

  private func runUnmeasured(
    _ entry: Int, _ r1: UInt64, _ r2: UInt64, _ stepLimit: Int
  ) -> UInt64? {
    unsafe services.pointee.image._withUnsafeGuaranteedRef { image in
      switch image.engine {
      case .jit(let code): return unsafe code.run(entry: entry, on: execution, r1, r2)
      case .interpreter(let unit):
        unsafe interpreter.start(program: entry, r1: r1, r2: r2, of: unit, on: execution)
        guard case .finished(let result) = runInterpreter(stepLimit) else { return nil }
        return result
      }
    }
  }

  private func runInterpreter(_ stepLimit: Int) -> InterpreterThread.Progress {
    let begin = unsafe services.pointee.blockedSince == nil ? 0 : services.pointee.clock.now()
    let stepsBefore = interpreter.stepCount
    let progress = interpreter.run(stepLimit: stepLimit)
    isInterrupted = interpreter.isActive
    // What blocked it was tried again first, and has taken a step if it is over.
    if interpreter.stepCount > stepsBefore { unsafe services.pointee.noteUnblocked(at: begin) }
    if progress == .blocked {
      unsafe services.pointee.noteBlocked(at: services.pointee.clock.now())
    }
    return progress
  }

  private func resumeInterpreter(_ stepLimit: Int) -> Progress {
    switch runInterpreter(stepLimit) {
    case .finished(let result):
      if let packet = unsafe packetInWork {
        unsafe packetInWork = nil
        unsafe services.pointee.act(on: packet, UInt32(truncatingIfNeeded: result))
      } else {
        take(result: result)
      }
      return .busy
    case .outOfSteps, .blocked: return .interrupted
    }
  }

  /// Runs the program that was stopped in its middle, if any. False when it waits for a lock.
  func finishProgram() -> Bool {
    !isInterrupted || resumeInterpreter(.max) != .interrupted
  }

  /// Drops the packets that were received and are no coroutines yet.
  func dropUnstarted() {
    while nextPacket < packetCount {
      unsafe services.pointee.claim(batch[nextPacket])
      unsafe services.pointee.drop(batch[nextPacket], as: .destroyed)
      nextPacket += 1
    }
  }

  /// The instruction that the interpreter goes on with; nil where no program was stopped in its middle.
  var nextSlot: Int? { isInterrupted ? interpreter.nextSlot : nil }

  /// Instructions that the interpreter has executed on this worker.
  var stepCount: Int { interpreter.stepCount }
}
