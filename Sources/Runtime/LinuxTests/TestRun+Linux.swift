import CBaton
import Contracts
import Devices

extension TestRun {
  /// Runs program `entry` once as Linux's test run does, on a packet of these octets; its result. Nil when the
  /// interpreter has not come to its end within `stepLimit` instructions: this was the last run then.
  func call(
    _ entry: Int, in context: TestContext, onPacket octets: [UInt8], stepLimit: Int
  ) -> UInt32? {
    worker.enter()
    defer { baton_set_current_execution(nil) }
    let packet = unsafe makePacket(octets)
    defer { unsafe release(packet) }
    let result: UInt64?
    switch context {
    case .nothing: result = worker.run(entry, r1: 0, stepLimit: stepLimit)
    case .frame:
      result = worker.run(entry, r1: UInt64(UInt(bitPattern: packet)), stepLimit: stepLimit)
    case .packet(let isWhole, let isReadable):
      let link = unsafe packet.pointee.data
      let network = link + Self.ethernetByteCount
      let end = unsafe packet.pointee.data_end
      let start = isWhole ? link : network
      worker.setPacket(from: start, to: end, link: link, network: network)
      result = run(entry, from: start, to: end, isReadable: isReadable, stepLimit)
    }
    return result.map { UInt32(truncatingIfNeeded: $0) }
  }

  private static let ethernetByteCount: UInt64 = 14

  /// Runs a program on a packet in the stack, whose octets lie there, with a socket of its own.
  private func run(
    _ entry: Int, from start: UInt64, to end: UInt64, isReadable: Bool, _ stepLimit: Int
  ) -> UInt64? {
    var socket = socket()
    // The pointers are used as long as the program runs.
    return unsafe socket.octets.withUnsafeMutableBytes { socket in
      var context = self.context(from: start, to: end, isReadable: isReadable)
      context.set("sk", UInt64(UInt(bitPattern: socket.baseAddress)))
      return unsafe context.octets.withUnsafeMutableBytes { context in
        worker.run(
          entry, r1: UInt64(UInt(bitPattern: context.baseAddress)), stepLimit: stepLimit)
      }
    }
  }

  /// The packet as programs know it, without its socket.
  private func context(from start: UInt64, to end: UInt64, isReadable: Bool) -> StructureMemory {
    var context = StructureMemory(rule(of: "__sk_buff"))
    context.set("len", end - start)
    // Zeros are the length of an 802.3 frame, and what follows is taken for an 802.2 header.
    context.set("protocol", UInt64(UInt16(4).bigEndian))
    context.set("ifindex", UInt64(Self.loopback))
    context.set("data", start)
    context.set("data_meta", start)
    context.set("data_end", isReadable ? end : 0)
    return context
  }

  /// A socket that was just made, and is of no family.
  private func socket() -> StructureMemory {
    let closed: UInt64 = 7
    var socket = StructureMemory(rule(of: "bpf_sock_common"))
    socket.set("state", closed)
    // None was chosen yet.
    socket.set("rx_queue_mapping", .max)
    return socket
  }

  private func rule(of type: String) -> TypeRule {
    guard let rule = unit.verified.unit.interface.typeRules[type] else {
      preconditionFailure("an interface whose programs get packets in the stack declares \(type)")
    }
    return rule
  }
}
