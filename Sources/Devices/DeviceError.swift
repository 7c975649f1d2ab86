import Glibc
import Wire

/// The number by which Linux names an error.
public struct Errno: Error, Equatable, Sendable, CustomStringConvertible {
  public let number: Int32

  public init(_ number: Int32) { self.number = number }

  /// The calling thread's last one.
  static var current: Errno { Errno(errno) }

  /// The system's words and the number, such as `Device or resource busy (16)`.
  public var description: String {
    // `strerror` answers a string that ends in a zero and is valid until its next call.
    let words = unsafe String(cString: strerror(number))
    return "\(words) (\(number))"
  }
}

/// Why a device or one of its queues could not be opened.
public struct DeviceError: Error, Equatable, Sendable {
  public enum Reason: Equatable, Sendable {
    case noSuchInterface
    /// Root, or the capabilities CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF are needed.
    case notPermitted
    /// Another program is attached to the interface.
    case interfaceTaken
    /// Another process, or an earlier caller, has the TAP interface.
    case interfaceInUse
    /// There is an interface of that name, and it is none of TAP.
    case noTAP
    /// The same, or one that was not made to have several queues.
    case noTAPWithQueues
    /// Another socket, or an earlier caller, has the queue.
    case queueTaken
    /// The device has queues 0 ..< `count`.
    case queueOutOfRange(count: Int)
    /// A file can't be opened, read or written.
    case badFile
    /// A file is no capture file.
    case noCapture(PcapError)
    /// A capture file has packets of another kind than Ethernet frames.
    case noEthernet(linkType: UInt32)
    /// The kernel or the driver can't do it.
    case unsupported
    /// Out of memory, or above the limit of locked memory (`RLIMIT_MEMLOCK`).
    case outOfMemory
    case failed
  }

  public let reason: Reason
  /// What was being done, such as `bind`.
  public let step: String
  public let device: String
  /// The queue, where the step was about one.
  public let queue: Int?
  /// Nil where it was we who refused.
  public let errno: Errno?

  init(_ reason: Reason, step: String, device: String, queue: Int? = nil, errno: Errno? = nil) {
    self.reason = reason
    self.step = step
    self.device = device
    self.queue = queue
    self.errno = errno
  }
}

extension DeviceError: CustomStringConvertible {
  public var description: String {
    let place = queue.map { "\(device), queue \($0)" } ?? device
    let cause = errno.map { ": \($0)" } ?? ""
    return "\(place): \(words) (at: \(step)\(cause))"
  }

  private var words: String {
    switch reason {
    case .noSuchInterface: "there is no such interface"
    case .notPermitted: "not permitted; run as root or with CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF"
    case .interfaceTaken: "another XDP program is attached to the interface"
    case .interfaceInUse: "another process has the interface"
    case .noTAP: "not a name for a TAP interface, or one of another kind has it"
    case .noTAPWithQueues: "not a TAP interface with several queues (ip tuntap … multi_queue)"
    case .queueTaken: "the queue is taken by another socket"
    case .queueOutOfRange(let count): "no such queue; the device has \(count)"
    case .badFile: "the file can't be used"
    case .noCapture(let error): "\(error)"
    case .noEthernet(let type): "link type \(type), but only Ethernet (1) can be read"
    case .unsupported: "not supported by this kernel or driver"
    case .outOfMemory: "out of memory, or above the limit of locked memory (ulimit -l)"
    case .failed: "failed"
    }
  }
}
