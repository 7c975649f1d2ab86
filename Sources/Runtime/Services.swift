import CBaton
import Coroutines
import Devices
import JIT
import NetStack
import World

/// What one worker offers to the programs that it runs: the native side of the exported functions.
///
/// It lies in memory of its own for as long as the worker lives; only that worker's thread uses
/// it. Hot paths reach it by pointer, so nothing is retained or released.
@safe
struct Services: ~Copyable {
  typealias Frame = UnsafeMutablePointer<baton_frame>
  typealias Execution = UnsafeMutablePointer<baton_execution>

  let clock: WorldClock
  var random: RandomSource
  var counters = WorkerCounters()
  let statistics: RunStatistics
  let waits: WaitStatistics
  let tracePort = TracePort()
  /// Where what happens to coroutines is noted; nil while nobody traces.
  private(set) var trace: TraceRing.Pointer?
  /// Whether the worker has fallen asleep, and had nothing to do since; and how often it has had, after it slept.
  var isParked = false
  var endedSleepCount: UInt64 = 0
  /// The queue whose rings this worker owns.
  var queue: DeviceQueue
  /// Frames for the coroutines that begin here.
  var slab: FrameSlab
  /// Coroutines that programs put to sleep here, and those that were suspended here until a deadline.
  var sleepers: Sleepers
  /// Ways home for packets and frames of other workers, by worker.
  let mail: MailRoom
  private let mailBox: MailBoxReference
  let signals: WorkerSignals
  let standstill: Standstill
  let worker: Int
  /// How long a coroutine may run until its turn is over, in nanoseconds; 0 for as long as it likes.
  var quantum: UInt64 = 0
  /// By what the worker has the core that it runs on; nil where that is its own.
  var loan: UnsafeMutablePointer<Loan>?
  var budget = StopBudget()
  /// What a test wants of safe points.
  var stopPlan: StopPlan?
  /// The coroutine whose turn was looked at last, and since when it runs.
  var turn: (run: WorkerSignals.Run, begin: UInt64) = (.none, 0)
  /// Where the workers sleep.
  let parking: Parking
  /// Since when the program waits for a lock in the virtual world; nil where it does not.
  var blockedSince: UInt64?
  /// Since when the program holds its lock; nil where it has none, or one that is not timed.
  var heldSince: UInt64?
  /// How far the workers have come in the virtual world; nil in the real one.
  let times: WorkerTimes?
  /// The version whose programs the worker runs. One of those that it knows.
  var image: Unmanaged<LoadedUnit>
  /// Those whose coroutines it may meet: their tables say what a frame owns.
  var versions = KnownVersions()
  /// When the worker's turn began: for the network stack, which does with a turn's packets as if they had come at once.
  var turnTime: UInt64 = 0
  /// Where the worker runs the policy: what that decides with. Nil elsewhere.
  var seat: UnsafeMutablePointer<PolicySeat>?
  /// Whom the worker tells that it is awake; nil where there is no policy.
  var office: PolicyOffice?
  /// The network stack; nil where the worker is no host.
  var network: UnsafeMutablePointer<WorkerNetwork>?
  /// The same once it is torn down: other threads look at what it has counted, as long as there is the worker.
  var tornDownNetwork: UnsafeMutablePointer<WorkerNetwork>?
  /// The hosts of all workers, and whether there are several.
  let hostTable: HostTable
  let hosts: UnsafeMutablePointer<HostEntry>
  let areHostsShared: Bool
  /// The worker whose stack the program that runs has, as it has locked a socket of it.
  var lockedHost: Int?
  /// Sockets to be put once no program of this worker has a stack.
  var putLater: [SocketReference] = []
  var isNetworkDrained = false
  /// Whether data paths may wait with their packets before the network stack has them.
  var keepsOrder = false
  /// Packets that the stack is to have in the worker's next turn: what they have waited for is gone.
  var duePackets: [Packet] = unsafe []
  /// What the stack has for those of other workers, while it is brought to them.
  var forOthers = NetworkStack.ForOthers()
  /// Datagrams that programs have made, for the stack to send.
  var madeDatagrams: [Packet] = unsafe []
  /// Packets of other workers that the queue is to send.
  var guestCount = 0
  /// Packets with what connections have acknowledged, whose coroutines were destroyed.
  var lostPackets: [Packet] = unsafe []

