import CBaton

extension Worker {
  /// Carries out the orders that it has not; only where ``isAtEndOfTurn``.
  func obey() {
    let count = orders.issuedCount
    while orderCount < count {
      carryOut(orders.order(orderCount))
      orderCount += 1
    }
    orders.noteDone(orderCount, by: index)
  }

  private func carryOut(_ order: WorkerOrders.Order) {
    switch order {
    case .learn(let unit, let number, let room):
      if let room = room[index] { unsafe services.pointee.slab.use(room) }
      unsafe services.pointee.statistics.clear(unit.extent.slots)
      unsafe services.pointee.waits.clear(unit.extent.queues)
      unsafe services.pointee.versions.learn(unit, as: number)
      learn(unit)
    case .takeOver(let number): takeOver(number)
    case .forget(let numbers):
      for number in numbers {
        let unit = unsafe services.pointee.versions.unit(number)
        unsafe unit._withUnsafeGuaranteedRef { forget($0) }
        unsafe services.pointee.versions.forget(number)
      }
    case .halt: isHalted = true
    case .goOn: isHalted = false
    }
  }
}
