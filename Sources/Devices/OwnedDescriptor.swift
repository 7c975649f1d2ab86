import Glibc

/// A file descriptor that this value alone owns; closed when the value dies.
struct OwnedDescriptor: ~Copyable, Sendable {
  let number: Int32

  /// Takes over an open descriptor.
  init(adopting number: Int32) {
    precondition(number >= 0, "not a descriptor: \(number)")
    self.number = number
  }

  deinit { close(number) }
}
