import CBaton

/// What becomes of the nodes that are left in the lists of a map's values: a C function, so that
/// whoever reclaims calls it without counting references.
///
/// It owns the node that it is given. It runs where an element is reclaimed, which may be inside
/// an `update` or `delete` of any thread, and where the map dies; no lock of the map is held.
@safe
public struct NodeRelease: @unchecked Sendable {
  public typealias Function =
    @convention(c) (
      _ node: UnsafeMutablePointer<bpf_list_node>, _ context: UnsafeMutableRawPointer?
    ) -> Void

  let function: Function
  let context: UnsafeMutableRawPointer?

  /// `context` is handed to each call; it must outlive the map.
  public init(context: UnsafeMutableRawPointer?, function: Function) {
    unsafe self.function = function
    unsafe self.context = context
  }

  func callAsFunction(_ node: UnsafeMutablePointer<bpf_list_node>) {
    unsafe function(node, context)
  }
}
