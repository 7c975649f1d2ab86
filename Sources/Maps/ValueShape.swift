import CBaton

/// Bytes of a value, relative to its start.
struct ValueRange {
  var offset: UInt32
  var byteCount: UInt32
}

/// Ranges that lie in the map's own memory, so that they are read without counting references.
@safe
private struct RangeTable {
  let count: Int
  private let first: UnsafeMutablePointer<ValueRange>

  /// Writes the ranges at `place`, which has room for them.
  init(_ ranges: [ValueRange], at place: UnsafeMutableRawPointer) {
    count = ranges.count
    unsafe first = place.bindMemory(to: ValueRange.self, capacity: ranges.count)
    for (index, range) in ranges.enumerated() { unsafe (first + index).initialize(to: range) }
  }

  /// Sound for an index below `count`, as at every call in this file.
  @inline(__always)
  subscript(index: Int) -> ValueRange { unsafe first[index] }
}

/// Which bytes of a value are the program's, and which hold lists.
@safe
struct ValueShape {
  let byteCount: Int
  /// What updates write: all but the special fields, in order.
  private let plain: RangeTable
  /// Where the list heads are.
  private let lists: RangeTable
  /// What to do with nodes in lists; there is one where there are lists.
  private let release: NodeRelease?
  let hasFields: Bool

  /// Room for the ranges of `spec`, in bytes.
  static func rangesByteCount(_ spec: MapSpec) -> Int {
    (2 * spec.fields.count + 1) * MemoryLayout<ValueRange>.stride
  }

  /// Writes the ranges of a validated spec at `ranges`, which has `rangesByteCount` bytes.
  init(_ spec: MapSpec, release: NodeRelease?, ranges: UnsafeMutableRawPointer) {
    let plainRanges = Self.gaps(spec)
    let listRanges = spec.fields.filter { $0.kind == .listHead }.map {
      ValueRange(offset: $0.offset, byteCount: $0.byteCount)
    }
    precondition(listRanges.isEmpty || release != nil, "lists need somebody to release their nodes")
    byteCount = Int(spec.valueSize)
    hasFields = !spec.fields.isEmpty
    self.release = release
    // Sound: there is at most one gap more than there are fields, and no more lists than fields.
    plain = unsafe RangeTable(plainRanges, at: ranges)
    lists = unsafe RangeTable(
      listRanges, at: ranges + plainRanges.count * MemoryLayout<ValueRange>.stride)
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

  var hasLists: Bool { lists.count > 0 }

  /// Calls `body` for each list of the value.
  func forEachList(
    of value: UnsafeMutableRawPointer, _ body: (UnsafeMutablePointer<bpf_list_head>) -> Void
  ) {
    for index in 0..<lists.count {
      let offset = Int(lists[index].offset)
      unsafe body((value + offset).assumingMemoryBound(to: bpf_list_head.self))
    }
  }

  /// Empties the lists of a value that no program can reach any more.
  func drainLists(of value: UnsafeMutableRawPointer) {
    guard let release else { return }
    unsafe forEachList(of: value) { head in
      // An empty list isn't written to, so that memory that was never used isn't touched.
      if unsafe IntrusiveList.isEmpty(head) { return }
      unsafe IntrusiveList.drain(head) { node in unsafe release(node) }
    }
  }
}
