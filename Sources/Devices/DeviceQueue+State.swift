extension DeviceQueue {
  /// Becomes readable when there is something to receive; sleep on it as `prepareToPark` says. Nil where nothing can be
  /// received for now.
  public var fileDescriptor: Int32? {
    switch device {
    case .memory(let box): box.read { $0.fileDescriptor }
    case .afxdp(let box): box.read { $0.fileDescriptor }
    case .tap(let box): box.read { $0.fileDescriptor }
    case .capture(let box): box.read { $0.fileDescriptor }
    case .faults(let box): box.read { $0.fileDescriptor }
    case .watched(let box): box.read { $0.fileDescriptor }
    }
  }

  /// Whether the other side sleeps, so that the next flush has to make a system call.
  public var mustWake: Bool {
    switch device {
    case .memory(let box): box.read { $0.mustWake }
    case .afxdp(let box): box.read { $0.mustWake }
    case .tap(let box): box.read { $0.mustWake }
    case .capture(let box): box.read { $0.mustWake }
    case .faults(let box): box.read { $0.mustWake }
    case .watched(let box): box.read { $0.mustWake }
    }
  }

  /// Flushes, and says whether the caller may sleep until `fileDescriptor` is readable. False: there
  /// is something to receive. After sleeping, call `unpark`.
  public mutating func prepareToPark() -> Bool {
    switch device {
    case .memory(let box): box.mutate { $0.prepareToPark() }
    case .afxdp(let box): box.mutate { $0.prepareToPark() }
    case .tap(let box): box.mutate { $0.prepareToPark() }
    case .capture(let box): box.mutate { $0.prepareToPark() }
    case .faults(let box): box.mutate { $0.prepareToPark() }
    case .watched(let box): box.mutate { $0.prepareToPark() }
    }
  }

  /// The caller is awake again.
  public mutating func unpark() {
    switch device {
    case .memory(let box): box.mutate { $0.unpark() }
    case .afxdp(let box): box.mutate { $0.unpark() }
    case .tap(let box): box.mutate { $0.unpark() }
    case .capture(let box): box.mutate { $0.unpark() }
    case .faults(let box): box.mutate { $0.unpark() }
    case .watched(let box): box.mutate { $0.unpark() }
    }
  }

  /// When something happens next without a packet's arrival, such as the end of a delay: by then, receive again. Nil when
  /// nothing does.
  public var nextEvent: UInt64? {
    switch device {
    case .memory(let box): box.read { $0.nextEvent }
    case .afxdp(let box): box.read { $0.nextEvent }
    case .tap(let box): box.read { $0.nextEvent }
    case .capture(let box): box.read { $0.nextEvent }
    case .faults(let box): box.read { $0.nextEvent }
    case .watched(let box): box.read { $0.nextEvent }
    }
  }

  /// Packets that have arrived and were not received, as of now; 0 where the device doesn't know. Any thread may ask, for as
  /// long as there is the queue.
  public var pendingCount: Int {
    switch device {
    case .memory(let box): box.read { $0.pendingCount }
    case .afxdp(let box): box.read { $0.pendingCount }
    case .tap(let box): box.read { $0.pendingCount }
    case .capture(let box): box.read { $0.pendingCount }
    case .faults(let box): box.read { $0.pendingCount }
    case .watched(let box): box.read { $0.pendingCount }
    }
  }

  /// Gives back what is on its way in stages, and finishes what they write. Packets pass unchanged from then on.
  public mutating func close() {
    switch device {
    case .memory(let box): box.mutate { $0.close() }
    case .afxdp(let box): box.mutate { $0.close() }
    case .tap(let box): box.mutate { $0.close() }
    case .capture(let box): box.mutate { $0.close() }
    case .faults(let box): box.mutate { $0.close() }
    case .watched(let box): box.mutate { $0.close() }
    }
  }

  /// What happened so far. May be a system call: not for every batch.
  public var counters: DeviceCounters {
    switch device {
    case .memory(let box): box.read { $0.counters }
    case .afxdp(let box): box.read { $0.counters }
    case .tap(let box): box.read { $0.counters }
    case .capture(let box): box.read { $0.counters }
    case .faults(let box): box.read { $0.counters }
    case .watched(let box): box.read { $0.counters }
    }
  }

  /// Who has the chunks of the queue's own pool.
  public var chunkCounts: ChunkCounts {
    switch device {
    case .memory(let box): box.read { $0.chunkCounts }
    case .afxdp(let box): box.read { $0.chunkCounts }
    case .tap(let box): box.read { $0.chunkCounts }
    case .capture(let box): box.read { $0.chunkCounts }
    case .faults(let box): box.read { $0.chunkCounts }
    case .watched(let box): box.read { $0.chunkCounts }
    }
  }

  /// How the queue's own packet memory is divided.
  public var shape: PacketMemory.Shape {
    switch device {
    case .memory(let box): box.read { $0.shape }
    case .afxdp(let box): box.read { $0.shape }
    case .tap(let box): box.read { $0.shape }
    case .capture(let box): box.read { $0.shape }
    case .faults(let box): box.read { $0.shape }
    case .watched(let box): box.read { $0.shape }
    }
  }
}
