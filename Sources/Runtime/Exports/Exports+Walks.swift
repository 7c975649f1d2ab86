import CBaton
import Maps

// Loops over the entries of a map: what engines call before each run of the body.

/// The cursor in a walk. It begins anew in each: programs can't reach it.
private func cursor(
  _ walk: UnsafeMutablePointer<baton_walk>
) -> UnsafeMutablePointer<MapCursor> {
  precondition(
    MemoryLayout<MapCursor>.size <= MemoryLayout.size(ofValue: unsafe walk.pointee.cursor))
  let place = MemoryLayout<baton_walk>.offset(of: \.cursor)!
  // Sound: the cursor is plain memory, and has room there.
  return unsafe (UnsafeMutableRawPointer(walk) + place).assumingMemoryBound(to: MapCursor.self)
}

/// Begins a walk over the entries of `map`; 0, or −22 (EINVAL) for flags and for maps without entries.
@c
func batonWalkBegin(
  _ walk: UnsafeMutablePointer<baton_walk>, _ map: UnsafeMutableRawPointer, _ body: u64,
  _ context: u64, _ flags: u64
) -> s64 {
  // Sound: what programs hold as a map is the address of its head; the verifier saw to it.
  let head = unsafe map.assumingMemoryBound(to: baton_map.self)
  let worker = unsafe baton_current_execution()!.pointee.worker
  guard flags == 0, let start = unsafe MapCursor(head, worker: worker) else {
    return s64(ErrorNumber.invalid)
  }
  // No entry was visited before the first one.
  unsafe walk.pointee.count = .max
  unsafe walk.pointee.arguments = (u64(UInt(bitPattern: map)), 0, 0, context)
  unsafe cursor(walk).initialize(to: start)
  return 0
}

/// Goes to the next entry; 0 behind the last, and where the body said that it is enough.
@c
func batonWalkNext(_ walk: UnsafeMutablePointer<baton_walk>, _ result: u64) -> u64 {
  unsafe walk.pointee.count &+= 1
  guard result == 0, let (key, value) = unsafe MapOperations.next(cursor(walk)) else { return 0 }
  unsafe walk.pointee.arguments.1 = u64(UInt(bitPattern: key))
  unsafe walk.pointee.arguments.2 = u64(UInt(bitPattern: value))
  return 1
}
