/// How a worker sleeps in the virtual world: by the same announcements as in the real one, but there is no thread that
/// would.
extension Worker {
  /// A turn has found nothing to do, and no program wants to be asked again. True where the worker sleeps from here on;
  /// else it has announced that, and looks once more.
  func mayFallAsleep() -> Bool {
    let parking = unsafe services.pointee.parking
    guard isParkingAnnounced else {
      parking.take(index)
      isParkingAnnounced = true
      return false
    }
    if parking.isAnnounced(index) { return true }
    // Somebody has woken it meanwhile.
    cancelParking()
    return false
  }

  /// When the worker wakes by itself that falls asleep at `now`: as in the real world it never sleeps for longer than a tenth
  /// of a second, as who changes maps or gives orders from outside wakes nobody.
  func wakeTime(asleepAt now: UInt64) -> UInt64 {
    min(nextWake ?? .max, now + Self.sleepMax)
  }

  /// It sleeps from here on, as others see, too.
  func fallAsleep() { unsafe services.pointee.noteSleep() }

  /// Somebody has woken it, or its event has come: another turn begins.
  func wakeUp() {
    cancelParking()
    unsafe beginTurn(at: services.pointee.clock.now())
  }
}
