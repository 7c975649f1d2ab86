import Contracts
import Testing

@testable import Runtime

/// The interface and its implementations are one list.
@Suite struct ExportsTests {
  /// What engines emit themselves has no address; everything else has exactly one.
  @Test func everyDeclarationHasOneImplementation() {
    let emitted = Interface.baton.functions.filter(\.isEmittedByEngines)
    let called = Set(Interface.baton.functions.map(\.name)).subtracting(emitted.map(\.name))
    #expect(called == Set(Exports.table.keys))
    #expect(
      Set(emitted.map(\.name)) == [
        "co_await", "bpf_co_resume", "bpf_throw", "__bpf_trap", "bpf_tail_call", "bpf_loop",
        "bpf_for_each_map_elem", "bpf_rbtree_add",
      ])
    #expect(Set(Exports.table.values).count == Exports.table.count)
    #expect(Exports.table.values.allSatisfy { $0 != 0 })
  }
}
