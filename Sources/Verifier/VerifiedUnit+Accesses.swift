import Bytecode
import Contracts

/// What the programs access beside memory of their own: whoever runs them has to have it.
extension VerifiedUnit {
  /// The first instruction that reads a structure which only the kernel has.
  public var kernelLoad: Int? {
    mapFieldLoads.union(accesses.filter { $0.value == .kernel }.keys).min()
  }

  /// The fields of contexts that are accessed where they are declared, by slot.
  public var contextFields: [Int: FieldRule] {
    var fields: [Int: FieldRule] = [:]
    for case (let slot, .type(let type)) in accesses where unit.typeRules[type].kind == .context {
      // A context is never moved, so that the instruction alone says where the field lies.
      guard let offset = unit.operations[slot]?.plainOffset else { continue }
      fields[slot] = unit.typeRules[type].field(at: offset, byteCount: 1)
    }
    return fields
  }
}

extension Operation {
  /// The offset of a plain load or store.
  fileprivate var plainOffset: Int? {
    switch self {
    case .load(_, _, _, _, let offset), .storeRegister(_, _, let offset, _),
      .storeImmediate(_, _, let offset, _):
      Int(offset)
    default: nil
    }
  }
}
