/// The basic blocks of a function, as far as it takes to say why a trap is entered.
struct IRBlocks {
  let body: [[IRToken]]
  /// Ascending; the first block has no label.
  private var blocks: [(label: String, lines: Range<Int>)] = []
  /// The first branch to each label.
  private var branches: [String: Int] = [:]

  init(_ function: IRFunction) {
    body = function.body ?? []
    var label = ""
    var start = 0
    for (index, line) in body.enumerated() {
      if let name = Self.label(of: line) {
        blocks.append((label, start..<index))
        (label, start) = (name, index)
      }
      for target in Self.targets(of: line) where branches[target] == nil {
        branches[target] = index
      }
    }
    blocks.append((label, start..<body.count))
  }

  /// The name in `entry:` or `7:`.
  private static func label(of line: [IRToken]) -> String? {
    guard line.count > 1, line[0].kind == .word, line[1].isPunctuation(":") else { return nil }
    return line[0].text
  }

  /// The labels in `br i1 %c, label %a, label %b`.
  private static func targets(of line: [IRToken]) -> [String] {
    guard line.contains(where: { $0.isWord("br") }) else { return [] }
    return line.indices.compactMap { index in
      guard line[index].isWord("label"), index + 2 < line.count else { return nil }
      return line[index + 2].name
    }
  }

  private func block(of index: Int) -> (label: String, lines: Range<Int>)? {
    blocks.first { $0.lines.contains(index) }
  }

  /// The branch that enters the block of an instruction.
  func branch(toBlockOf index: Int) -> Int? {
    block(of: index).flatMap { branches[$0.label] }
  }

  /// For an instruction of a block that traps: the branch that enters the block.
  func branchToTrap(at index: Int) -> Int? {
    guard let block = block(of: index), body[block.lines].contains(where: Self.isTrap) else {
      return nil
    }
    return branches[block.label]
  }

  private static func isTrap(_ line: [IRToken]) -> Bool {
    line.contains { $0.kind == .global && $0.name == "llvm.trap" }
  }
}
