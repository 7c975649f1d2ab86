import CLinux
import Devices
import Glibc

/// How a worker sleeps that has nothing to do; the core that it runs on sleeps when all of its workers may.
///
/// Programs that have nothing and want to be asked again return 0: then the worker looks again some hundred times, and
/// sleeps for a millisecond at most between further looks. Where all have returned less than 0, it sleeps at once, until
/// its device has packets, its first sleeper's or delayed packet's time has come, or another worker wakes it.
extension Worker {
  private static let idleTurnsBeforeParking = 200
  private static let polledSleepMax: UInt64 = 1_000_000
  /// Who changes maps from outside wakes nobody.
  static let sleepMax: UInt64 = 100_000_000

  /// Whether it is time to sleep, as turns have found nothing to do.
  var mayRest: Bool {
    idleTurnCount > 0 && (!wantsPolling || idleTurnCount > Self.idleTurnsBeforeParking)
  }

  /// Takes its place, which is to be published; it has to look for work after that.
  func takeParkingPlace() {
    unsafe services.pointee.parking.take(index)
    isParkingAnnounced = true
  }

  /// There is something to do, or was.
  func cancelParking() {
    guard isParkingAnnounced else { return }
    isParkingAnnounced = false
    unsafe services.pointee.parking.cancel(index)
  }

  /// Whether nothing has arrived at the device. Who sleeps then calls ``unpark()`` afterwards.
  func prepareToPark() -> Bool { unsafe services.pointee.queue.prepareToPark() }

  /// The worker is awake again.
  func unpark() { unsafe services.pointee.queue.unpark() }

  /// From here to ``endSleep()`` the worker holds no pointers.
  func beginSleep() {
    unsafe services.pointee.noteSleep()
    pause()
  }

  /// Whether anything is to be done shows in its next turn.
  func endSleep() {
    begin()
  }

  /// What wakes it: packets, and others.
  var wakers: (device: pollfd, others: pollfd) {
    let device = unsafe services.pointee.queue.fileDescriptor ?? -1
    let event = unsafe services.pointee.parking.event(of: index)
    return (
      pollfd(fd: device, events: Int16(POLLIN), revents: 0),
      pollfd(fd: event, events: Int16(POLLIN), revents: 0)
    )
  }

  /// How long it may sleep at most, in nanoseconds.
  var sleepNanoseconds: UInt64 {
    let isShort = unsafe wantsPolling || !services.pointee.parking.isReliable
    let most = isShort ? Self.polledSleepMax : Self.sleepMax
    guard let wake = nextWake else { return most }
    let now = unsafe services.pointee.clock.now()
    return min(most, wake > now ? wake - now : 0)
  }

  /// When something is to be done, by what is known; nil where nothing is.
  var nextWake: UInt64? { unsafe services.pointee.nextWake }
}

extension Services {
  /// When something is to be done, by what is known: a sleeper wakes, a timer of the network stack ends, a packet comes to
  /// the end of its way in a stage of the device, or the policy wants to be run. Nil where nothing is.
  var nextWake: UInt64? {
    let decision = unsafe seat.map { unsafe $0.pointee.due } ?? .max
    let first = min(
      sleepers.earliestWake ?? .max, networkDeadline, queue.nextEvent ?? .max, decision)
    return first == .max ? nil : first
  }
}
