import CLinux
import Glibc
import Synchronization
import Testing

@Suite struct SystemCallTests {
  @Test func aFutexSleepsOnlyWhileTheWordIsAsExpected() {
    var word: UInt32 = 5
    // The word is read during the calls, and nobody else knows it.
    let changed = unsafe linux_futex_wait(&word, 6, -1)
    #expect(changed == -EAGAIN)
    let timeOut = unsafe linux_futex_wait(&word, 5, 1_000_000)
    #expect(timeOut == -ETIMEDOUT)
    let woken = unsafe linux_futex_wake(&word, 1)
    #expect(woken == 0, "nobody sleeps")
  }

  @Test func aFutexWakesAnotherThread() {
    let word = Word()
    let thread = TestThread {
      while !word.isSet {
        _ = unsafe linux_futex_wait(word.address, 0, -1)
      }
    }
    word.set()
    _ = unsafe linux_futex_wake(word.address, 1)
    thread.join()
  }

  @Test func aThreadStaysWhereItIsPinned() {
    let cpus = Count()
    let thread = TestThread {
      let result = linux_thread_pin(0)
      precondition(result == 0, "errno \(-result)")
      cpus.add(Int(linux_thread_cpu()) + 100)
    }
    thread.join()
    #expect(cpus.value == 100)
    #expect(linux_thread_pin(100_000) == -EINVAL)
  }

  @Test func anEventIsReadableOnceSignalled() {
    let event = linux_event_create()
    defer { close(event) }
    #expect(!isReadable(event))
    #expect(linux_event_signal(event) == 0)
    #expect(linux_event_signal(event) == 0)
    #expect(isReadable(event))
    #expect(linux_event_clear(event) == 0)
    #expect(!isReadable(event))
    #expect(linux_event_clear(event) == 0, "clearing twice does no harm")
  }

  private func isReadable(_ descriptor: Int32) -> Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return unsafe poll(&entry, 1, 0) == 1
  }

  @Test func interfacesAreKnownByName() {
    #expect(unsafe linux_interface_index("lo") > 0)
    #expect(unsafe linux_interface_mtu("lo") > 0)
    #expect(unsafe linux_interface_index("no-such-if") == -ENODEV)
    #expect(unsafe linux_interface_mtu("no-such-if") == -ENODEV)
    #expect(unsafe linux_interface_mtu("a name that is longer than any") == -ENODEV)
  }

  /// `r0` is read before it is written.
  @Test(.enabled(if: AFXDPSupport.isThere)) func theVerifierSaysWhatIsWrong() {
    let exit: [UInt64] = [0x95]
    var log = [CChar](repeating: 0, count: 4096)
    // All are read or written during the call, within their counts.
    let result = unsafe linux_bpf_program_load(
      UInt32(LINUX_BPF_PROGRAM_TYPE_XDP), "bad", "GPL", exit, exit.count, &log, log.count)
    #expect(result == -EACCES)
    let words = String(decoding: log.prefix { $0 != 0 }.map { UInt8($0) }, as: UTF8.self)
    #expect(words.contains("R0 !read_ok"), "\(words)")
  }
}

/// A word at a place of its own that two threads know.
@safe
private final class Word: Sendable {
  private nonisolated(unsafe) let memory: UnsafeMutablePointer<Atomic<UInt32>>

  init() {
    unsafe memory = .allocate(capacity: 1)
    unsafe memory.initialize(to: Atomic(0))
  }

  deinit { unsafe memory.deallocate() }

  // The word lives as long as the object, which its users hold.
  var isSet: Bool { unsafe memory.pointee.load(ordering: .acquiring) != 0 }
  func set() { unsafe memory.pointee.store(1, ordering: .releasing) }

  var address: UnsafePointer<UInt32> {
    unsafe UnsafePointer(UnsafeMutableRawPointer(memory).assumingMemoryBound(to: UInt32.self))
  }
}
