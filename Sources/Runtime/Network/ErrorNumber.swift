/// What exported functions of the network return where they fail: Linux's error numbers, negated.
enum ErrorNumber {
  static let noSuchDevice: Int32 = -6
  static let again: Int32 = -11
  static let invalid: Int32 = -22
  static let brokenPipe: Int32 = -32
  static let noData: Int32 = -61
  static let badMessage: Int32 = -74
  static let messageTooLong: Int32 = -90
  static let notSupported: Int32 = -95
  static let addressNotAvailable: Int32 = -99
  static let networkUnreachable: Int32 = -101
  static let noBuffers: Int32 = -105
}
