import CBaton

/// Bytes of a value, relative to its start.
struct ValueRange {
  var offset: UInt32
  var byteCount: UInt32
}

/// Where a value owns something.
private struct OwningPlace: BitwiseCopyable {
  var kind: SpecialField.Kind
  var offset: UInt32
  var nodeOffset: UInt32
}

/// Facts about values that lie in the map's own memory, so that they are read without counting references.
@safe
private struct Table<Element: BitwiseCopyable> {
  let count: Int
  private let first: UnsafeMutablePointer<Element>

  /// Writes the elements at `place`, which has room for them.
  init(_ elements: [Element], at place: UnsafeMutableRawPointer) {
    count = elements.count
    unsafe first = place.bindMemory(to: Element.self, capacity: elements.count)
    for (index, element) in elements.enumerated() { unsafe (first + index).initialize(to: element) }
  }

  /// Sound for an index below `count`, as at every call in this file.
  @inline(__always)
  subscript(index: Int) -> Element { unsafe first[index] }
}

/// Which bytes of a value are the program's, and which hold lists, trees, rings and owning pointers.
@safe
struct ValueShape {
  let byteCount: Int
  /// What updates write: all but the special fields, in order.
  private let plain: Table<ValueRange>
  private let owners: Table<OwningPlace>
  /// What to do with what a value owns; there is one where it can own something.
  private let release: OwnedRelease?
  let hasFields: Bool

  /// Room for the tables of `spec`, in bytes.
  static func tablesByteCount(_ spec: MapSpec) -> Int {
    (spec.fields.count + 1) * MemoryLayout<ValueRange>.stride
      + spec.fields.count * MemoryLayout<OwningPlace>.stride
  }

  /// Writes the tables of a validated spec at `tables`, which has `tablesByteCount` bytes.
  init(_ spec: MapSpec, release: OwnedRelease?, tables: UnsafeMutableRawPointer) {
    let plainRanges = Self.gaps(spec)
    let places = spec.fields.filter { $0.kind != .spinLock }.map {
      OwningPlace(kind: $0.kind, offset: $0.offset, nodeOffset: $0.nodeOffset)
    }
    precondition(places.isEmpty || release != nil, "somebody has to release what values own")
    byteCount = Int(spec.valueSize)
    hasFields = !spec.fields.isEmpty
    self.release = release
    // Sound: there is at most one gap more than there are fields, and no more owners than fields.
    plain = unsafe Table(plainRanges, at: tables)
    owners = unsafe Table(
      places, at: tables + plainRanges.count * MemoryLayout<ValueRange>.stride)
  }

  private static func gaps(_ spec: MapSpec) -> [ValueRange] {
    var gaps: [ValueRange] = []
    var start: UInt32 = 0
    for field in spec.fields.sorted(by: { $0.offset < $1.offset }) {
      if field.offset > start {
        gaps.append(ValueRange(offset: start, byteCount: field.offset - start))
      }
      start = field.offset + field.byteCount
    }
    if start < spec.valueSize {
      gaps.append(ValueRange(offset: start, byteCount: spec.valueSize - start))
    }
    return gaps
  }
}

extension ValueShape {
  /// Writes a value that nobody else sees yet; its fields become zero.
  func initialize(_ value: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    guard hasFields else {
      unsafe value.copyMemory(from: source, byteCount: byteCount)
      return
    }
    unsafe value.initializeMemory(as: UInt8.self, repeating: 0, count: byteCount)
    for index in 0..<plain.count {
      let range = plain[index]
      let offset = Int(range.offset)
      unsafe (value + offset).copyMemory(from: source + offset, byteCount: Int(range.byteCount))
    }
  }

  /// Writes around the fields of a value that others may be reading, and none may be overwriting.
  func overwrite(_ value: UnsafeMutableRawPointer, from source: UnsafeRawPointer) {
    for index in 0..<plain.count {
      let range = plain[index]
      let offset = Int(range.offset)
      unsafe SharedCopy.store(
        from: source + offset, to: value + offset, byteCount: Int(range.byteCount))
    }
  }

  /// The bytes of a value that others may be writing; zero where the fields are.
  func snapshot(_ value: UnsafeMutableRawPointer) -> [UInt8] {
    var bytes = [UInt8](repeating: 0, count: byteCount)
    // Sound: ranges lie within the value.
    unsafe bytes.withUnsafeMutableBytes { target in
      for index in 0..<plain.count {
        let range = plain[index]
        let offset = Int(range.offset)
        unsafe SharedCopy.load(
          from: value + offset, to: target.baseAddress! + offset, byteCount: Int(range.byteCount))
      }
    }
    return bytes
  }

  var mayOwn: Bool { owners.count > 0 }

  /// Takes out what a value owns, first to last, and hands it to `body`; what isn't wanted stays, in its order, and so
  /// does all behind where `isWanted` gives nil. Nobody may be using its lists, trees and rings.
  func takeOwned(
    of value: UnsafeMutableRawPointer,
    where isWanted: (UnsafeMutableRawPointer) -> Bool? = { _ in true },
    _ body: (UnsafeMutableRawPointer) -> Void
  ) {
    for index in 0..<owners.count {
      let owner = owners[index]
      let place = unsafe value + Int(owner.offset)
      let nodeOffset = Int(owner.nodeOffset)
      switch owner.kind {
      case .spinLock: break
      case .listHead:
        let head = unsafe place.assumingMemoryBound(to: bpf_list_head.self)
        // An empty list isn't written to, so that memory that was never used isn't touched.
        if unsafe IntrusiveList.isEmpty(head) { break }
        unsafe IntrusiveList.drain(head) {
          unsafe isWanted(UnsafeMutableRawPointer($0) - nodeOffset)
        } _: {
          unsafe body(UnsafeMutableRawPointer($0) - nodeOffset)
        }
      case .treeRoot:
        unsafe IntrusiveTree.drain(place.assumingMemoryBound(to: bpf_rb_root.self)) {
          unsafe isWanted(UnsafeMutableRawPointer($0) - nodeOffset)
        } _: {
          unsafe body(UnsafeMutableRawPointer($0) - nodeOffset)
        }
      case .owningPointer:
        if let object = unsafe OwningPointer.target(at: place), unsafe isWanted(object) == true {
          _ = unsafe OwningPointer.exchange(nil, at: place)
          unsafe body(object)
        }
      case .singleProducerRing:
        unsafe SingleProducerRing(place.assumingMemoryBound(to: bpf_spsc_ring.self))
          .drain(where: isWanted, body)
      case .manyProducerRing:
        unsafe ManyProducerRing(place.assumingMemoryBound(to: bpf_mpsc_ring.self))
          .drain(where: isWanted, body)
      }
    }
  }

  /// Releases what a value owns that no program can reach any more.
  func releaseOwned(of value: UnsafeMutableRawPointer) {
    unsafe takeOwned(of: value) { unsafe releaseOwned($0) }
  }

  func releaseOwned(_ object: UnsafeMutableRawPointer) {
    guard let release else { preconditionFailure("somebody releases what values own") }
    unsafe release(object)
  }
}
