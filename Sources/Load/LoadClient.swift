import CBaton
import Devices

/// The client at the far end of a device queue: sends requests, and takes in what comes back of them.
///
/// It allocates nothing while it runs, and has no clock.
@safe
public struct LoadClient: ~Copyable {
  private var queue: DeviceQueue
  private let batch: PacketBatch
  private static let batchCount = 64
  public private(set) var sentCount: UInt64 = 0
  public private(set) var answeredCount: UInt64 = 0
  /// Requests that could not be sent, as no packet was free or the wire was full.
  public private(set) var refusedCount: UInt64 = 0
  /// Packets that came back and are no answers.
  public private(set) var strayCount: UInt64 = 0

  public init(queue: consuming DeviceQueue) {
    self.queue = queue
    unsafe batch = .allocate(capacity: Self.batchCount)
  }

  deinit { unsafe batch.deallocate() }

  /// Sends the request at once; false, and it is lost, where the device takes no more.
  @discardableResult
  public mutating func send(_ request: Request) -> Bool {
    guard let packet = unsafe queue.allocate() else { return refuse() }
    unsafe queue.fill(packet, with: RequestFrame.template.span)
    unsafe queue.store(request.arrival, at: RequestFrame.arrival, in: packet)
    unsafe queue.store(request.service, at: RequestFrame.service, in: packet)
    let identity = UInt64(request.classNumber) | UInt64(request.sequence) << 32
    unsafe queue.store(identity, at: RequestFrame.identity, in: packet)
    guard unsafe queue.transmit(packet) else {
      unsafe queue.release(packet)
      return refuse()
    }
    sentCount += 1
    queue.flush()
    return true
  }

  private mutating func refuse() -> Bool {
    refusedCount += 1
    queue.flush()
    return false
  }

  /// Takes in the answers that have come back, and hands them out. `now` is the time just before, in nanoseconds.
  public mutating func collect(at now: UInt64, _ body: (Answer) -> Void) {
    var count: Int
    repeat {
      count = unsafe queue.receive(into: batch, at: now)
      for index in 0..<count {
        let packet = unsafe batch[index]
        if let answer = unsafe answer(in: packet, at: now) {
          answeredCount += 1
          body(answer)
        } else {
          strayCount += 1
        }
        unsafe queue.release(packet)
      }
      if count > 0 { queue.flush() }
    } while count == Self.batchCount
  }

  private func answer(in packet: Packet, at now: UInt64) -> Answer? {
    guard unsafe queue.withOctets(of: packet, { RequestFrame.isAnswer($0) }) else { return nil }
    // All of them lie within the packet, which is as long as an answer.
    func number(_ offset: Int) -> UInt64 { unsafe queue.word(at: offset, in: packet) ?? 0 }
    let identity = number(RequestFrame.identity)
    return Answer(
      request: Request(
        sequence: UInt32(identity >> 32), classNumber: Int(identity & 0xffff_ffff),
        arrival: number(RequestFrame.arrival), service: number(RequestFrame.service)),
      begun: number(RequestFrame.begun), ended: number(RequestFrame.ended), received: now)
  }
}
