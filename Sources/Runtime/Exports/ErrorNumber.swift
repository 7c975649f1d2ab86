import Glibc

/// What exported functions return where they fail: Linux's error numbers, negated.
enum ErrorNumber {
  static let noEntry = -ENOENT
  static let noSuchDevice = -ENXIO
  static let tooBig = -E2BIG
  static let again = -EAGAIN
  static let accessDenied = -EACCES
  static let invalid = -EINVAL
  static let brokenPipe = -EPIPE
  static let noData = -ENODATA
  static let badMessage = -EBADMSG
  static let messageTooLong = -EMSGSIZE
  static let notSupported = -EOPNOTSUPP
  static let addressNotAvailable = -EADDRNOTAVAIL
  static let networkUnreachable = -ENETUNREACH
  static let noBuffers = -ENOBUFS
}
