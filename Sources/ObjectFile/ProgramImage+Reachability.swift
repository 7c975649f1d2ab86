import Bytecode

/// What belongs to a program.
extension ProgramImage {
  /// The entry first, then the functions that it reaches in the order in which libbpf appends them:
  /// each as soon as it is called for the first time.
  public func functions(reachedFrom entry: Int) -> [Int] {
    var reached = Reached()
    reached.add(entry, in: self)
    for callback in exceptionCallbacks(of: entry) { reached.add(callback, in: self) }
    return reached.order
  }

  private struct Reached {
    var order: [Int] = []
    var known: Set<Int> = []

    /// Depth first, without recursion: an object decides how deep it gets.
    mutating func add(_ function: Int, in image: ProgramImage) {
      guard known.insert(function).inserted else { return }
      order.append(function)
      var pending = [image.functions[function].range]
      while let range = pending.popLast() {
        for slot in range {
          guard let callee = image.functionCalled(at: slot), known.insert(callee).inserted else {
            continue
          }
          order.append(callee)
          pending.append(slot + 1..<range.upperBound)
          pending.append(image.functions[callee].range)
          break
        }
      }
    }
  }

  /// The function that a slot calls or takes the address of.
  public func functionCalled(at slot: Int) -> Int? {
    if case .function(let function)? = reference(at: slot) { return function }
    let instruction = instructions[slot]
    guard instruction.opcode == Self.call, instruction.source == 1 else { return nil }
    return functionIndex(containing: slot + 1 + Int(instruction.immediate))
  }

  /// The opcode of every call; its source field says what is called.
  private static let call: UInt8 = 0x85

  /// The maps that functions mention, ascending.
  public func maps(usedBy functions: [Int]) -> [Int] {
    var used: Set<Int> = []
    for function in functions {
      for slot in self.functions[function].range {
        switch reference(at: slot) {
        case .map(let map)?, .mapValue(let map, _)?: used.insert(map)
        case .function?, .externCall?, .externAddress?, nil: break
        }
      }
    }
    return used.sorted()
  }

  /// Nobody calls it but the kernel: a tag of the program names it.
  private func exceptionCallbacks(of entry: Int) -> [Int] {
    guard let type = functions[entry].typeID else { return [] }
    let prefix = "exception_callback:"
    let names = types.types.compactMap { tag -> Substring? in
      guard case .declTag(type, component: -1) = tag.kind, tag.name.hasPrefix(prefix) else {
        return nil
      }
      return tag.name.dropFirst(prefix.count)
    }
    return functions.indices.filter { index in
      !functions[index].isProgram && names.contains { $0 == functions[index].name }
    }
  }
}
