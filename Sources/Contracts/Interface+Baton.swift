import ObjectFile

extension Interface {
  /// The header that declares all of it, for programs.
  public static let batonHeader = "netstack.h"

  /// Baton's own interface, as `Scripts/interface` compiled it from `Interface/baton.h`.
  ///
  /// Read once. A build whose interface can't be read must not start: this traps with the reason.
  public static let baton: Interface = {
    do {
      return try Interface(
        types: BTF(parsing: PackageResources.baton_btf), isImplemented: true)
    } catch {
      fatalError("the interface that ships with Baton is damaged: \(error)")
    }
  }()
}
