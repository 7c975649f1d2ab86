/// When an `EXPIRE` changes a deadline: what stands behind the time.
struct ExpireCondition {
  private var onlyIfNone = false
  private var onlyIfSome = false
  private var onlyIfLater = false
  private var onlyIfEarlier = false

  enum Refusal: Error {
    case unsupported(Int)
    case conflict(String)
  }

  init(_ request: Request) throws(Refusal) {
    for index in 3..<max(request.count, 3) {
      let option = request[index]
      if option.equalsIgnoringCase("nx") {
        onlyIfNone = true
      } else if option.equalsIgnoringCase("xx") {
        onlyIfSome = true
      } else if option.equalsIgnoringCase("gt") {
        onlyIfLater = true
      } else if option.equalsIgnoringCase("lt") {
        onlyIfEarlier = true
      } else {
        throw .unsupported(index)
      }
    }
    guard !onlyIfNone || !(onlyIfSome || onlyIfLater || onlyIfEarlier) else {
      throw .conflict("ERR NX and XX, GT or LT options at the same time are not compatible")
    }
    guard !(onlyIfLater && onlyIfEarlier) else {
      throw .conflict("ERR GT and LT options at the same time are not compatible")
    }
  }

  /// Whether a deadline (0: none, which is later than all) is changed to another one.
  func allows(_ old: UInt64, _ new: Int) -> Bool {
    if onlyIfNone, old != 0 { return false }
    if onlyIfSome, old == 0 { return false }
    if onlyIfLater, old == 0 || new <= Int(old) { return false }
    if onlyIfEarlier, old != 0, new >= Int(old) { return false }
    return true
  }
}
