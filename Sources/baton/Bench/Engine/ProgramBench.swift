import Foundation
import Kernel

/// Programs on the JIT, the kernel's JIT, compiled natively and on the interpreter, each run on the
/// same packet. All sides take turns.
struct ProgramBench {
  let folder: URL
  let repetitions: Int

  /// By the names of files in Benchmarks/Programs/engine: those that call no helper, so that they can
  /// be compiled natively, and those that do.
  static let nativePrograms = [
    "alu32", "alu64", "divide", "checksum", "copy", "parse", "branches", "calls", "atomics",
  ]
  static let helperPrograms = ["array", "hash", "routes", "balance", "stages"]

  /// How long one side of one repetition is measured, in nanoseconds.
  private static let sliceNanoseconds = 20_000_000.0
  /// Instructions a second of the interpreter, in millions.
  private static let interpreterBar = 150.0

  func rows() throws -> [BenchRow] {
    var rows: [BenchRow] = []
    var kernelRatios: [Double] = []
    var nativeRatios: [Double] = []
    for name in Self.nativePrograms + Self.helperPrograms {
      progress("\(name): beside the kernel's JIT and native code")
      let measured = try measure(name)
      rows += measured.rows(name)
      if let ratio = measured.ratio(to: measured.kernel) { kernelRatios.append(ratio) }
      if let ratio = measured.ratio(to: measured.native) { nativeRatios.append(ratio) }
    }
    rows += mean(kernelRatios, peer: "kernel JIT", bar: 1)
    rows += mean(nativeRatios, peer: "clang -O2, no vectors", bar: 1.6)
    return rows
  }

  private func mean(_ ratios: [Double], peer: String, bar: Double) -> [BenchRow] {
    guard !ratios.isEmpty else { return [] }
    let value = exp(ratios.map(log).reduce(0, +) / Double(ratios.count))
    return [
      BenchRow(
        "geometric mean", ours: [value], unit: "×", peer: peer, theirs: [1],
        bar: .ratioAtMost(bar))
    ]
  }

  /// Nanoseconds of a run on each side, by repetition; empty for a side that there isn't.
  private struct Measured {
    var ours: [Double] = []
    var kernel: [Double] = []
    var native: [Double] = []
    var vectorised: [Double] = []
    /// Instructions a nanosecond.
    var interpreter: [Double] = []

    func ratio(to theirs: [Double]) -> Double? {
      theirs.isEmpty ? nil : median(ours) / median(theirs)
    }

    func rows(_ name: String) -> [BenchRow] {
      let peers: [(String, [Double], BenchRow.Bar?)] = [
        ("kernel JIT", kernel, .ratioAtMost(1.3)), ("clang -O2, no vectors", native, nil),
        ("clang -O2", vectorised, nil),
      ]
      return peers.filter { !$0.1.isEmpty }.map { peer, theirs, bar in
        BenchRow(name, ours: ours, unit: "ns", peer: peer, theirs: theirs, bar: bar)
      } + [
        BenchRow(
          "\(name), interpreted", median(interpreter) * 1000, "M/s",
          bar: .atLeast(ProgramBench.interpreterBar))
      ]
    }
  }

  private func measure(_ name: String) throws -> Measured {
    let source = "\(EngineBench.sources("engine"))/\(name).c"
    let subject = try EngineSubject(source: source, in: folder)
    let kernel = try KernelSide(subject, program: "bench")
    let natives =
      Self.nativePrograms.contains(name)
      ? try [["-fno-vectorize", "-fno-slp-vectorize"], []].map { options in
        try NativePeer.engine(program: source, in: folder, options: options)
      } : []
    let expected = subject.run("bench", on: .jit, count: 1).action
    try check(subject.run("bench", on: .interpreter, count: 1).action, expected, name)
    if let kernel { try check(try kernel.run(count: 1).value, expected, name) }
    let once = subject.run("bench", on: .jit, count: 20).nanoseconds
    let count = max(1, Int(Self.sliceNanoseconds / once))
    var measured = Measured()
    for _ in 0..<repetitions {
      measured.ours.append(subject.run("bench", on: .jit, count: count).nanoseconds)
      if let kernel { measured.kernel.append(try kernel.run(count: count).nanoseconds) }
      if !natives.isEmpty {
        measured.native.append(try natives[0].time(count: count))
        measured.vectorised.append(try natives[1].time(count: count))
      }
      measured.interpreter.append(subject.interpretedSpeed("bench", count: max(1, count / 20)))
    }
    return measured
  }

  private func check(_ action: UInt32, _ expected: UInt32, _ name: String) throws(Refused) {
    guard action == expected else {
      throw Refused("\(name): one side returned \(action), the JIT \(expected)")
    }
  }
}

extension NativePeer {
  /// Compiles one of the programs with a frame around it that runs and times it.
  static func engine(program: String, in folder: URL, options: [String]) throws -> NativePeer {
    let include = URL(filePath: program).deletingLastPathComponent().path
    let folder = folder.appending(path: options.isEmpty ? "vectorised" : "native")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    return try NativePeer(
      source: "engine.c", in: folder,
      options: options + ["-I\(include)", "-I\(Installation.interface)", program])
  }

  /// Nanoseconds of one run.
  func time(count: Int) throws -> Double {
    let text = try run(["\(count)"]).trimmingCharacters(in: .whitespacesAndNewlines)
    return Double(text) ?? .nan
  }
}
