import CBaton
import Contracts
import Verifier

/// Calls that run a function of the program with one thing after another.
extension Compiler {
  private static let walkCount = Int32(MemoryLayout<baton_walk>.offset(of: \.count)!)
  private static let walkArguments = Int32(MemoryLayout<baton_walk>.offset(of: \.arguments)!)

  mutating func emitWalk(at slot: Int, _ walk: FunctionContract.Walk) {
    switch walk {
    case .entries: emitWalkOverEntries(at: slot)
    case .search: emitSearch(at: slot)
    }
  }

  /// `bpf_for_each_map_elem(map = r1, body = r2, context = r3, flags = r4)`.
  private mutating func emitWalkOverEntries(at slot: Int) {
    guard let (body, offset) = loop(at: slot) else { return }
    let state = Int32(offset)
    let ends = loopOffsets[slot] ?? LoopOffsets(test: emitter.offset, end: emitter.offset)
    emitSaves(at: slot)
    emitter.move(.r8, .rcx)
    emitter.move(.rcx, .rdx)
    emitter.move(.rdx, .rsi)
    emitter.move(.rsi, .rdi)
    emitter.loadAddress(.rdi, .rbp, state)
    emitNativeCall(addresses.walkBegin)
    emitter.test(.double, .rax, .rax)
    emitter.jump(.notEqual, toOffset: ends.end)
    let start = emitter.offset
    emitter.move(.rsi, .rax)
    emitter.loadAddress(.rdi, .rbp, state)
    emitNativeCall(addresses.walkNext)
    emitter.test(.double, .rax, .rax)
    emitter.jump(.equal, toOffset: ends.test)
    for (index, register) in [X86Register.rdi, .rsi, .rdx, .rcx].enumerated() {
      emitter.load(register, .rbp, state + Self.walkArguments + 8 * Int32(index), byteCount: 8)
    }
    emitTransfer(to: body, at: slot)
    emitter.jump(toOffset: start)
    let test = emitter.offset
    emitter.load(.rax, .rbp, state + Self.walkCount, byteCount: 8)
    loopOffsets[slot] = LoopOffsets(test: test, end: emitter.offset)
    emitReloads(at: slot)
  }

  private static let walkRoot = Int32(MemoryLayout<baton_walk>.offset(of: \.cursor)!)
  private static let top = Int32(MemoryLayout<baton_tree>.offset(of: \.top)!)
  private static let leftChild = Int32(MemoryLayout<baton_tree_node>.offset(of: \.left)!)
  private static let rightChild = Int32(MemoryLayout<baton_tree_node>.offset(of: \.right)!)

  /// `bpf_rbtree_add(root = r1, node = r2, less = r3)`: goes down the tree in place, with what the last comparison said
  /// in the walk's count; the run time then puts the node where there is none.
  private mutating func emitSearch(at slot: Int) {
    guard let (body, offset) = loop(at: slot) else { return }
    let state = Int32(offset)
    let (node, other) = (state + Self.walkArguments, state + Self.walkArguments + 8)
    let end = loopOffsets[slot]?.end ?? emitter.offset
    emitSaves(at: slot)
    emitter.store(.rbp, state + Self.walkRoot, .rdi)
    emitter.store(.rbp, node, .rsi)
    emitter.store(.rbp, other, constant: 0)
    emitter.store(.rbp, state + Self.walkCount, constant: 0)
    emitter.load(.rax, .rdi, Self.top, byteCount: 8)
    let start = emitter.offset
    emitter.test(.double, .rax, .rax)
    emitter.jump(.equal, toOffset: end)
    emitter.store(.rbp, other, .rax)
    // One of the children is next: both come while the function still compares.
    for child in [Self.leftChild, Self.rightChild] {
      emitter.load(.rcx, .rax, child, byteCount: 8)
      emitter.prefetch(.rcx)
    }
    emitter.load(.rdi, .rbp, node, byteCount: 8)
    emitter.move(.rsi, .rax)
    emitTransfer(to: body, at: slot)
    // The left child lies before the right one; the verifier saw to it that the result is 0 or 1.
    emitter.move(.rax, .rax, .word)
    emitter.store(.rbp, state + Self.walkCount, .rax)
    emitter.load(.rcx, .rbp, other, byteCount: 8)
    emitter.shift(.left, .double, .rax, count: 3)
    emitter.operate(.subtract, .double, .rcx, .rax)
    emitter.load(.rax, .rcx, Self.rightChild, byteCount: 8)
    emitter.jump(toOffset: start)
    loopOffsets[slot] = LoopOffsets(test: start, end: emitter.offset)
    emitter.load(.rsi, .rbp, state + Self.walkCount, byteCount: 8)
    emitter.loadAddress(.rdi, .rbp, state)
    emitNativeCall(addresses.searchNext)
    emitReloads(at: slot)
  }
}
