import CBaton
import Synchronization

/// Those that are in the trees. The lock is held.
extension PrefixTrie {
  /// The way towards a prefix, as far as nodes are prefixes of it and shorter.
  func walk(_ prefix: Prefix) -> Place {
    let slot = unsafe slots + Prefix.first(rootBitCount, of: prefix.data)
    // Sound: the link to the tree is the first word of a slot.
    let root = unsafe Link(OpaquePointer(slot))
    var place = unsafe Place(link: root, index: 0, common: 0, parentLink: root, parent: 0)
    while true {
      let index = unsafe place.link.pointee.load(ordering: .relaxed)
      place.index = index
      if index == 0 { return place }
      let length = unsafe node(index).pointee.length
      let common = unsafe Prefix.commonBitCount(
        data(of: index), prefix.data, byteCount: dataByteCount, limit: min(length, prefix.length))
      place.common = common
      if common < length || length == prefix.length { return place }
      unsafe place.parentLink = place.link
      place.parent = index
      unsafe place.link = Link(child(Prefix.bit(length, of: prefix.data), of: index))
    }
  }

  /// True when the walk ended at the prefix itself, and it is no mere branch.
  func isEntry(_ place: Place, _ prefix: Prefix) -> Bool {
    guard place.index != 0 else { return false }
    let node = unsafe node(place.index)
    return unsafe node.pointee.length == prefix.length && place.common == prefix.length
      && node.pointee.kind.load(ordering: .relaxed) == PrefixNode.Kind.entry
  }

  /// Puts a new node where the walk towards it has ended.
  func link(_ new: UInt32, _ prefix: Prefix, at place: Place) -> Outcome {
    let (index, common) = (place.index, place.common)
    if index == 0 {
      unsafe place.link.pointee.store(new, ordering: .releasing)
      return .done
    }
    let length = unsafe node(index).pointee.length
    if common == length, length == prefix.length {
      for bit in 0...1 {
        let below = unsafe child(bit, of: index).pointee.load(ordering: .relaxed)
        unsafe child(bit, of: new).pointee.store(below, ordering: .relaxed)
      }
      unsafe place.link.pointee.store(new, ordering: .releasing)
      forget(index)
      return .done(unlinked: index, and: 0)
    }
    if common == prefix.length {
      let bit = unsafe Prefix.bit(common, of: data(of: index))
      unsafe child(bit, of: new).pointee.store(index, ordering: .relaxed)
      unsafe place.link.pointee.store(new, ordering: .releasing)
      return .done
    }
    return part(new, prefix, from: index, at: place)
  }

  /// Puts a branch where a new prefix and the node that stands in its way part.
  private func part(_ new: UInt32, _ prefix: Prefix, from index: UInt32, at place: Place) -> Outcome
  {
    let common = place.common
    let branch = makeNode(prefix, length: common)
    if branch == 0 {
      forget(new)
      pool.makeFree(ElementPool.Chain(first: new, last: new, count: 1))
      return .exhausted
    }
    unsafe node(branch).pointee.kind.store(PrefixNode.Kind.branch, ordering: .relaxed)
    let bit = unsafe Prefix.bit(common, of: prefix.data)
    unsafe child(bit, of: branch).pointee.store(new, ordering: .relaxed)
    unsafe child(1 - bit, of: branch).pointee.store(index, ordering: .relaxed)
    unsafe place.link.pointee.store(branch, ordering: .releasing)
    return .done
  }

  func deleteLong(_ prefix: Prefix) -> Outcome {
    let place = walk(prefix)
    guard isEntry(place, prefix) else { return .failed(LinuxError.noEntry) }
    let (index, parent) = (place.index, place.parent)
    let zero = unsafe child(0, of: index).pointee.load(ordering: .relaxed)
    let one = unsafe child(1, of: index).pointee.load(ordering: .relaxed)
    pool.releaseEntry()
    if zero != 0, one != 0 {
      unsafe node(index).pointee.kind.store(PrefixNode.Kind.branch, ordering: .releasing)
      return .done
    }
    forget(index)
    if zero == 0, one == 0, parent != 0, isBranch(parent) {
      // Without this node its parent parts nothing: the sibling moves up.
      let bit = unsafe Prefix.bit(node(parent).pointee.length, of: prefix.data)
      let sibling = unsafe child(1 - bit, of: parent).pointee.load(ordering: .relaxed)
      unsafe place.parentLink.pointee.store(sibling, ordering: .releasing)
      forget(parent)
      return .done(unlinked: index, and: parent)
    }
    unsafe place.link.pointee.store(zero | one, ordering: .releasing)
    return .done(unlinked: index, and: 0)
  }

  func isBranch(_ index: UInt32) -> Bool {
    unsafe node(index).pointee.kind.load(ordering: .relaxed) == PrefixNode.Kind.branch
  }
}