  /// Since the last look at it, something has happened at the network that programs may have to do with: the worker does not
  /// sleep before they have run once more.
  var hasNews = false
  /// Frames that are still to be destroyed, linked by `next`.
  var condemned: Frame?
  var isDestroying = false

  init(
    worker: Int, clock: WorldClock, random: RandomSource, queue: consuming DeviceQueue,
    slab: consuming FrameSlab, sleepers: consuming Sleepers, mail: MailRoom, signals: WorkerSignals,
    standstill: Standstill, parking: Parking, image: LoadedUnit, capacity: VersionCapacity,
    hostTable: HostTable = HostTable(workerCount: 1), times: WorkerTimes? = nil
  ) throws(SlabError) {
    // Nothing is taken over before all is there.
    let statistics = try RunStatistics(slotCount: capacity.slotCount)
    let waits = try WaitStatistics(queueCount: capacity.queueCount)
    self.worker = worker
    self.hostTable = hostTable
    unsafe hosts = hostTable.entries
    areHostsShared = hostTable.isShared
    self.clock = clock
    self.random = random
    self.queue = queue
    self.slab = slab
    self.sleepers = sleepers
    self.mail = mail
    mailBox = mail.box(of: worker)
    self.signals = signals
    self.standstill = standstill
    self.parking = parking
    self.times = times
    self.statistics = statistics
    self.waits = waits
    unsafe self.image = Unmanaged.passUnretained(image)
    if let times { budget = times.stopBudget }
    versions.learn(image, as: 0)
    keepsOrder = image.verified.suspends
  }

  /// The services of the worker that runs the calling program.
  static var current: UnsafeMutablePointer<Services> {
    unsafe of(baton_current_execution()!)
  }

  static func of(_ execution: Execution) -> UnsafeMutablePointer<Services> {
    // Sound: a worker sets the field to its services before it runs any program.
    unsafe execution.pointee.services.assumingMemoryBound(to: Services.self)
  }

  /// Adds a line to the trace of the unit.
  func trace(_ text: UnsafeRawBufferPointer) {
    let time = clock.now()
    unsafe image._withUnsafeGuaranteedRef {
      unsafe $0.traceLog.append(text, worker: UInt32(worker), time: time)
    }
  }

  /// Wakes another worker of the instance, for what was published before. Costs a load where it is awake.
  @inline(__always)
  mutating func wake(_ other: Int) {
    if parking.wake(other) { noteWake(of: other) }
  }

  @inline(never)
  private mutating func noteWake(of other: Int) {
    counters.wakes += 1
    times?.noteWake(of: other, at: clock.now())
  }

  // MARK: Packets

  enum DropReason {
    case program, passed, noFrame, destroyed
  }

  /// Sends a packet out of the queue that it came from, which may be another worker's.
  mutating func transmit(_ packet: Packet) {
    let home = unsafe Int(packet.pointee.worker)
    if home == worker {
      unsafe transmitHere(packet)
    } else {
      unsafe mail.send(packet, from: worker, to: home, .transmit)
      wake(home)
    }
  }

  mutating func transmitHere(_ packet: Packet) {
    unsafe leaveLane(packet)
    if unsafe queue.transmit(packet) {
      counters.transmitted += 1
    } else {
      counters.droppedTransmitFull += 1
      unsafe queue.release(packet)
    }
  }

