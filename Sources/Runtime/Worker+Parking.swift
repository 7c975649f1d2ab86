import Devices

/// How a worker sleeps that has nothing to do.
///
/// Programs that have nothing and want to be asked again return 0: then the worker looks again some hundred times, and
/// sleeps for a millisecond at most between further looks. Where all have returned less than 0, it sleeps at once, until
/// its device has packets, its first sleeper's or delayed packet's time has come, or another worker wakes it.
extension Worker {
  private static let idleTurnsBeforeParking = 200
  private static let polledSleepMax: UInt64 = 1_000_000
  /// Who changes maps from outside wakes nobody.
  private static let sleepMax: UInt64 = 100_000_000

  /// A turn has found nothing to do: sleeps, if it is time for that, or announces it for after the next turn.
  func rest() {
    guard !wantsPolling || idleTurnCount > Self.idleTurnsBeforeParking else {
      return cancelParking()
    }
    guard isParkingAnnounced else {
      unsafe services.pointee.parking.announce(index)
      isParkingAnnounced = true
      return
    }
    sleep()
    cancelParking()
  }

  /// There is something to do, or was.
  func cancelParking() {
    guard isParkingAnnounced else { return }
    isParkingAnnounced = false
    unsafe services.pointee.parking.cancel(index)
  }

  private func sleep() {
    guard unsafe services.pointee.queue.prepareToPark() else { return }
    unsafe services.pointee.counters.parks += 1
    let length = sleepNanoseconds
    pause()
    unsafe services.pointee.isParked = true
    defer { unsafe services.pointee.isParked = false }
    unsafe services.pointee.parking.sleep(
      index, descriptor: services.pointee.queue.fileDescriptor ?? -1, nanosecondsMax: length)
    begin()
    unsafe services.pointee.queue.unpark()
  }

  private var sleepNanoseconds: Int64 {
    let isShort = unsafe wantsPolling || !services.pointee.parking.isReliable
    let most = isShort ? Self.polledSleepMax : Self.sleepMax
    guard let wake = nextWake else { return Int64(most) }
    let now = unsafe services.pointee.clock.now()
    return Int64(min(most, wake > now ? wake - now : 0))
  }

  /// When something is to be done, by what is known: a sleeper wakes, a timer of the network stack ends, or a packet comes to
  /// the end of its way in a stage of the device. Nil where nothing is.
  var nextWake: UInt64? {
    let sleeper = unsafe services.pointee.sleepers.earliestWake ?? .max
    let timer = unsafe services.pointee.networkDeadline
    let event = unsafe services.pointee.queue.nextEvent ?? .max
    let first = min(sleeper, timer, event)
    return first == .max ? nil : first
  }
}
