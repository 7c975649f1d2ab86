/// Who is told that a ring buffer has a record for a consumer that waits: a C function, so that whoever
/// submits calls it without counting references.
///
/// It runs inside the program that submits, on its thread, so it must not wait: signalling an `eventfd`
/// is the usual thing.
@safe
public struct RingWakeup: @unchecked Sendable {
  public typealias Function = @convention(c) (_ context: UnsafeMutableRawPointer?) -> Void

  let function: Function
  let context: UnsafeMutableRawPointer?

  /// `context` is handed to each call; it must outlive the map.
  public init(context: UnsafeMutableRawPointer?, function: Function) {
    unsafe self.function = function
    unsafe self.context = context
  }

  func callAsFunction() { unsafe function(context) }
}
