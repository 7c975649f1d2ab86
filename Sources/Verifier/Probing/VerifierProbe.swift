/// What a fuzzer of the verifier asks of a verification. In production nothing: each part costs a look at
/// a field where it would matter.
package struct VerifierProbe {
  /// States are compared whole, as if all that they say mattered: what is pruned then is a part of what
  /// it was pruned for.
  package var isPruningStrict: Bool
  /// The mistake that the verifier makes on purpose.
  package var plant: PlantedBug?
  /// Keeps the states that are met.
  package var trace: VerifierTrace?

  package init(
    isPruningStrict: Bool = false, plant: PlantedBug? = nil, trace: VerifierTrace? = nil
  ) {
    self.isPruningStrict = isPruningStrict
    self.plant = plant
    self.trace = trace
  }

  package static var none: VerifierProbe { VerifierProbe() }
}
