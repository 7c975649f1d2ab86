/// What a fuzzer of the verifier, or a reader of its log, asks of a verification. Usually nothing: each part
/// costs a look at a field where it would matter.
package struct VerifierProbe {
  /// States are compared whole, as if all that they say mattered: what is pruned then is a part of what
  /// it was pruned for.
  package var isPruningStrict: Bool
  /// The mistake that the verifier makes on purpose.
  package var plant: PlantedBug?
  /// Keeps the states that are met.
  package var trace: VerifierTrace?
  /// Keeps how the refused path went.
  var recorder: PathRecorder?

  package init(
    isPruningStrict: Bool = false, plant: PlantedBug? = nil, trace: VerifierTrace? = nil
  ) {
    self.isPruningStrict = isPruningStrict
    self.plant = plant
    self.trace = trace
  }

  package static var none: VerifierProbe { VerifierProbe() }
}
