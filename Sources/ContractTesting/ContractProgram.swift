import Contracts
import Monitors

/// A program in C that was made from the contracts: one that keeps all of them, or breaks one clause.
public struct ContractProgram: Sendable {
  public var name: String
  /// The program's role.
  public var role: String
  /// What it breaks; nil for a program that keeps everything.
  public var clause: Clause?
  /// What the exported function does instead, where it is that which breaks its promise.
  public var mutation: Mutation?
  /// Further programs that it needs to be run, by name.
  public var companions: [String]
  /// The program's statements, of which the last one returns.
  public var body: [String]
  /// Whether it gives away what its role was given: nothing can follow it.
  public var isLast: Bool
  /// The definition of the program, and of its companions.
  public var source: String

  /// Whether it calls a function.
  public func calls(_ function: String) -> Bool { source.contains(function + "(") }
}
