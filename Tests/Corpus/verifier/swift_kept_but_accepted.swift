@c @implementation
public func case_program(_ handle: UnsafeMutablePointer<coroutine>!, _ argument: UInt64) -> Int32 {
  argument == 1 ? 0 : -1
}  // refused: Unreleased reference
