/// A state machine of a type: at any moment, each of its values is in one of the states.
///
/// A type may have several, which know nothing of each other: `__states("ip: Raw, PostIP; tcp: Closed, Open")`.
public struct StateMachine: Equatable, Sendable {
  /// Empty where a type has only one.
  public var name: String
  /// The first one is that of a new value.
  public var states: [String]

  /// The machines of a type, as `__states` lists them.
  static func parse(_ text: String, declaration: String) throws(ContractError) -> [StateMachine] {
    var scanner = Scanner(text, declaration: declaration)
    var machines: [StateMachine] = []
    var known: Set<String> = []
    repeat {
      var machine = StateMachine(name: "", states: [])
      let start = scanner
      if let name = scanner.identifier(), scanner.accept(":") {
        machine.name = name
      } else {
        scanner = start
      }
      repeat {
        guard let state = scanner.identifier() else { throw scanner.error("expected a state") }
        guard known.insert(state).inserted else {
          throw scanner.error("the state “\(state)” is declared twice")
        }
        machine.states.append(state)
      } while scanner.accept(",")
      guard machine.states.count <= countMax else {
        throw start.error("\(machine.states.count) states, but a machine has \(countMax) at most")
      }
      machines.append(machine)
    } while scanner.accept(";")
    guard scanner.isAtEnd else { throw scanner.error("unexpected text") }
    guard machines.count <= TypeStates.machineCount else {
      throw scanner.error(
        "\(machines.count) state machines, but a type has \(TypeStates.machineCount) at most")
    }
    return machines
  }

  private static let countMax = 64
}

/// The states that a value is in, one of each of its type's machines; 0 where none is told.
public struct TypeStates: Equatable, Hashable, Sendable {
  public static let machineCount = 8
  private var numbers = SIMD8<UInt8>(repeating: 0)

  public init() {}

  public subscript(machine: Int) -> UInt8 {
    get { numbers[machine] }
    set { numbers[machine] = newValue }
  }
}

extension TypeRule {
  /// The machine that a state belongs to, and its number there, from 1; nil where no machine has it.
  public func place(ofState name: String) -> (machine: Int, number: UInt8)? {
    for (machine, declared) in machines.enumerated() {
      guard let index = declared.states.firstIndex(of: name) else { continue }
      return (machine, UInt8(index + 1))
    }
    return nil
  }

  /// The states of a new value, where nothing else is said: the first of each machine.
  public var initialStates: TypeStates {
    var result = TypeStates()
    for machine in machines.indices { result[machine] = 1 }
    return result
  }

  /// The states that `groups` names, and in the other machines those of `base`.
  public func states(_ groups: [[String]], from base: TypeStates) -> TypeStates {
    var result = base
    for group in groups {
      guard let place = group.first.flatMap(place(ofState:)) else { continue }
      result[place.machine] = place.number
    }
    return result
  }

  /// The first of `groups` that a value in `states` is in no state of.
  public func unmet(_ groups: [[String]], by states: TypeStates) -> [String]? {
    groups.first { group in
      !group.contains { name in
        place(ofState: name).map { states[$0.machine] == $0.number } ?? false
      }
    }
  }

  /// Whether a value can't be given up in such states: its type has final ones, and it is in none of them.
  public func isStuck(in states: TypeStates) -> Bool {
    finalStates.map { unmet([$0], by: states) != nil } ?? false
  }

  /// What the states are called, but those that are not told.
  public func names(of states: TypeStates) -> [String] {
    machines.enumerated().compactMap { index, machine in
      let number = Int(states[index])
      return (1...machine.states.count).contains(number) ? machine.states[number - 1] : nil
    }
  }
}
