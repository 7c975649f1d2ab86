import CBaton

// Maps without keys.
extension MapOperations {
  /// Puts a value into a queue or onto a stack (`bpf_map_push_elem`).
  ///
  /// - Parameter flags: `BPF_ANY`, or `BPF_EXIST` for which a full map drops its oldest value.
  /// - Returns: 0, or a negated error: E2BIG when the map is full, EINVAL for other flags and maps.
  public static func push(_ map: Address, _ value: UnsafeRawPointer, _ flags: UInt64) -> Int64 {
    guard unsafe type(of: map).structure == .queue else { return LinuxError.invalid }
    return unsafe QueueMap(head: map).push(value, flags)
  }

  /// Takes the oldest value of a queue, or the newest of a stack (`bpf_map_pop_elem`). Returns 0, or a
  /// negated error: ENOENT, and zeros in `value`, when there is none, EINVAL for other maps.
  public static func pop(_ map: Address, _ value: UnsafeMutableRawPointer) -> Int64 {
    guard unsafe type(of: map).structure == .queue else { return LinuxError.invalid }
    return unsafe QueueMap(head: map).take(value, removing: true)
  }

  /// As `pop`, but the value stays (`bpf_map_peek_elem`).
  public static func peek(_ map: Address, _ value: UnsafeMutableRawPointer) -> Int64 {
    guard unsafe type(of: map).structure == .queue else { return LinuxError.invalid }
    return unsafe QueueMap(head: map).take(value, removing: false)
  }
}

// Queues of handles.
extension MapOperations {
  /// Puts a handle behind the others. Returns 0, or a negated error: E2BIG when the map is full.
  public static func pushHandle(_ map: Address, _ handle: UnsafeMutableRawPointer) -> Int64 {
    unsafe withUnsafeBytes(of: UInt(bitPattern: handle)) {
      // Sound: the values of such a map have the size of an address.
      unsafe QueueMap(head: map).push($0.baseAddress!, UpdateFlags.any)
    }
  }

  /// Takes the oldest handle out; null when there is none.
  public static func popHandle(_ map: Address) -> UnsafeMutableRawPointer? {
    var handle: UInt = 0
    let status = unsafe withUnsafeMutableBytes(of: &handle) {
      // Sound, as above.
      unsafe QueueMap(head: map).take($0.baseAddress!, removing: true)
    }
    return status == 0 ? unsafe UnsafeMutableRawPointer(bitPattern: handle) : nil
  }
}

// Ring buffers. A record knows its own.
extension MapOperations {
  /// Room for a record of `byteCount` bytes (`bpf_ringbuf_reserve`), the caller's to fill and then to
  /// submit or discard, before which no later record is consumed. Null when there is no room, and for
  /// flags, of which there are none.
  public static func reserve(
    _ map: Address, _ byteCount: UInt64, _ flags: UInt64
  ) -> UnsafeMutableRawPointer? {
    guard flags == 0, unsafe type(of: map) == .ring else { return nil }
    return unsafe RingBuffer.at(map).pointee.reserve(byteCount)
  }

  /// Hands a record to the consumer (`bpf_ringbuf_submit`).
  ///
  /// - Parameter flags: `BPF_RB_NO_WAKEUP` or `BPF_RB_FORCE_WAKEUP`; without them the consumer is woken
  ///   when it has come as far as this record.
  public static func submit(_ record: UnsafeMutableRawPointer, _ flags: UInt64) {
    unsafe RingBuffer.of(record).pointee.commit(record, isDiscarded: false, flags)
  }

  /// Gives a record up: the consumer passes over it (`bpf_ringbuf_discard`).
  public static func discard(_ record: UnsafeMutableRawPointer, _ flags: UInt64) {
    unsafe RingBuffer.of(record).pointee.commit(record, isDiscarded: true, flags)
  }

  /// Submits a copy of `data` (`bpf_ringbuf_output`). Returns 0, or a negated error: EINVAL for other
  /// flags than those of `submit`, EAGAIN when there is no room.
  public static func output(
    _ map: Address, _ data: UnsafeRawPointer, _ byteCount: UInt64, _ flags: UInt64
  ) -> Int64 {
    guard flags & ~(RingFlags.noWakeup | RingFlags.forceWakeup) == 0,
      unsafe type(of: map) == .ring
    else { return LinuxError.invalid }
    let ring = unsafe RingBuffer.at(map)
    guard let record = unsafe ring.pointee.reserve(byteCount) else { return LinuxError.again }
    unsafe record.copyMemory(from: data, byteCount: Int(byteCount))
    unsafe ring.pointee.commit(record, isDiscarded: false, flags)
    return 0
  }

  /// What `bpf_ringbuf_query` tells at this moment: `BPF_RB_AVAIL_DATA`, `BPF_RB_RING_SIZE`,
  /// `BPF_RB_CONS_POS` or `BPF_RB_PROD_POS`, in bytes; 0 for anything else.
  public static func query(_ map: Address, _ flags: UInt64) -> UInt64 {
    guard unsafe type(of: map) == .ring else { return 0 }
    let ring = unsafe RingBuffer.at(map)
    switch flags {
    case RingQuery.availableData:
      let consumer = unsafe ring.pointee.consumerPosition
      return unsafe ring.pointee.producerPosition - consumer
    case RingQuery.ringSize: return unsafe ring.pointee.byteCount
    case RingQuery.consumerPosition: return unsafe ring.pointee.consumerPosition
    case RingQuery.producerPosition: return unsafe ring.pointee.producerPosition
    default: return 0
    }
  }
}
