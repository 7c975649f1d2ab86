import Contracts
import Testing

@testable import Runtime

/// The interface and its implementations are one list.
@Suite struct ExportsTests {
  /// What engines emit all of has no address; everything else has exactly one.
  @Test func everyDeclarationHasOneImplementation() {
    let all = Set(Interface.baton.functions.map(\.name))
    #expect(all.isSuperset(of: Exports.table.keys))
    #expect(
      all.subtracting(Exports.table.keys) == [
        "co_await", "bpf_co_resume", "bpf_throw", "__bpf_trap", "bpf_tail_call", "bpf_loop",
        "bpf_for_each_map_elem", "bpf_rbtree_add",
      ])
    #expect(Set(Exports.table.values).count == Exports.table.count)
    #expect(Exports.table.values.allSatisfy { $0 != 0 })
  }
}
