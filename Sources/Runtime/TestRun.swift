import CBaton
import Coroutines
import Devices
import Glibc
import World

/// Runs single programs on the calling thread, on memory or on a packet of the caller's, as Linux's
/// `BPF_PROG_TEST_RUN` does.
///
/// ```swift
/// let run = try TestRun(unit)
/// let result = run.call(entry, on: &memory)
/// ```
public final class TestRun {
  public let unit: LoadedUnit
  let worker: Worker
  private let parkingLot: ParkingLot

  public convenience init(_ unit: LoadedUnit) throws {
    var seed = SystemRandomNumberGenerator()
    try self.init(unit, clock: .monotonic, seed: seed.next())
  }

  /// - Parameter seed: decides what `bpf_get_prandom_u32` gives.
  package init(_ unit: LoadedUnit, clock: WorldClock, seed: UInt64) throws {
    self.unit = unit
    let mail = try MailRoom(workerCount: 1, capacity: 1)
    let slab = try FrameSlab(byteCount: unit.frameByteCount, limit: 1)
    let sleepers = try Sleepers(now: clock.now(), limit: 1)
    mail.append(framePort: slab.returnPort, ticketPort: sleepers.returnPort)
    let signals = WorkerSignals(workerCount: 1)
    parkingLot = try ParkingLot(workerCount: 1)
    let services = try Services(
      worker: 0, clock: clock, random: RandomSource(seed: seed),
      queue: try .unconnected(), slab: slab, sleepers: sleepers, mail: mail, signals: signals,
      standstill: Standstill(workerCount: 1),
      parking: parkingLot.parking, image: unit, capacity: VersionCapacity(first: unit.verified))
    worker = Worker(
      index: 0, workerCount: 1, unit: unit, nil, services: services,
      orders: WorkerOrders(workerCount: 1))
    unsafe signals.append(worker.execution)
    worker.begin()
  }

  deinit { worker.pause() }

  /// Runs program `entry` with the address of `memory`, null where there is none, and its length;
  /// its `r0`.
  public func call(_ entry: Int, on memory: inout [UInt8]) -> UInt64 {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    let count = memory.count
    return unsafe memory.withUnsafeMutableBytes { bytes in
      let start = UInt64(UInt(bitPattern: bytes.baseAddress))
      worker.setPacket(from: start, to: start + UInt64(count))
      return worker.runToEnd(
        entry, r1: count == 0 ? 0 : start, r2: UInt64(count))
    }
  }

  /// What an XDP program made of a packet.
  public struct PacketResult: Equatable, Sendable {
    public var action: UInt32
    public var octets: [UInt8]
    /// The mean of one run, in time of this thread's processor.
    public var nanoseconds: Double
  }

  /// The longest packet that can be given.
  public static let packetByteCountMax = 4096 - PacketMemory.Shape.headroomByteCountMin

  /// Runs XDP program `entry` on a packet, `count` times one after the other, each on what the one
  /// before has left; the last one's result.
  public func call(_ entry: Int, onPacket octets: [UInt8], count: Int = 1) -> PacketResult {
    precondition(count > 0)
    worker.enter()
    defer { baton_set_current_execution(nil) }
    let packet = unsafe makePacket(octets)
    let begin = Self.processorTime()
    var action: UInt64 = 0
    for _ in 0..<count {
      action = worker.runToEnd(entry, r1: UInt64(UInt(bitPattern: packet)))
    }
    let elapsed = Self.processorTime() - begin
    var left: [UInt8] = []
    unsafe worker.services.pointee.queue.withOctets(of: packet) { span in
      left = (0..<span.count).map { span[$0] }
    }
    unsafe release(packet)
    return PacketResult(
      action: UInt32(truncatingIfNeeded: action), octets: left,
      nanoseconds: Double(elapsed) / Double(count))
  }

  /// The only packet, with these octets; to be released before the next one.
  package func makePacket(_ octets: [UInt8]) -> UnsafeMutablePointer<baton_packet> {
    precondition(octets.count <= Self.packetByteCountMax)
    guard let packet = unsafe worker.services.pointee.queue.allocate() else {
      preconditionFailure("the only packet is free between runs")
    }
    unsafe worker.services.pointee.queue.fill(packet, with: octets.span)
    unsafe packet.pointee.ingress_ifindex = Self.loopback
    return unsafe packet
  }

  package func release(_ packet: UnsafeMutablePointer<baton_packet>) {
    unsafe worker.services.pointee.queue.release(packet)
  }

  /// The device that packets come from (as in Linux's test runs).
  static let loopback: UInt32 = 1

  /// How often the unit's programs have run here.
  public var statistics: [ProgramStatistics] { unit.statistics(of: [worker]) }

  /// Instructions that the interpreter has executed; the JIT counts none.
  public var stepCount: Int { worker.stepCount }

  /// What this thread has used of its processor, in nanoseconds: what others use doesn't count.
  private static func processorTime() -> UInt64 {
    var time = timespec()
    unsafe clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }
}
