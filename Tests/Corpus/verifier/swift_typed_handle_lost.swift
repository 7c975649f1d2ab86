@c @implementation
public func case_program(_ raw: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  let handle = Handle(raw)
  if argument & 1 != 0 { Local.push(handle) }
  return 0  // refused: Unreleased reference
}
