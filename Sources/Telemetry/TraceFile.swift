/// Writes events as a file that Perfetto and Chrome show (“Trace Event Format”, Google, JSON object format).
///
/// Each worker is a track: a slice for every run of a coroutine, in it one for every run of a queue program, and marks
/// for what takes no time. An arrow leads from where a coroutine was suspended to where it went on, on whichever track
/// that is. Slices are closed where events were lost, so that they always nest.
///
/// ```swift
/// var file = TraceFile(names, workerCount: 4) { octets in … }
/// file.add(event, ofWorker: 0, at: nanoseconds)
/// file.finish()
/// ```
public struct TraceFile {
  private let names: TraceNames
  private var tracks: [Track]
  private var flows = FlowPairs()
  private var line = JSONLine()
  private let write: ([UInt8]) -> Void
  /// Written so far, by kind.
  public private(set) var counts: [TraceEvent.Kind: Int] = [:]
  /// Arrows between two workers' tracks.
  public private(set) var crossingCount = 0

  /// What is open on a worker's track.
  private struct Track {
    var time: UInt64 = 0
    var isRunning = false
    var isInQueue = false
  }

  /// Begins a file; `write` gets it piece by piece.
  public init(_ names: TraceNames, workerCount: Int, _ write: @escaping ([UInt8]) -> Void) {
    self.names = names
    self.write = write
    tracks = Array(repeating: Track(), count: workerCount)
    line.raw("{\"displayTimeUnit\":\"ns\",\"traceEvents\":[\n")
    line.raw("{\"ph\":\"M\",\"pid\":1,\"tid\":0,\"name\":\"process_name\",\"args\":{\"name\":")
    line.string(names.instance)
    line.raw("}}")
    for worker in 0..<workerCount {
      line.raw(",\n{\"ph\":\"M\",\"pid\":1,\"tid\":")
      line.number(UInt64(worker + 1))
      line.raw(",\"name\":\"thread_name\",\"args\":{\"name\":")
      line.string("worker \(worker)")
      line.raw("}}")
    }
    flush()
  }

  /// Adds what happened on a worker; events of one worker come in their order.
  ///
  /// - Parameter nanoseconds: since any moment that is the same for all.
  public mutating func add(_ event: TraceEvent, ofWorker worker: Int, at nanoseconds: UInt64) {
    counts[event.kind, default: 0] += 1
    // Time never goes back on a track, even if a worker was moved to a processor that is a little behind.
    let time = max(nanoseconds, tracks[worker].time)
    tracks[worker].time = time
    switch event.kind {
    case .spawn, .migrate: mark(event, worker)
    case .resume:
      closeSlices(of: worker)
      beginRun(event, worker)
      addFlow(.end, event, worker)
    case .suspend:
      if tracks[worker].isInQueue { endQueue(of: worker) }
      begin(names.queue(event.number), event, worker)
      tracks[worker].isInQueue = true
      addFlow(.begin, event, worker)
    case .refuse:
      mark(event, worker)
      if tracks[worker].isInQueue { endQueue(of: worker) }
    case .stash: closeSlices(of: worker)
    case .preempt:
      if !tracks[worker].isRunning { beginRun(event, worker) }
      mark(event, worker)
      addFlow(.begin, event, worker)
      closeSlices(of: worker)
    case .finish:
      mark(event, worker)
      closeSlices(of: worker)
    // Others than the one that runs may be destroyed.
    case .destroy: mark(event, worker)
    }
    flush()
  }

  /// Says that a worker found no room for `count` events before the next one.
  public mutating func addLoss(of count: UInt64, onWorker worker: Int) {
    closeSlices(of: worker)
    open("i", worker)
    line.raw(",\"s\":\"t\",\"cat\":\"loss\",\"name\":\"events lost\",\"args\":{\"count\":")
    line.number(count)
    line.raw("}}")
    flush()
  }

