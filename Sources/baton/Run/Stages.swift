import Devices
import Wire
import World

/// The stages around each queue of a run: faults next to the device, and around them what shows and writes packets as
/// workers see them.
struct Stages {
  var plan: FaultPlan?
  var writer: PcapWriter?
  var tracer: Tracer?

  /// Puts the stages around the queue of a worker.
  func around(
    _ queue: consuming DeviceQueue, of worker: Int, name: String
  ) throws(DeviceError) -> DeviceQueue {
    var queue = queue
    if let plan { queue = DeviceQueue(FaultInjector(queue, plan, queue: worker)) }
    if let writer { queue = try writer.watching(queue, name: name) }
    if let tracer { queue = try tracer.watching(queue, name: name) }
    return queue
  }

  /// Writes and shows what has passed.
  func drain() {
    writer?.drain()
    tracer?.drain()
  }

  /// What of that is missing, a line each.
  var complaints: [String] {
    var lines = writer.flatMap(complaint).map { [$0] } ?? []
    if let count = tracer?.missedCount, count > 0 {
      lines.append("--trace-packets: \(count) packets are not shown: there was no room for them")
    }
    return lines
  }
}

/// What is missing in a capture file; nil when nothing is.
func complaint(_ writer: PcapWriter) -> String? {
  writer.error.map { "\(writer.path): can't be written any more, and ends early: \($0)" }
}

/// What is in an Ethernet frame, in a line.
func summary(ofFrame octets: Span<UInt8>) -> String {
  guard let header = try? EthernetHeader(parsing: octets) else {
    return "\(octets.count) octets, no Ethernet header"
  }
  let type = String(header.etherType, radix: 16)
  return "\(header.source) > \(header.destination), type 0x\(type), \(octets.count) octets"
}
