import CBaton

/// A frame that waits in a queue, as it was seen.
@safe
struct WaitingFrame {
  let frame: UnsafeMutablePointer<baton_frame>
  /// The worker that it belongs to, and its index there.
  var home: Int
  var index: Int
  /// The queue's number.
  var queue: Int
  var generation: UInt32
  /// The number of its program, among those of all versions.
  var program: Int
  /// The worker that suspended it.
  var worker: UInt32
  /// When it was suspended, at the latest; since when it could be resumed, which it can't while it sleeps on a timer
  /// wheel; and when it was seen.
  var suspension: UInt64
  var readiness: UInt64
  var time: UInt64

  /// For how long it waits, and could have been resumed.
  var nanoseconds: UInt64 { time > suspension ? time - suspension : 0 }
  var readyNanoseconds: UInt64 { time > readiness ? time - readiness : 0 }

  /// The worker that it began on, its frame there, and how many were in that frame, with it.
  var name: String { "\(home).\(index).\(generation)" }
}

extension Services {
  /// Calls `body` with each frame of this worker's that waits in a queue, its place and the queue's number.
  ///
  /// Frames change meanwhile. Their memory is theirs as long as the workers live, and only numbers are read, once each;
  /// so what is said of a frame may be over, but never is nonsense.
  func forEachWaiting(_ body: (_ index: Int, _ frame: Frame, _ queue: Int) -> Void) {
    let signals = signals
    unsafe slab.forEachFrame { index, frame in
      let queue = unsafe WaitStatistics.queue(of: frame)
      // Whoever runs has the mark of the queue that it was in last.
      guard queue != 0, unsafe !signals.isRunning(frame) else { return }
      unsafe body(index, frame, queue)
    }
  }
}

extension [Worker] {
  /// The same of all of them, of whatever version.
  func forEachWaiting(_ body: (WaitingFrame) -> Void) {
    for worker in self {
      let now = unsafe worker.services.pointee.clock.now()
      unsafe worker.services.pointee.forEachWaiting { index, frame, queue in
        let since = unsafe frame.pointee.handle.suspended_at
        unsafe body(
          WaitingFrame(
            frame: frame, home: worker.index, index: index, queue: queue,
            generation: frame.pointee.handle.generation, program: Int(frame.pointee.program),
            worker: frame.pointee.handle.worker, suspension: since,
            readiness: Swift.max(since, frame.pointee.due), time: now))
      }
    }
  }
}