  /// Ends the file; nothing can be added any more.
  public mutating func finish() {
    for worker in tracks.indices { closeSlices(of: worker) }
    line.raw("\n]}\n")
    flush()
  }

  private mutating func flush() {
    write(line.octets)
    line.clear()
  }

  // MARK: Slices

  private mutating func begin(_ name: String, _ event: TraceEvent, _ worker: Int) {
    open("B", worker)
    line.raw(",\"cat\":\"coroutine\",\"name\":")
    line.string(name)
    describe(event)
  }

  private mutating func beginRun(_ event: TraceEvent, _ worker: Int) {
    begin(names.function(event.number), event, worker)
    tracks[worker].isRunning = true
  }

  private mutating func closeSlices(of worker: Int) {
    if tracks[worker].isInQueue { endQueue(of: worker) }
    if tracks[worker].isRunning { end(worker) }
    tracks[worker].isRunning = false
  }

  private mutating func endQueue(of worker: Int) {
    end(worker)
    tracks[worker].isInQueue = false
  }

  private mutating func end(_ worker: Int) {
    open("E", worker)
    line.raw("}")
  }

  private mutating func mark(_ event: TraceEvent, _ worker: Int) {
    open("i", worker)
    line.raw(",\"s\":\"t\",\"cat\":\"coroutine\",\"name\":")
    line.string(event.kind.name)
    describe(event)
  }

  /// An object with what every event on a track has.
  private mutating func open(_ phase: StaticString, _ worker: Int) {
    open(phase, worker, at: tracks[worker].time)
  }

  private mutating func open(_ phase: StaticString, _ worker: Int, at time: UInt64) {
    line.raw(",\n{\"ph\":\"")
    line.raw(phase)
    line.raw("\",\"pid\":1,\"tid\":")
    line.number(UInt64(worker + 1))
    line.raw(",\"ts\":")
    line.microseconds(time)
  }

  private mutating func describe(_ event: TraceEvent) {
    line.raw(",\"args\":{\"coroutine\":")
    line.string(names.coroutine(event))
    if event.core != .max {
      line.raw(",\"core\":")
      line.number(UInt64(event.core))
    }
    line.raw("}}")
  }

  // MARK: Arrows

  /// Draws the arrow of a suspension once both of its ends are known.
  private mutating func addFlow(_ end: FlowPairs.End, _ event: TraceEvent, _ worker: Int) {
    guard event.suspension != 0 else { return }
    let id = UInt64(event.origin) << 32 | UInt64(event.suspension)
    let place = FlowPairs.Place(worker: worker, time: tracks[worker].time)
    guard let (from, to) = flows.add(end, of: id, at: place) else { return }
    if from.worker != to.worker { crossingCount += 1 }
    arrow("s", id, from.worker, at: from.time)
    line.raw("}")
    // Processors' clocks may differ by a little; an arrow never leads back in time.
    arrow("f", id, to.worker, at: max(from.time, to.time))
    line.raw(",\"bp\":\"e\"}")
  }

  private mutating func arrow(
    _ phase: StaticString, _ id: UInt64, _ worker: Int, at time: UInt64
  ) {
    open(phase, worker, at: time)
    line.raw(",\"cat\":\"wait\",\"name\":\"wait\",\"id\":")
    line.number(id)
  }
}

/// Ends of arrows that wait for their other end: workers' events come in any order among each other.
private struct FlowPairs {
  enum End { case begin, end }

  struct Place {
    var worker: Int
    var time: UInt64
  }

  private var begins: [UInt64: Place] = [:]
  private var ends: [UInt64: Place] = [:]

  /// Both ends, once they are known.
  mutating func add(_ end: End, of id: UInt64, at place: Place) -> (from: Place, to: Place)? {
    switch end {
    case .begin:
      if let other = ends.removeValue(forKey: id) { return (place, other) }
      begins[id] = place
    case .end:
      if let other = begins.removeValue(forKey: id) { return (other, place) }
      ends[id] = place
    }
    return nil
  }
}
