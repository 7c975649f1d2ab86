import CBaton
import World

/// The packets that are on their way in one direction of a fault injector, and what chance does to them.
///
/// What is decided depends on the packets, the times and the seed alone.
struct FaultLine: ~Copyable {
  private let faults: Faults
  private var random: RandomSource
  private(set) var counters = FaultCounters()
  /// In the order in which they arrived, and in which their times come.
  private var line: FixedQueue<Entry>
  /// Packets whose time had come, and that are held back to be overtaken; in that order.
  private var heldBack: [HeldBack] = []
  /// When the last packet that arrived has passed, by the rate.
  private var busyUntil: UInt64 = 0
  private var lastDue: UInt64 = 0

  /// A packet on its way. Not private, nor is the other: Swift 6.3 can't compile that for debugging.
  @safe
  struct Entry {
    let packet: Packet
    let due: UInt64
    /// How many packets are to overtake it.
    let overtakerCount: Int
  }

  @safe
  struct HeldBack {
    let packet: Packet
    var overtakersLeft: Int
    let overtakerCount: Int
    let deadline: UInt64
  }

  init(_ faults: Faults, seed: UInt64) {
    precondition(faults.isValid, "not faults: \(faults)")
    self.faults = faults
    random = RandomSource(seed: seed)
    line = FixedQueue(capacity: faults.packetCountMax)
    // As each packet that comes to the end of the line counts as an overtaker, no more are held back at once.
    heldBack.reserveCapacity(faults.overtakerCountMax)
  }

  // MARK: In

  /// Takes a packet over: it is on its way, or gone. `queue` has its memory, and that of its copy.
  mutating func take(_ packet: Packet, at now: UInt64, _ queue: inout DeviceQueue) {
    guard !happens(faults.loss) else {
      counters.lost += 1
      return unsafe queue.release(packet)
    }
    let copy = happens(faults.duplication) ? unsafe makeCopy(of: packet, &queue) : nil
    unsafe enqueue(packet, at: now, &queue)
    if let copy = unsafe copy { unsafe enqueue(copy, at: now, &queue) }
  }

  private mutating func makeCopy(of packet: Packet, _ queue: inout DeviceQueue) -> Packet? {
    guard let copy = unsafe queue.copy(packet) else {
      counters.notDuplicated += 1
      return nil
    }
    counters.duplicated += 1
    return unsafe copy
  }

  private mutating func enqueue(_ packet: Packet, at now: UInt64, _ queue: inout DeviceQueue) {
    guard !line.isFull else {
      counters.droppedOverLimit += 1
      return unsafe queue.release(packet)
    }
    if happens(faults.corruption) { unsafe flipBit(of: packet) }
    let overtakerCount =
      happens(faults.reordering) ? 1 + number(below: faults.overtakerCountMax) : 0
    let byteCount = unsafe packet.pointee.data_end - packet.pointee.data
    let due = due(byteCount: byteCount, at: now)
    if due > now { counters.delayed += 1 }
    line.append(unsafe Entry(packet: packet, due: due, overtakerCount: overtakerCount))
  }

  private mutating func flipBit(of packet: Packet) {
    let count = unsafe Int(packet.pointee.data_end - packet.pointee.data)
    guard count > 0 else { return }
    let bit = number(below: 8 * count)
    // Sound: the bit is one of the packet's data, which lie in its chunk and are this line's alone.
    unsafe UnsafeMutablePointer<UInt8>(bitPattern: UInt(packet.pointee.data))![bit / 8] ^=
      1 << UInt8(bit % 8)
    counters.corrupted += 1
  }

  /// When a packet that arrives now comes to the end of the line.
  private mutating func due(byteCount: UInt64, at now: UInt64) -> UInt64 {
    busyUntil = max(busyUntil, now)
    if let rate = faults.bitsPerSecond { busyUntil += byteCount * 8 * 1_000_000_000 / rate }
    var due = busyUntil + faults.delayNanoseconds
    if faults.jitterNanoseconds > 0 {
      due -= faults.jitterNanoseconds
      due += UInt64(number(below: Int(2 * faults.jitterNanoseconds + 1)))
    }
    lastDue = max(lastDue, due)
    return lastDue
  }

  // MARK: Out

  /// The next packet that leaves the line by `now`, which is the caller's; nil when there is none.
  mutating func next(at now: UInt64) -> Packet? {
    while true {
      if let packet = unsafe takeOvertaken(at: now) { return unsafe packet }
      guard let entry = line.first, entry.due <= now else { return nil }
      line.removeFirst()
      for index in heldBack.indices { heldBack[index].overtakersLeft -= 1 }
      guard entry.overtakerCount > 0 else { return unsafe entry.packet }
      unsafe heldBack.append(
        HeldBack(
          packet: entry.packet, overtakersLeft: entry.overtakerCount,
          overtakerCount: entry.overtakerCount, deadline: now + Faults.overtakingNanosecondsMax))
    }
  }

  private mutating func takeOvertaken(at now: UInt64) -> Packet? {
    let index = heldBack.firstIndex { $0.overtakersLeft == 0 || $0.deadline <= now }
    guard let index else { return nil }
    let packet = heldBack.remove(at: index)
    if packet.overtakersLeft < packet.overtakerCount { counters.reordered += 1 }
    return unsafe packet.packet
  }

  /// When the next packet leaves the line if none arrives before; nil when there is none on its way.
  var nextDue: UInt64? {
    let overtaken = heldBack.reduce(UInt64.max) {
      min($0, $1.overtakersLeft == 0 ? 0 : $1.deadline)
    }
    let first = min(overtaken, line.first?.due ?? .max)
    return first == .max ? nil : first
  }

  // MARK: End

  /// Gives back all packets that are on their way.
  mutating func abandon(to queue: borrowing DeviceQueue) {
    counters.droppedAtClose += UInt64(line.count + heldBack.count)
    returnAll(to: queue)
    heldBack.removeAll(keepingCapacity: true)
    line.removeAll()
  }

  /// Gives the packets back that are on their way, for who will not use the line again.
  func returnAll(to queue: borrowing DeviceQueue) {
    line.forEach { unsafe queue.giveBack($0.packet) }
    for packet in heldBack { unsafe queue.giveBack(packet.packet) }
  }

  // MARK: Chance

  private mutating func happens(_ probability: Probability) -> Bool {
    guard probability != .never else { return false }
    return number(below: 1_000_000) < Int(probability.partsPerMillion)
  }

  /// Evenly from 0 to `count` - 1: the high half of a product (Lemire 2019), whose bias is below 2^-20 here.
  private mutating func number(below count: Int) -> Int {
    Int(random.next().multipliedFullWidth(by: UInt64(count)).high)
  }
}

// What it points to are packets that it owns; being non-copyable, it is on one thread at a time.
extension FaultLine: @unchecked Sendable {}
