/// Classes have shares of a worker's time: see shares.h.

@c @implementation
public func line_up(_ handle: UnsafeMutablePointer<coroutine>!, _ classNumber: UInt64) -> Int32 {
  guard let line = line(of: UInt32(truncatingIfNeeded: classNumber)), let ledger = theLedger()
  else { return -1 }
  handle.pointee.user.0 = classNumber
  let level = ledger.pointee.level
  bpf_spin_lock(&line.pointee.lock)
  // A class that had nothing to do has not saved up what it did not want.
  if line.pointee.length == 0, line.pointee.had < level { line.pointee.had = level }
  line.pointee.head.pushBack(Handle(handle))
  line.pointee.length &+= 1
  bpf_spin_unlock(&line.pointee.lock)
  return 0
}

/// It goes on when its class is served again.
@c @implementation
public func on_preempt(_ handle: UnsafeMutablePointer<coroutine>!, _ reason: UInt64) -> Int32 {
  guard let line = line(of: UInt32(truncatingIfNeeded: handle.pointee.user.0)) else { return -1 }
  bpf_spin_lock(&line.pointee.lock)
  line.pointee.head.pushFront(Handle(handle))
  line.pointee.length &+= 1
  bpf_spin_unlock(&line.pointee.lock)
  return 0
}

@c @implementation
public func work(_ ctx: UnsafeMutablePointer<worker_ctx>!) -> Int32 {
  guard let ledger = theLedger() else { return -1 }
  guard let number = choose(ledger, or: neediest()), let line = line(of: number),
    let handle = take(from: line)
  else { return -1 }
  let isUrgent = number == URGENT
  if !isUrgent { ledger.pointee.level = line.pointee.had }
  bpf_set_quantum(turn(of: number))
  let begin = bpf_ktime_get_ns()
  handle.resume()
  let elapsed = bpf_ktime_get_ns() &- begin
  if !isUrgent {
    giveBack(ledger, line, number, elapsed)
  } else if neediest() != nil {
    borrow(ledger, elapsed)
  }
  return 1
}

@c @implementation
public func synthetic(_ ctx: UnsafeMutablePointer<xdp_md>!) -> Int32 {
  guard let frame = request_in(ctx) else { return XDP_PASS.code }
  return serve_in_turn(frame, UInt64(frame.pointee.request.class_number))
}

private func line(of number: UInt32) -> UnsafeMutablePointer<class_line>? {
  classes.value(at: number)
}

private func theLedger() -> UnsafeMutablePointer<ledger>? { ledgers.value(at: 0) }

private func take(from line: UnsafeMutablePointer<class_line>) -> Handle? {
  bpf_spin_lock(&line.pointee.lock)
  defer { bpf_spin_unlock(&line.pointee.lock) }
  guard let handle = line.pointee.head.popFront() else { return nil }
  line.pointee.length &-= 1
  return handle
}

// MARK: Whose turn it is, and how long

/// Of the other classes, the one that waits and has had least; nil where none waits.
private func neediest() -> UInt32? {
  var best: UInt32?
  var least = UInt64.max
  for number in 1..<UInt32(CLASS_COUNT) {
    guard let line = line(of: number), line.pointee.length > 0, line.pointee.had < least
    else { continue }
    (best, least) = (number, line.pointee.had)
  }
  return best
}

/// The class whose turn it is, of those that wait.
private func choose(_ ledger: UnsafeMutablePointer<ledger>, or other: UInt32?) -> UInt32? {
  guard let urgent = line(of: UInt32(URGENT)), urgent.pointee.length > 0 else { return other }
  return other != nil && ledger.pointee.debt >= Int64(bitPattern: quantum) ? other : UInt32(URGENT)
}

/// How long the turn may be: of the urgent class, until others are to have theirs, as some may come meanwhile.
private func turn(of number: UInt32) -> UInt64 {
  guard number == URGENT else { return quantum }
  let share = leastShareOfOthers
  return share == 0 ? 0 : quantum &* (UInt64(WHOLE) &- share) / share
}

// MARK: What classes have had

/// In thousandths: never all of the time, or the urgent class would have none.
private var leastShareOfOthers: UInt64 { min(UInt64(least_share), UInt64(WHOLE) &- 1) }

private func weight(of number: UInt32) -> UInt64 {
  let weight = number == 1 ? weight_1 : number == 2 ? weight_2 : weight_3
  return UInt64(max(weight, 1))
}

/// The urgent class has had the worker for that time while others waited.
private func borrow(_ ledger: UnsafeMutablePointer<ledger>, _ elapsed: UInt64) {
  let share = leastShareOfOthers
  let borrowed = elapsed &* share / (UInt64(WHOLE) &- share)
  bpf_spin_lock(&ledger.pointee.lock)
  ledger.pointee.debt &+= Int64(bitPattern: borrowed)
  bpf_spin_unlock(&ledger.pointee.lock)
}

/// Another class has.
private func giveBack(
  _ ledger: UnsafeMutablePointer<ledger>, _ line: UnsafeMutablePointer<class_line>,
  _ number: UInt32, _ elapsed: UInt64
) {
  let had = elapsed / weight(of: number)
  let remembered = 0 &- Int64(bitPattern: quantum)
  bpf_spin_lock(&line.pointee.lock)
  line.pointee.had &+= had
  bpf_spin_unlock(&line.pointee.lock)
  bpf_spin_lock(&ledger.pointee.lock)
  ledger.pointee.debt = max(ledger.pointee.debt &- Int64(bitPattern: elapsed), remembered)
  bpf_spin_unlock(&ledger.pointee.lock)
}
