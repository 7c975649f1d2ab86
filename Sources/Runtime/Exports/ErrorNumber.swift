import Glibc

/// What exported functions return where they fail: Linux's error numbers, negated.
enum ErrorNumber {
  static let noSuchDevice = -ENXIO
  static let again = -EAGAIN
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
