/// Mistakes of the kinds that verifiers have been found to make, to be made on purpose: a fuzzer that does
/// not find them all is too weak.
package enum PlantedBug: String, CaseIterable, Sendable {
  // What operations make of numbers.
  case signExtensionForgotten = "sign-extension-forgotten"
  case signExtendingLoadForgotten = "sign-extending-load-forgotten"
  case logic32Unbounded = "logic32-unbounded"
  case arithmeticShift32AsLogical = "arithmetic-shift32-as-logical"
  case multiplicationOverflow = "multiplication-overflow"
  case divisorTruncated = "divisor-truncated"
  case truncatedBounds = "truncated-bounds"
  case byteSwapForgotten = "byte-swap-forgotten"
  case atomicFetchForgotten = "atomic-fetch-forgotten"
  // What comparisons tell.
  case jump32RefinesAll = "jump32-refines-all"
  case wrongSideRefined = "wrong-side-refined"
  case boundOffByOne = "bound-off-by-one"
  case linkDeltaIgnored = "link-delta-ignored"
  // Pointers.
  case nullableMoved = "nullable-moved"
  case identityReused = "identity-reused"
  case packetBoundOffByOne = "packet-bound-off-by-one"
  case packetPointersKept = "packet-pointers-kept"
  // Stacks.
  case variableStoreIgnored = "variable-store-ignored"
  case narrowSpillKeepsLink = "narrow-spill-keeps-link"
  case helperWriteIgnored = "helper-write-ignored"
  // Calls of functions of the program.
  case calleeSavedLeak = "callee-saved-leak"
  case callbackEffectsForgotten = "callback-effects-forgotten"
  // Which states may be taken for which.
  case offsetNotDemanded = "offset-not-demanded"
  case branchNotDemanded = "branch-not-demanded"
  case stackReadForgotten = "stack-read-forgotten"
  case unfinishedStateTaken = "unfinished-state-taken"
}
