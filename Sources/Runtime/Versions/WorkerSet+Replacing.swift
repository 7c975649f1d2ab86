import CBaton
import Coroutines
import Synchronization
import Verifier

extension WorkerSet {
  /// Coroutines of a version that have not ended.
  ///
  /// No fewer than there are: all ends are counted before any beginning. So 0 means that there is none, and, of a version
  /// that gets no packets, that there will be none.
  func liveCount(of number: Int) -> UInt64 {
    let ended = workers.reduce(0) {
      unsafe $0 + $1.services.pointee.versions.counts(of: number).ended
    }
    // Who has ended has begun: that is read behind.
    atomicMemoryFence(ordering: .acquiring)
    let began = workers.reduce(0) {
      unsafe $0 + $1.services.pointee.versions.counts(of: number).began
    }
    return began >= ended ? began - ended : 1
  }

  /// A version that can be taken over by the workers, with room for its frames.
  ///
  /// - Throws: `LoadError`, `ReplacementError`, or what the engine says.
  func prepare(
    _ verified: VerifiedUnit, _ fate: SuspendedFate, seed: UInt64
  ) throws -> (LoadedUnit, [FrameSlab.Reservation?]) {
    guard let place = versions.place(for: verified) else {
      throw ReplacementError.tooManyVersions(versions.alive.count)
    }
    let current = versions.current.unit
    let unit = try current.successor(
      verified,
      Succession(predecessor: current, alive: versions.units, place: place, fate: fate),
      seed: seed)
    guard unit.policyEntry == nil || policyLog != nil else { throw ReplacementError.policy }
    guard unit.packetProgram != nil else {
      throw LoadError.noPacketProgram(sections: verified.unit.image.functions.map(\.section))
    }
    let room = try workers.map { worker in
      unsafe try FrameSlab.reservation(
        for: unit.frameByteCount, insteadOf: worker.services.pointee.slab.frameByteCount,
        limit: worker.services.pointee.slab.limit)
    }
    return (unit, room)
  }

  /// Begins to replace what runs by `verified`.
  ///
  /// - Throws: as ``prepare(_:_:seed:)``; ``ReplacementError/busy`` while something else is replaced.
  func beginReplacing(
    with verified: VerifiedUnit, suspended fate: SuspendedFate, seed: UInt64
  ) throws {
    guard !replacing.withLock({ $0.isBusy }) else { throw ReplacementError.busy }
    let (unit, room) = try prepare(verified, fate, seed: seed)
    replacing.withLock { $0.begin(unit, room, fate, self) }
  }

  /// Begins to destroy what is suspended of versions that get no packets any more.
  ///
  /// - Throws: ``ReplacementError/busy``.
  func beginDestroyingOld() throws(ReplacementError) {
    try replacing.withLock { replacing throws(ReplacementError) in
      guard !replacing.isBusy else { throw ReplacementError.busy }
      replacing.beginDestroying(self)
    }
  }

  var versionReport: VersionReport {
    let current = versions.current
    let (isBusy, destroyed) = replacing.withLock { ($0.isBusy, $0.destroyedCount) }
    return VersionReport(
      version: current.ordinal, isBusy: isBusy, destroyed: destroyed,
      old: versions.old.map {
        VersionReport.Old(version: $0.ordinal, suspended: Int(clamping: liveCount(of: $0.number)))
      })
  }

  // MARK: Destroying

  /// Destroys up to `limit` coroutines of versions that get no packets any more, wherever they are suspended; how many it
  /// found. All workers are halted.
  func destroyOld(limit: Int) -> Int {
    let old = versions.old.map(\.unit.extent.functions)
    var found = 0
    /// Nil where it is enough.
    func isWanted(_ handle: UnsafeMutableRawPointer) -> Bool? {
      guard found < limit else { return nil }
      // Sound: what containers hold are handles, which are heads of frames.
      let frame = unsafe handle.assumingMemoryBound(to: baton_frame.self)
      let number = unsafe Ticket(frame)?.program ?? Int(frame.pointee.program)
      guard old.contains(where: { $0.contains(number) }) else { return false }
      found += 1
      return true
    }
    let execution = unsafe baton_current_execution()
    defer { unsafe baton_set_current_execution(execution) }
    workers[0].enter()
    for map in versions.maps { unsafe map.destroyCoroutines(where: isWanted) }
    for worker in workers {
      worker.enter()
      unsafe worker.destroyLocalHandles(where: isWanted)
    }
    return found
  }
}

extension Worker {
  /// Destroys some of the coroutines whose handles programs kept on this worker, or put to sleep there. The others stay in
  /// their order.
  fileprivate func destroyLocalHandles(where isWanted: (UnsafeMutableRawPointer) -> Bool?) {
    var kept: [UnsafeMutablePointer<coroutine>] = unsafe []
    while let handle = unsafe bpf_local_pop() {
      let answer = unsafe isWanted(UnsafeMutableRawPointer(handle))
      if answer == true {
        unsafe bpf_co_destroy(handle)
      } else {
        unsafe kept.append(handle)
      }
      if answer == nil { break }
    }
    while let handle = unsafe kept.popLast() { unsafe bpf_local_push(handle) }
    let sleepers = unsafe services.pointee.sleepers.remove {
      unsafe isWanted(UnsafeMutableRawPointer($0))
    }
    for index in unsafe sleepers.indices { unsafe bpf_co_destroy(sleepers[index]) }
  }
}