  /// Sends a packet out of a worker's queue: as it is where that has its memory in common with the packet's own, else a copy.
  mutating func forward(_ packet: Packet, to target: Int) {
    guard target < hostTable.packetWorkerCount else { return unsafe drop(packet, as: .program) }
    let home = unsafe Int(packet.pointee.worker)
    if target == home { return unsafe transmit(packet) }
    if home == worker { unsafe leaveLane(packet) }
    if target == worker { return unsafe forwardHere(packet) }
    guard unsafe mail.forward(packet, from: worker, to: target) else {
      counters.droppedTransmitFull += 1
      return unsafe release(packet)
    }
    wake(target)
  }

  private mutating func forwardHere(_ packet: Packet) {
    guard unsafe queue.canSend(packet), unsafe !isInLane(packet) else {
      return unsafe forwardCopy(of: packet)
    }
    guard unsafe queue.transmit(packet) else {
      counters.droppedTransmitFull += 1
      return unsafe release(packet)
    }
    counters.transmitted += 1
    guestCount += 1
  }

  private mutating func forwardCopy(of packet: Packet) {
    if let copy = unsafe queue.copy(packet) {
      unsafe claim(copy)
      unsafe transmitHere(copy)
    } else {
      counters.droppedTransmitFull += 1
    }
    unsafe release(packet)
  }

  /// Brings packets of other workers home that the queue has sent.
  mutating func sendGuestsHome() {
    while let packet = unsafe queue.takeGuest() {
      guestCount -= 1
      unsafe release(packet)
    }
  }

  mutating func drop(_ packet: Packet, as reason: DropReason) {
    switch reason {
    case .program: counters.droppedByProgram += 1
    case .passed: counters.droppedPassed += 1
    case .noFrame: counters.droppedNoFrame += 1
    case .destroyed: counters.droppedDestroyed += 1
    }
    unsafe release(packet)
  }

  mutating func release(_ packet: Packet) {
    let home = unsafe Int(packet.pointee.worker)
    if home == worker {
      unsafe releaseHere(packet)
    } else {
      unsafe mail.send(packet, from: worker, to: home, .release)
      wake(home)
    }
  }

  private mutating func releaseHere(_ packet: Packet) {
    unsafe leaveLane(packet)
    // Its octets were acknowledged: the stack has to learn that they are gone.
    if unsafe packet.pointee.stage == BATON_STAGE_RECEIVED.rawValue {
      return unsafe lostPackets.append(packet)
    }
    unsafe queue.release(packet)
  }

  /// Another packet with the same octets and metadata, which goes home here; null where there is no chunk, or none that
  /// is large enough.
  mutating func copy(_ packet: Packet) -> Packet? {
    guard let copy = unsafe queue.copy(packet) else { return nil }
    unsafe claim(copy)
    counters.copied += 1
    return unsafe copy
  }

  /// Takes in what other workers sent home.
  mutating func collectMail() {
    while let socket = putLater.popLast() { putSocket(socket) }
    guard mailBox.lowerFlag() else { return }
    guard lockHostBetweenPrograms() else { return mailBox.raiseFlag() }
    defer { unlockHost(worker) }
    for sender in 0..<mail.workerCount where sender != worker {
      while let letter = mail.next(from: sender, to: worker) {
        switch letter.order {
        case .transmit: unsafe transmitHere(letter.packet)
        case .release: unsafe releaseHere(letter.packet)
        case .receive: unsafe receiveHere(letter.packet)
        case .stray: unsafe receiveStray(letter.packet)
        case .datagram: unsafe sendLater(letter.packet)
        }
      }
      while let packet = unsafe mail.nextToForward(from: sender, to: worker) {
        unsafe forwardHere(packet)
      }
    }
  }

  // MARK: Coroutines

  /// Begins to note, or ends, as whoever traces wants it.
  mutating func updateTrace() { unsafe trace = tracePort.current() }

