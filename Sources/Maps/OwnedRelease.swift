/// What becomes of what a map's values still own, the nodes in their lists and the targets of their owning
/// pointers: a C function, so that whoever reclaims calls it without counting references.
///
/// It owns what it is given: the object whose node was linked, or which a pointer pointed to. It runs where an element is
/// reclaimed, which may be inside an `update` or `delete` of any thread, and where the map dies; no lock of
/// the map is held.
@safe
public struct OwnedRelease: @unchecked Sendable {
  public typealias Function =
    @convention(c) (_ object: UnsafeMutableRawPointer, _ context: UnsafeMutableRawPointer?) -> Void

  let function: Function
  let context: UnsafeMutableRawPointer?

  /// `context` is handed to each call; it must outlive the map.
  public init(context: UnsafeMutableRawPointer?, function: Function) {
    unsafe self.function = function
    unsafe self.context = context
  }

  func callAsFunction(_ object: UnsafeMutableRawPointer) { unsafe function(object, context) }
}
