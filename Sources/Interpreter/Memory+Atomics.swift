import Bytecode
import Synchronization

/// The read-modify-write operations of RFC 9669 §5.3, in one total order.
extension Memory {
  /// What lay there before. `expected` is what `compareExchange` compares with.
  static func modify64(
    _ atomic: AtomicOperator, at address: UInt64, with operand: UInt64, expected: UInt64
  ) -> UInt64 {
    let place = unsafe atomic64(at: address)
    return switch atomic {
    case .add:
      unsafe place.pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case .or: unsafe place.pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case .and: unsafe place.pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case .xor: unsafe place.pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    case .exchange: unsafe place.pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case .compareExchange:
      unsafe place.pointee.compareExchange(
        expected: expected, desired: operand, ordering: .sequentiallyConsistent
      ).original
    }
  }

  static func modify32(
    _ atomic: AtomicOperator, at address: UInt64, with operand: UInt32, expected: UInt32
  ) -> UInt32 {
    let place = unsafe atomic32(at: address)
    return switch atomic {
    case .add:
      unsafe place.pointee.wrappingAdd(operand, ordering: .sequentiallyConsistent).oldValue
    case .or: unsafe place.pointee.bitwiseOr(operand, ordering: .sequentiallyConsistent).oldValue
    case .and: unsafe place.pointee.bitwiseAnd(operand, ordering: .sequentiallyConsistent).oldValue
    case .xor: unsafe place.pointee.bitwiseXor(operand, ordering: .sequentiallyConsistent).oldValue
    case .exchange: unsafe place.pointee.exchange(operand, ordering: .sequentiallyConsistent)
    case .compareExchange:
      unsafe place.pointee.compareExchange(
        expected: expected, desired: operand, ordering: .sequentiallyConsistent
      ).original
    }
  }
}

extension AtomicOperator {
  /// Whether the old value goes into the source register.
  var isFetching: Bool {
    switch self {
    case .add(let fetch), .or(let fetch), .and(let fetch), .xor(let fetch): fetch
    case .exchange: true
    case .compareExchange: false
    }
  }
}
