/// What stands behind the value in a `SET`.
struct SetOptions {
  private(set) var onlyIfMissing = false
  private(set) var onlyIfThere = false
  private(set) var keepsDeadline = false
  private(set) var returnsOld = false
  /// Which argument says when the key is gone, and its unit in milliseconds.
  private(set) var deadlineArgument: Int?
  private(set) var deadlineUnit = 1

  /// Those of `GETSET`.
  static var returningOld: SetOptions {
    var options = SetOptions()
    options.returnsOld = true
    return options
  }

  private init() {}

  /// Nil for options that there aren't, or that exclude each other.
  init?(_ request: Request) {
    var index = 3
    while index < request.count {
      let option = request[index]
      if option.equalsIgnoringCase("nx") {
        onlyIfMissing = true
      } else if option.equalsIgnoringCase("xx") {
        onlyIfThere = true
      } else if option.equalsIgnoringCase("get") {
        returnsOld = true
      } else if option.equalsIgnoringCase("keepttl") {
        keepsDeadline = true
      } else {
        guard index + 1 < request.count, readDeadline(option, argument: index + 1) else {
          return nil
        }
        index += 1
      }
      index += 1
    }
    guard !(onlyIfMissing && onlyIfThere), !(keepsDeadline && deadlineArgument != nil) else {
      return nil
    }
  }

  private mutating func readDeadline(_ option: Span<UInt8>, argument: Int) -> Bool {
    guard deadlineArgument == nil else { return false }
    deadlineArgument = argument
    if option.equalsIgnoringCase("ex") {
      deadlineUnit = 1000
      return true
    }
    return option.equalsIgnoringCase("px")
  }
}