  /// Marks a packet as received here, so that it goes home here, whoever has it at last. Due
  /// before anything else happens to it: the mark may be that of its memory's previous use.
  func claim(_ packet: Packet) {
    unsafe packet.pointee.worker = UInt16(worker)
    unsafe packet.pointee.stage = 0
    if unsafe network != nil { unsafe PacketReference(packet).standInNoLane() }
  }

  /// A coroutine over `packet` of the program that has the number `entry` among those of all versions, suspended at its
  /// entry; nil, and the packet dropped, when there is no frame left.
  mutating func spawn(
    _ packet: Packet, entry: Int, startLink: UInt64, now: UInt64
  ) -> Frame? {
    unsafe claim(packet)
    unsafe enterLane(packet)
    let frame = unsafe makeCoroutine(over: packet, entry: entry, startLink: startLink, now: now)
    if unsafe frame == nil { unsafe drop(packet, as: .noFrame) }
    return unsafe frame
  }

  /// The same of a packet that the caller has kept when there is no frame left. The coroutine is a child of `parent`.
  mutating func makeCoroutine(
    over packet: Packet, entry: Int, startLink: UInt64, now: UInt64, parent: Frame? = nil
  ) -> Frame? {
    guard let frame = unsafe slab.allocate() else { return nil }
    // Sound: memory that no coroutine has used yet is zero.
    let generation = unsafe frame.pointee.handle.generation &+ 1
    unsafe frame.initialize(to: baton_frame())
    unsafe frame.pointee.handle.generation = generation
    unsafe baton_set_childless(frame)
    if let parent = unsafe parent {
      unsafe frame.pointee.parent = unsafe parent
      unsafe frame.pointee.parent_generation = UInt64(parent.pointee.handle.generation)
      unsafe baton_adopt(parent)
    }
    unsafe frame.pointee.handle.suspended_at = now
    unsafe frame.pointee.handle.worker = UInt32(worker)
    let record = unsafe UInt64(UInt(bitPattern: frame + 1))
    unsafe frame.pointee.record = record
    unsafe frame.pointee.packet = packet
    unsafe frame.pointee.program = UInt32(entry)
    unsafe frame.pointee.home = UInt32(worker)
    // Sound: the body behind the head has room for at least one record.
    unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(record))!.pointee = startLink
    counters.spawned += 1
    versions.noteBegin(ofFunction: entry)
    if let trace = unsafe trace { unsafe trace.pointee.note(.spawn, frame) }
    return unsafe frame
  }

  /// The coroutine has returned: its packet, if it still owns it, goes where the action says.
  mutating func finish(_ frame: Frame, result: UInt32) {
    counters.finished += 1
    if let trace = unsafe trace { unsafe trace.pointee.note(.finish, frame) }
    if let packet = unsafe frame.pointee.packet { unsafe act(on: packet, result) }
    unsafe release(frame)
  }

  /// Does with a packet what an XDP action says.
  mutating func act(on packet: Packet, _ action: UInt32) {
    switch action {
    case XDP_TX.rawValue: unsafe transmit(packet)
    case XDP_PASS.rawValue: unsafe receiveIntoStack(packet)
    default: unsafe drop(packet, as: .program)
    }
  }

  private mutating func release(_ frame: Frame) {
    unsafe frame.pointee.handle.queue = 0
    unsafe leaveFamily(frame)
    unsafe versions.noteEnd(ofFunction: Int(frame.pointee.program))
    let home = unsafe Int(frame.pointee.home)
    if home == worker {
      unsafe slab.release(frame)
    } else {
      unsafe mail.framePorts[home].give(frame)
    }
  }

  /// Releases a coroutine whose places own nothing any more: its packet and its frame.
  mutating func bury(_ frame: Frame) {
    if let trace = unsafe trace { unsafe trace.pointee.note(.destroy, frame) }
    if let packet = unsafe frame.pointee.packet { unsafe drop(packet, as: .destroyed) }
    unsafe release(frame)
  }
}
