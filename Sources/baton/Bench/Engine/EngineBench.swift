import Foundation
import Kernel
import ObjectFile
import Runtime
import Verifier

/// The JIT beside the kernel's, and beside the same C compiled natively: twelve programs, each run on
/// the same packet.
struct EngineBench {
  let folder: URL
  let repetitions: Int

  /// By the names of files in Benchmarks/Programs/engine.
  static let programs = [
    "alu32", "alu64", "divide", "checksum", "copy", "parse", "branches", "calls", "atomics",
    "array",
    "hash", "balance",
  ]
  /// Those that call no helper, so that they can be compiled natively.
  static let nativePrograms = Set(programs.dropLast(3))

  /// How long one side of one repetition is measured, in nanoseconds.
  private static let sliceNanoseconds = 20_000_000.0
  /// `XDP`, of Linux's program types.
  private static let xdpType: UInt32 = 6

  private var sources: String { "\(Installation.root)/Benchmarks/Programs/engine" }

  func rows() throws -> [BenchRow] {
    var rows: [BenchRow] = []
    var kernelRatios: [Double] = []
    var nativeRatios: [Double] = []
    for name in Self.programs {
      progress("\(name): beside the kernel's JIT and native code")
      let measured = try measure(name)
      if let kernel = measured.kernel {
        rows.append(
          BenchRow(
            name, ours: measured.ours, unit: "ns", peer: "kernel JIT", theirs: kernel, bar: 1.3))
        kernelRatios.append(median(measured.ours) / median(kernel))
      }
      if let native = measured.native {
        rows.append(
          BenchRow(
            name, ours: measured.ours, unit: "ns", peer: "clang -O2, no vectors", theirs: native,
            bar: nil))
        nativeRatios.append(median(measured.ours) / median(native))
      }
      rows.append(
        BenchRow(
          name, ours: measured.interpreter, unit: "ns", peer: "Baton's JIT", theirs: measured.ours,
          bar: nil))
    }
    rows += mean("geometric mean", kernelRatios, peer: "kernel JIT", bar: 1)
    rows += mean("geometric mean", nativeRatios, peer: "clang -O2, no vectors", bar: 1.6)
    return rows
  }

  private func mean(_ name: String, _ ratios: [Double], peer: String, bar: Double) -> [BenchRow] {
    guard !ratios.isEmpty else { return [] }
    let value = exp(ratios.map(log).reduce(0, +) / Double(ratios.count))
    return [BenchRow(name, ours: [value], unit: "×", peer: peer, theirs: [1], bar: bar)]
  }

  private struct Measured {
    var ours: [Double] = []
    var interpreter: [Double] = []
    var kernel: [Double]?
    var native: [Double]?
  }

  private func measure(_ name: String) throws -> Measured {
    let object = folder.appending(path: "\(name).o").path
    try build("\(sources)/\(name).c", to: object, .init(includePaths: [sources]))
    let subject = try EngineSubject(try readImage(object), name: name)
    let kernel = try KernelSide(subject, type: Self.xdpType)
    let native =
      Self.nativePrograms.contains(name)
      ? try NativePeer.engine(program: "\(sources)/\(name).c", in: folder) : nil
    let expected = subject.run(on: .jit, count: 1).action
    try check(subject.run(on: .interpreter, count: 1).action, expected, name, "interpreter")
    if let kernel { try check(try kernel.run(count: 1).value, expected, name, "kernel") }
    let count = max(1, Int(Self.sliceNanoseconds / subject.run(on: .jit, count: 20).nanoseconds))
    var measured = Measured()
    for _ in 0..<repetitions {
      measured.ours.append(subject.run(on: .jit, count: count).nanoseconds)
      if let kernel {
        measured.kernel = (measured.kernel ?? []) + [try kernel.run(count: count).nanoseconds]
      }
      if let native {
        measured.native = (measured.native ?? []) + [try native.time(count: count)]
      }
      measured.interpreter.append(
        subject.run(on: .interpreter, count: max(1, count / 20)).nanoseconds)
    }
    return measured
  }

  private func check(
    _ action: UInt32, _ expected: UInt32, _ name: String, _ side: String
  ) throws(Refused) {
    guard action == expected else {
      throw Refused("\(name): \(side) returned \(action), the JIT \(expected)")
    }
  }
}

extension NativePeer {
  /// Compiles one of the programs with a frame around it that runs and times it.
  static func engine(program: String, in folder: URL) throws -> NativePeer {
    let include = URL(filePath: program).deletingLastPathComponent().path
    return try NativePeer(
      source: "engine.c", in: folder,
      options: [
        "-fno-vectorize", "-fno-slp-vectorize", "-I\(include)", "-I\(Installation.interface)",
        program,
      ])
  }

  /// Nanoseconds of one run.
  func time(count: Int) throws -> Double {
    let text = try run(["\(count)"]).trimmingCharacters(in: .whitespacesAndNewlines)
    return Double(text) ?? .nan
  }
}
