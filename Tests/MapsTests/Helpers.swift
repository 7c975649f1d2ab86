import CBaton
import Glibc
import Maps
import Synchronization

/// A repeatable source of test data; tests print its seed.
struct SplitMix64: RandomNumberGenerator {
  var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var word = state
    word = (word ^ (word >> 30)) &* 0xBF58_476D_1CE4_E5B9
    word = (word ^ (word >> 27)) &* 0x94D0_49BB_1331_11EB
    return word ^ (word >> 31)
  }

  mutating func bytes(_ count: Int) -> [UInt8] {
    (0..<count).map { _ in UInt8(truncatingIfNeeded: next()) }
  }
}

enum Errno {
  static let noEntry: Int64 = -2
  static let tooBig: Int64 = -7
  static let notPermitted: Int64 = -1
  static let noMemory: Int64 = -12
  static let busy: Int64 = -16
  static let exists: Int64 = -17
  static let invalid: Int64 = -22
  static let noSpace: Int64 = -28
  static let overflow: Int64 = -75
  static let again: Int64 = -11
}

enum Flags {
  static let any: UInt64 = 0
  static let noExist: UInt64 = 1
  static let exist: UInt64 = 2
}

func hashSpec(
  key: UInt32 = 8, value: UInt32 = 8, entries: UInt32, fields: [SpecialField] = []
) -> MapSpec {
  MapSpec(type: 1, keySize: key, valueSize: value, maxEntries: entries, fields: fields)
}

func arraySpec(value: UInt32 = 8, entries: UInt32, fields: [SpecialField] = []) -> MapSpec {
  MapSpec(type: 2, keySize: 4, valueSize: value, maxEntries: entries, fields: fields)
}

func bytes<Word: FixedWidthInteger & BitwiseCopyable>(_ word: Word) -> [UInt8] {
  unsafe withUnsafeBytes(of: word.littleEndian) { unsafe Array($0) }
}

func word(_ bytes: [UInt8]?) -> UInt64? {
  bytes?.reversed().reduce(0) { $0 << 8 | UInt64($1) }
}

/// What a program does, over words: keys and values of eight bytes, or values of several words.
extension Map {
  func lookup<Key: BitwiseCopyable>(
    _ key: Key, worker: UInt32 = 0
  ) -> UnsafeMutableRawPointer? {
    unsafe withUnsafePointer(to: key) { unsafe MapOperations.lookup(address, $0, worker: worker) }
  }

  func lookup<Key: BitwiseCopyable>(
    _ key: Key, ofWorker worker: UInt32
  ) -> UnsafeMutableRawPointer? {
    unsafe withUnsafePointer(to: key) {
      unsafe MapOperations.lookup(address, $0, ofWorker: worker)
    }
  }

  func lookup(bytes key: [UInt8], worker: UInt32 = 0) -> UnsafeMutableRawPointer? {
    unsafe key.withUnsafeBytes {
      unsafe MapOperations.lookup(address, $0.baseAddress!, worker: worker)
    }
  }

  func delete(bytes key: [UInt8]) -> Int64 {
    unsafe key.withUnsafeBytes { unsafe MapOperations.delete(address, $0.baseAddress!) }
  }

  func update(
    bytes key: [UInt8], _ value: [UInt8], _ flags: UInt64 = 0, worker: UInt32 = 0
  ) -> Int64 {
    unsafe key.withUnsafeBytes { key in
      unsafe value.withUnsafeBytes { value in
        unsafe MapOperations.update(
          address, key.baseAddress!, value.baseAddress!, flags, worker: worker)
      }
    }
  }

  func update<Key: BitwiseCopyable, Value: BitwiseCopyable>(
    _ key: Key, _ value: Value, _ flags: UInt64 = 0, worker: UInt32 = 0
  ) -> Int64 {
    unsafe withUnsafePointer(to: key) { key in
      unsafe withUnsafePointer(to: value) { value in
        unsafe MapOperations.update(address, key, value, flags, worker: worker)
      }
    }
  }

  func delete<Key: BitwiseCopyable>(_ key: Key) -> Int64 {
    unsafe withUnsafePointer(to: key) { unsafe MapOperations.delete(address, $0) }
  }
}

/// Writes until it isn't refused for lack of spare elements; readers that the system has stopped
/// keep those.
func persistently(_ write: () -> Int64) -> Int64 {
  while true {
    let result = write()
    if result != Errno.tooBig { return result }
    sched_yield()
  }
}

func yieldThread() { sched_yield() }

/// Runs `body` on that many threads at once and waits for all.
func onThreads(_ count: Int, _ body: @escaping @Sendable (Int) -> Void) {
  final class Job: Sendable {
    let index: Int
    let gate: Gate
    let body: @Sendable (Int) -> Void
    init(_ index: Int, _ gate: Gate, _ body: @escaping @Sendable (Int) -> Void) {
      (self.index, self.gate, self.body) = (index, gate, body)
    }
  }
  final class Gate: Sendable {
    let open = Atomic<Bool>(false)
  }
  let gate = Gate()
  var threads: [pthread_t] = []
  for index in 0..<count {
    let job = unsafe Unmanaged.passRetained(Job(index, gate, body)).toOpaque()
    var thread = pthread_t()
    let result = unsafe pthread_create(
      &thread, nil,
      { pointer in
        let job = unsafe Unmanaged<Job>.fromOpaque(pointer!).takeRetainedValue()
        while !job.gate.open.load(ordering: .acquiring) { sched_yield() }
        job.body(job.index)
        return nil
      }, job)
    precondition(result == 0)
    threads.append(thread)
  }
  gate.open.store(true, ordering: .releasing)
  for thread in threads { pthread_join(thread, nil) }
}

/// A value that threads take turns with, by a lock of the system's that the thread sanitizer sees: it
/// sees nothing of Swift's `Mutex` and reports what that guards as races.
@safe
final class Guarded<Value>: @unchecked Sendable {
  private var value: Value
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>

  init(_ value: Value) {
    self.value = value
    unsafe mutex = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    let result = unsafe pthread_mutex_init(mutex, nil)
    precondition(result == 0)
  }

  deinit {
    unsafe pthread_mutex_destroy(mutex)
    unsafe mutex.deallocate()
  }

  func withLock<Result>(_ body: (inout Value) -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body(&value)
  }
}

/// What went wrong on any thread, counted, since expectations are of the test's own thread.
final class Faults: Sendable {
  private let counts = Guarded<[String: Int]>([:])
  func add(_ what: String) { counts.withLock { $0[what, default: 0] += 1 } }
  var all: [String: Int] { counts.withLock { $0 } }
}

/// Without optimisation the same tests take fewer rounds.
#if DEBUG
  let isThorough = false
#else
  let isThorough = true
#endif
