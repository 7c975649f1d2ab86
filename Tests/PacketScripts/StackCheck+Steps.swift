import NetStack

/// What is on its way through the stack's steps.
struct CheckedSteps: ~Copyable {
  /// How a packet goes, in the first octet of an input's step.
  struct Way: OptionSet {
    let rawValue: UInt8
    /// Step by step.
    static let bySteps = Way(rawValue: 0x10)
    /// It enters a lane and comes to the stack later.
    static let isLate = Way(rawValue: 0x20)
    /// Of what goes step by step: the connection is not told at once.
    static let isBound = Way(rawValue: 0x40)
    /// No packet comes: others go on.
    static let goesOn = Way(rawValue: 0x80)
  }

  /// A packet, and a reference to the socket that was looked up for it.
  struct Step {
    var packet: PacketReference
    var socket: SocketReference
    var hasReference = true
  }

  var lanes = FlowLanes(seed: 1)
  /// They came in, and may go anywhere.
  var away: [(packet: PacketReference, way: Way)] = []
  /// Their sockets were looked up.
  var bound: [Step] = []
  /// They are to be queued.
  var received: [Step] = []
  /// Sockets that programs have not done with.
  var references: [SocketReference] = []
}

extension StackCheck {
  /// A packet came in.
  mutating func take(_ packet: PacketReference, _ way: CheckedSteps.Way) {
    guard way.contains(.isLate) else { return arrive(packet, way) }
    steps.lanes.enter(packet)
    steps.away.append((packet, way))
  }

  /// What an octet says: which of the packets or sockets that there are is meant, and what becomes of it.
  mutating func goOn(_ action: UInt8) {
    let number = Int(action >> 3)
    switch action & 7 {
    case 0: if let index = Self.pick(number, steps.bound.count) { receiveBound(index) }
    case 1: if let index = Self.pick(number, steps.received.count) { queue(index) }
    case 2: if let index = Self.pick(number, steps.received.count) { lose(index) }
    case 3:
      guard let index = Self.pick(number, steps.references.count) else { return }
      host.stack.finishSteps(steps.references[index], at: now)
    case 4: putReference(number)
    case 5: if let index = Self.pick(number, accepted.count) { peek(index, from: number) }
    case 6: if let index = Self.pick(number, accepted.count) { read(index, atMost: 1 + number) }
    default:
      guard let index = Self.pick(number >> 1, steps.away.count) else { return }
      let (packet, way) = steps.away.remove(at: index)
      if number & 1 == 0 { arrive(packet, way) } else { drop(packet) }
    }
  }

  private static func pick(_ number: Int, _ count: Int) -> Int? {
    count > 0 ? number % count : nil
  }

  // MARK: To the stack

  private mutating func arrive(_ packet: PacketReference, _ way: CheckedSteps.Way) {
    guard way.contains(.bySteps), let socket = try? host.lookUp(packet, at: now) else {
      return receiveInTurn(packet)
    }
    steps.bound.append(CheckedSteps.Step(packet: packet, socket: socket))
    if !way.contains(.isBound) { receiveBound(steps.bound.count - 1) }
  }

  private mutating func receiveInTurn(_ packet: PacketReference) {
    guard steps.lanes.isNext(packet) else { return steps.lanes.wait(packet) }
    let due = steps.lanes.leave(packet)
    host.stack.receive(packet, at: now)
    receiveDue(due)
  }

  private mutating func receiveDue(_ first: PacketReference?) {
    var next = first
    while let packet = next {
      next = steps.lanes.leave(packet)
      host.stack.receive(packet, at: now)
    }
  }

  /// The packet is gone.
  private mutating func drop(_ packet: PacketReference) {
    let due = steps.lanes.leave(packet)
    host.packets.put(packet)
    receiveDue(due)
  }

  // MARK: Step by step

  /// Tells the connection, once it is the packet's turn.
  private mutating func receiveBound(_ index: Int) {
    guard steps.lanes.isNext(steps.bound[index].packet) else { return }
    let step = steps.bound.remove(at: index)
    do throws(NetworkStack.StepError) {
      try host.stack.receiveSegment(step.packet, at: now)
      receiveDue(steps.lanes.leave(step.packet))
      steps.received.append(step)
    } catch {
      drop(step.packet)
      steps.references.append(step.socket)
    }
    host.stack.finishSteps(step.socket, at: now)
  }

  private mutating func queue(_ index: Int) {
    guard steps.received[index].hasReference else { return }
    let step = steps.received.remove(at: index)
    host.stack.queueSegment(step.packet, at: step.socket)
    steps.references.append(step.socket)
    host.stack.finishSteps(step.socket, at: now)
  }

  private mutating func lose(_ index: Int) {
    let step = steps.received.remove(at: index)
    host.stack.lose(step.packet, at: now)
    if step.hasReference { steps.references.append(step.socket) }
  }

  /// Puts a socket's reference, or that of one whose packet is still to be queued: that can only be lost then.
  private mutating func putReference(_ number: Int) {
    if number & 1 == 0, let index = Self.pick(number >> 1, steps.references.count) {
      host.stack.putReference(steps.references.remove(at: index))
    } else if let index = Self.pick(number >> 1, steps.received.count),
      steps.received[index].hasReference
    {
      steps.received[index].hasReference = false
      host.stack.putReference(steps.received[index].socket)
    }
  }

  /// Everything comes to its end: late packets come to the stack, what is to be queued is queued.
  mutating func finishSteps() {
    while let (packet, way) = steps.away.popLast() { arrive(packet, way) }
    while let step = steps.bound.popLast() {
      drop(step.packet)
      steps.references.append(step.socket)
    }
    if steps.lanes.waitingCount > 0 { complaint = "a packet waits for ever" }
    for index in steps.received.indices.reversed() {
      if steps.received[index].hasReference { queue(index) } else { lose(index) }
    }
    while let socket = steps.references.popLast() { host.stack.putReference(socket) }
  }

  // MARK: What can be read

  @discardableResult
  mutating func read(_ index: Int, atMost count: Int) -> Int {
    var octets = [UInt8](repeating: 0, count: count)
    var span = octets.mutableSpan
    let count = host.stack.read(accepted[index].socket, into: &span)
    if !accepted[index].read(octets.prefix(count)) { complaint = "other octets are read" }
    return count
  }

  private mutating func peek(_ index: Int, from offset: Int) {
    var octets = [UInt8](repeating: 0, count: 100)
    var span = octets.mutableSpan
    let reader = accepted[index]
    let count = host.stack.peek(reader.socket, from: offset, into: &span)
    if count != min(100, max(reader.socket.readableCount - offset, 0)) {
      complaint = "\(count) octets are seen"
    }
    if !reader.fits(octets.prefix(count), at: offset) { complaint = "other octets are seen" }
  }
}
