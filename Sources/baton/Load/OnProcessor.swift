import CLinux
import Runtime

/// What a thread makes that runs on one processor, which this one waits for.
func onProcessor<Result>(_ processor: UInt32, _ body: @escaping () throws -> Result) throws
  -> Result
{
  var result: Swift.Result<Result, any Error>?
  let thread = WorkerThread {
    _ = linux_thread_pin(processor)
    result = .init(catching: body)
  }
  thread.join()
  guard let result else { preconditionFailure("the thread has ended") }
  return try result.get()
}
