import Verifier

/// Where the numbers of a version's instructions, functions and queues begin among those of all versions that an instance
/// has at a time: what code and frames say is then understood without knowing of which version they are.
struct VersionPlace: Equatable, Sendable {
  var firstSlot = 0
  var firstFunction = 0
  var firstQueue = 0
}

/// The numbers that a version takes up.
struct VersionExtent: Equatable, Sendable {
  var slots: Range<Int>
  var functions: Range<Int>
  /// From the place of the first queue on; a queue's number is one more.
  var queues: Range<Int>

  init(_ verified: VerifiedUnit, at place: VersionPlace) {
    slots = place.firstSlot..<place.firstSlot + verified.unit.operations.count
    functions =
      place.firstFunction..<place.firstFunction + verified.unit.image.functions.count
    queues = place.firstQueue..<place.firstQueue + verified.queues.count
  }
}

/// How many of each there are room for in an instance, whose counts lie in memory that is reserved at its beginning.
struct VersionCapacity: Equatable, Sendable {
  var slotCount: Int
  var queueCount: Int

  /// What a frame and an event of a trace have room for.
  static let functionCount = 1 << 16
  /// At a time.
  static let versionCount = 64

  /// Room for a first version and a million instructions more.
  init(first verified: VerifiedUnit) {
    slotCount = verified.unit.operations.count + 1 << 20
    queueCount = verified.queues.count + 1 << 10
  }

  /// A place for a version beside others; nil where there is not enough room between them.
  func place(for verified: VerifiedUnit, beside others: [VersionExtent]) -> VersionPlace? {
    let extent = VersionExtent(verified, at: VersionPlace())
    guard
      let slot = Self.gap(extent.slots.count, others.map(\.slots), slotCount),
      let function = Self.gap(
        extent.functions.count, others.map(\.functions), Self.functionCount),
      let queue = Self.gap(extent.queues.count, others.map(\.queues), queueCount)
    else { return nil }
    return VersionPlace(firstSlot: slot, firstFunction: function, firstQueue: queue)
  }

  /// The first gap of that length.
  private static func gap(_ length: Int, _ taken: [Range<Int>], _ limit: Int) -> Int? {
    var start = 0
    for range in taken.sorted(by: { $0.lowerBound < $1.lowerBound }) {
      if range.lowerBound - start >= length { return start }
      start = max(start, range.upperBound)
    }
    return limit - start >= length ? start : nil
  }
}
