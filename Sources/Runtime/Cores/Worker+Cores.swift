import CBaton

/// How a worker rests with the core that it is on. Which thread wakes it is not said: that of another core may have it then.
extension Worker {
  enum Rest {
    case isAwake
    /// Its device is to wake it.
    case isPrepared
    /// It holds no pointers.
    case isAsleep
  }

  /// Prepares to sleep. False where packets have arrived.
  func lieDown() -> Bool {
    guard prepareToPark() else { return false }
    rest = .isPrepared
    return true
  }

  /// Sleeps from here on.
  func sleep() {
    rest = .isAsleep
    beginSleep()
  }

  /// Awake again, whatever it did.
  func getUp() {
    if rest == .isAsleep { endSleep() }
    if rest != .isAwake { unpark() }
    rest = .isAwake
  }

  /// A core's thread has it from here on.
  func arrive() {
    getUp()
    cancelParking()
    beginOnce()
  }

  /// Comes to the end of its turn, and stops there, where it has not done so already.
  func finishForNow() {
    guard hasBegun else { return }
    getUp()
    cancelParking()
    enter()
    finishTurn()
    stopForNow()
    baton_set_current_execution(nil)
  }
}
