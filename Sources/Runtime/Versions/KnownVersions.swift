import CBaton
import JIT

/// The versions of the program whose coroutines one worker may meet, and how many of each began and ended there.
///
/// Only the worker changes it, between turns, and every version has the same number on all workers. Others may read the
/// counts.
@safe
struct KnownVersions: ~Copyable {
  typealias Unit = Unmanaged<LoadedUnit>

  @unsafe private struct Entry {
    /// Retained.
    var unit: Unit?
    var slots = 0..<0
    var functions = 0..<0
    var began: UInt64 = 0
    var ended: UInt64 = 0
  }

  private let entries: UnsafeMutablePointer<Entry>
  /// One more than the highest number in use.
  private var bound = 0

  init() {
    unsafe entries = .allocate(capacity: VersionCapacity.versionCount)
    unsafe entries.initialize(repeating: Entry(), count: VersionCapacity.versionCount)
  }

  deinit {
    for number in 0..<bound { unsafe entries[number].unit?.release() }
    unsafe entries.deallocate()
  }

  // Sound, here and below: numbers are below the count that there is room for, as `checked` says of those that come
  // from elsewhere.

  private func checked(_ number: Int) -> Int {
    precondition((0..<VersionCapacity.versionCount).contains(number), "no version \(number)")
    return number
  }

  /// From here on there may be coroutines of the version.
  mutating func learn(_ unit: LoadedUnit, as number: Int) {
    let extent = unit.extent
    unsafe entries[checked(number)] = unsafe Entry(
      unit: Unmanaged.passRetained(unit), slots: extent.slots, functions: extent.functions)
    bound = max(bound, number + 1)
  }

  /// There is no coroutine of the version any more, and its code runs nowhere.
  mutating func forget(_ number: Int) {
    unsafe entries[checked(number)].unit?.release()
    unsafe entries[number] = Entry()
    while bound > 0, unsafe entries[bound - 1].unit == nil { bound -= 1 }
  }

  func unit(_ number: Int) -> Unit {
    guard let unit = unsafe entries[checked(number)].unit else {
      preconditionFailure("version \(number) is not known")
    }
    return unsafe unit
  }

  // MARK: Whose

  /// Mostly there is one version, or the latest one is meant.
  @inline(__always)
  private func number(ofFunction function: Int) -> Int {
    let last = bound - 1
    if last >= 0, unsafe entries[last].functions.contains(function) { return last }
    return earlierNumber(ofFunction: function)
  }

  @inline(never)
  private func earlierNumber(ofFunction function: Int) -> Int {
    for number in 0..<bound where unsafe entries[number].functions.contains(function) {
      return number
    }
    preconditionFailure("a coroutine's version is known as long as there is one")
  }

  /// The version of the coroutine in a frame, which nobody else may be ending.
  func unit(of frame: UnsafeMutablePointer<baton_frame>) -> Unit {
    unsafe unit(number(ofFunction: Int(frame.pointee.program)))
  }

  /// The version that an instruction belongs to.
  func unit(ofSlot slot: Int) -> Unit {
    for number in 0..<bound where unsafe entries[number].slots.contains(slot) {
      return unsafe unit(number)
    }
    preconditionFailure("code that runs is of a version that is known")
  }

  /// The version that machine code belongs to which returns to `address`.
  func unit(ofSite address: UInt64) -> Unit {
    for number in 0..<bound {
      guard let unit = unsafe entries[number].unit else { continue }
      let isThere = unsafe unit._withUnsafeGuaranteedRef {
        $0.compiled?.site(returningTo: address) != nil
      }
      if isThere { return unsafe unit }
    }
    preconditionFailure("code that runs is of a version that is known")
  }

  // MARK: Counts

  @inline(__always)
  mutating func noteBegin(ofFunction function: Int) {
    unsafe entries[number(ofFunction: function)].began += 1
  }

  @inline(__always)
  mutating func noteEnd(ofFunction function: Int) {
    unsafe entries[number(ofFunction: function)].ended += 1
  }

  /// How many coroutines of a version began on the worker, and how many ended there, wherever they began.
  func counts(of number: Int) -> (began: UInt64, ended: UInt64) {
    unsafe (entries[checked(number)].began, entries[number].ended)
  }
}
