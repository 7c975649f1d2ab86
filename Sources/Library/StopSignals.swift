import Dispatch
import Glibc

/// SIGINT and SIGTERM, as something to wait for instead of deaths; they are deaths again once it goes.
final class StopSignals {
  private let arrival: AsyncSignal
  private let sources: [any DispatchSourceSignal]

  init() {
    let arrival = AsyncSignal()
    self.arrival = arrival
    sources = [SIGINT, SIGTERM].map { number in
      signal(number, SIG_IGN)
      let source = DispatchSource.makeSignalSource(signal: number, queue: .global())
      source.setEventHandler { arrival.raise() }
      source.resume()
      return source
    }
  }

  /// Returns once one has come.
  func first() async { await arrival.wait() }

  deinit {
    for source in sources { source.cancel() }
    for number in [SIGINT, SIGTERM] { signal(number, SIG_DFL) }
  }
}
