import Bytecode
import Contracts
import ObjectFile
import Verifier

/// The programs that every data path of the fuzzer lives with, compiled once.
package struct Surroundings: Sendable {
  /// C, to be compiled by the toolchain.
  package static var source: String {
    String(decoding: PackageResources.surroundings_c, as: UTF8.self)
  }

  /// The queue programs that data paths may wait in. `on_preempt` is not among them.
  static let queueNames = [
    "in_line", "among_guests", "in_order", "in_place", "in_lane", "in_inbox", "on_worker", "asleep",
  ]

  /// Whoever waits there may be taken by another data path.
  static let guestQueue = 1

  private let image: ProgramImage

  /// - Parameter image: of ``source``.
  package init(_ image: ProgramImage) { self.image = image }

  /// What engines are given of a data path.
  struct Made {
    var path: DataPath
    var verified: VerifiedUnit
    /// The data path's instructions.
    var slots: Range<Int>
    /// Where its routines lie that are called.
    var routines: [(routine: Int, slots: Range<Int>)]
  }

  /// The data path among its surroundings, verified.
  ///
  /// - Parameter suspends: without, it is the same program, but for suspensions: `co_await` returns at once.
  /// - Throws: `VerifiedUnit.Refusal` where the verifier refuses it.
  func make(_ path: DataPath, suspends: Bool) throws -> Made {
    try make(path, suspends: suspends) { unit throws(VerifiedUnit.Refusal) in
      try VerifiedUnit.verifying(unit, limits: Self.limits)
    }
  }

  /// The same, unverified: for data paths that are wrong.
  func makeUnverified(_ path: DataPath) throws -> Made {
    try make(path, suspends: true) { unit throws(Rejection) in try VerifiedUnit.trusting(unit) }
  }

  private func make<Failure: Error>(
    _ path: DataPath, suspends: Bool, verify: (ProgramUnit) throws(Failure) -> VerifiedUnit
  ) throws -> Made {
    let emitter = DataPathEmitter(path, suspends: suspends)
    let base = image.instructions.count
    let linked = try image(with: emitter, isPreemptible: suspends && path.isPreemptible)
    return Made(
      path: path, verified: try verify(try ProgramUnit(image: linked, interface: .baton)),
      slots: base..<linked.instructions.count,
      routines: emitter.ranges.map { ($0, $1.lowerBound + base..<$1.upperBound + base) })
  }

  private static let limits = VerifierLimits(instructionCount: 40_000)

  // MARK: Linking

  private func image(with emitter: DataPathEmitter, isPreemptible: Bool) throws -> ProgramImage {
    var linked = image
    let base = image.instructions.count
    let code = emitter.code.instructions()
    linked.instructions += code
    for (index, slots) in emitter.ranges {
      linked.functions.append(
        ProgramImage.Function(
          name: index == 0 ? "path" : "routine_\(index)",
          section: index > 0 ? ".text" : isPreemptible ? "datapath.preemptible" : "datapath",
          start: base + slots.lowerBound, count: slots.count, isGlobal: index == 0))
    }
    if let start = emitter.workerStart {
      linked.functions.append(
        ProgramImage.Function(
          name: "wrong", section: "worker", start: base + start, count: code.count - start))
    }
    for link in emitter.links { try resolve(link, of: emitter, base, &linked) }
    return linked
  }

  private func resolve(
    _ link: DataPathEmitter.Link, of emitter: DataPathEmitter, _ base: Int,
    _ linked: inout ProgramImage
  ) throws {
    let slot = base + link.slot
    let target: ProgramImage.Reference.Target
    switch link.target {
    case .routine(let routine):
      guard let index = emitter.starts.firstIndex(where: { $0.routine == routine }) else {
        preconditionFailure("routines whose address is taken are called")
      }
      target = .function(image.functions.count + index)
    case .map(let name):
      guard let map = image.maps.firstIndex(where: { $0.name == name }) else {
        throw Missing(name: name)
      }
      target = .map(map)
    case .function(let name):
      guard let function = image.functions.firstIndex(where: { $0.name == name }) else {
        throw Missing(name: name)
      }
      linked.instructions[slot].immediate = Int32(image.functions[function].start - slot - 1)
      // Calls say where they lead by themselves.
      guard
        case .loadImmediate64? = DecodedProgram(
          tolerating: Array(linked.instructions[slot...slot + 1])
        ).operations.first ?? nil
      else { return }
      target = .function(function)
    case .extern(let name):
      if let known = linked.externs.firstIndex(where: { $0.name == name }) {
        target = .externCall(known)
      } else {
        linked.externs.append(ProgramImage.Extern(name: name))
        target = .externCall(linked.externs.count - 1)
      }
    }
    linked.references.append(ProgramImage.Reference(slot: slot, target: target))
  }

  /// The image is not one of ``source``.
  struct Missing: Error {
    var name: String
  }
}
