import Contracts

/// A call that is being made, with what its arguments bound the contract's instances to.
struct MonitoredCall {
  var contract: FunctionContract
  var slot: Int
  var arguments: [UInt64]
  private(set) var bindings: [Int: Binding] = [:]

  struct Binding: Equatable {
    /// Of the parameter, from 0.
    var argument: Int
    var value: UInt64
    /// The ghost's id; 0 where the argument has none.
    var id: UInt64 = 0
    /// The map that the argument is, or in whose value it lies.
    var map: Int?
    /// The special field that it points to, as an index into the fields of the map.
    var field: Int?
    /// How many octets another argument says that it has.
    var size: UInt64?
  }

  init(_ contract: FunctionContract, at slot: Int, _ arguments: [UInt64]) {
    self.contract = contract
    self.slot = slot
    self.arguments = arguments
  }

  subscript(instance: Int) -> Binding? { bindings[instance] }

  subscript(named name: String) -> Binding? {
    contract.signature.instanceNames.firstIndex(of: name).flatMap { bindings[$0] }
  }

  mutating func bind(_ instance: Int, _ binding: Binding) { bindings[instance] = binding }

  mutating func setSize(_ size: UInt64, of instance: Int) { bindings[instance]?.size = size }

  func clause(_ part: Clause.Part) -> Clause { Clause(contract.name, part) }
}
