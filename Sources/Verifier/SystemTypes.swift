import ObjectFile
import Synchronization

/// The types of the kernel that programs are verified against. They are many: they are read when something
/// first asks for them, and only once.
public final class SystemTypes: Sendable {
  private enum Content {
    case unread
    case read(BTFIndex?)
  }

  private let content = Mutex(Content.unread)
  private let read: @Sendable () -> BTF?

  /// - Parameter read: gives the types; nil where there are none.
  public init(_ read: @escaping @Sendable () -> BTF?) { self.read = read }

  /// No types: what needs them is refused.
  public static let none = SystemTypes { nil }

  var index: BTFIndex? {
    content.withLock { content in
      if case .read(let index) = content { return index }
      let index = read().map(BTFIndex.init)
      content = .read(index)
      return index
    }
  }
}
