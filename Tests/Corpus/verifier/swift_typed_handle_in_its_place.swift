@c @implementation
public func case_program(_ raw: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  let handle = Handle(raw)
  guard argument & 1 != 0 else {
    handle.destroy()
    return 0
  }
  handle.user = (handle.argument, handle.suspendedAt &+ UInt64(handle.worker))
  Wheel.add(handle, until: argument)
  return 0
}
