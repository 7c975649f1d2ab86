import Bytecode
import Synchronization

/// The read-modify-write operations of RFC 9669 §5.3, in one total order.
extension Memory {
  /// What lay there before. `expected` is what `compareExchange` compares with.
  @inline(__always)
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

  @inline(__always)
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
  /// The register that gets what lay in memory before.
  func oldValueRegister(source: UInt8) -> UInt8 {
    switch self {
    case .add(fetch: true), .or(fetch: true), .and(fetch: true), .xor(fetch: true), .exchange:
      source
    case .compareExchange: Register.r0.rawValue
    case .add, .or, .and, .xor: RegisterFile.unused
    }
  }
}
