import ObjectFile

/// What the section of a program says of how Linux has to load it, by the rules of libbpf.
public struct ProgramKind: Equatable, Sendable {
  /// `BPF_PROG_TYPE_…` and `BPF_…` of attach types, in Linux's numbers.
  public var type: UInt32
  public var attachType: UInt32
  public var flags: ProgramFlags
  /// What the program has to be bound to before it is loaded.
  public var target: Target

  public enum Target: Equatable, Sendable {
    case none
    /// A function of the kernel of this name; nil when the section names none.
    case function(String?)
    /// A type of the kernel that has this name.
    case typedef(String?)
    /// Another program, which would have to be loaded before.
    case program
    /// A structure of the kernel that is filled with programs.
    case structure
  }

  /// Nil when libbpf knows no such section.
  public init?(section: String) {
    guard let row = SectionTable.row(of: section) else { return nil }
    type = row.type
    attachType = row.attachType
    flags = row.flags
    let name = section.firstIndex(of: "/").map { String(section[section.index(after: $0)...]) }
    switch row.binding {
    case .nothing: target = .none
    case .function(let prefix): target = .function(name.map { prefix + $0 })
    case .typedef(let prefix): target = .typedef(name.map { prefix + $0 })
    case .program: target = .program
    case .structure: target = .structure
    }
  }
}
