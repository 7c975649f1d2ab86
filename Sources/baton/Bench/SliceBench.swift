import Foundation

/// The figures of the vertical slice.
struct SliceBench {
  let folder: URL
  let repetitions: Int

  func rows(_ signals: StopSignals) throws -> [BenchRow] {
    let echo = EchoBench(
      folder: folder, repetitions: repetitions, bars: EchoBench.Bars(native: 1.25, kernel: 1))
    return [try CoroutineBench(folder: folder, repetitions: repetitions).direct(bar: 4)]
      + (try echo.rows(signals)) + (try PipelineBench(repetitions: repetitions).rows(bar: nil))
  }
}
