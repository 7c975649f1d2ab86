import ObjectFile

extension Interface {
  /// Linux's interface, as `Scripts/interface` compiled it from `Interface/linux.h`.
  ///
  /// Read once, when a program is to be judged as Linux would. It ships with the library: where it can't
  /// be read, the build is damaged, and this traps with the reason.
  public static let linux: Interface = {
    do {
      return try Interface(
        types: BTF(parsing: PackageResources.linux_btf), functionTitle: "kernel function")
    } catch {
      fatalError("Linux's interface that ships with Baton is damaged: \(error)")
    }
  }()
}
