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

  /// Whether nobody has woken the worker that sleeps.
  var isToSleep: Bool { unsafe services.pointee.parking.isAnnounced(index) }
}
