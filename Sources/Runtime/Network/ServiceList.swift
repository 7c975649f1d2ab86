import Applications

/// A service, and where it listens.
struct Service: ~Copyable {
  let name: String
  let port: UInt16
  /// Nil: programs read and write its connections.
  var application: Application?
  /// What is looked at without it.
  let hasApplication: Bool
  let datagrams: Application.Datagrams

  init(name: String, port: UInt16, application: consuming Application?) {
    self.name = name
    self.port = port
    switch application {
    case .some(let application):
      (hasApplication, datagrams) = (true, application.datagrams)
    case nil: (hasApplication, datagrams) = (false, .none)
    }
    self.application = application
  }
}

/// The services of a worker, each of which stays in its place: it is used where it lies, so that nothing is moved, and no
/// reference counted.
@safe
struct ServiceList: ~Copyable {
  private let base: UnsafeMutablePointer<Service>
  private let capacity: Int
  private(set) var count = 0

  init(capacity: Int) {
    self.capacity = capacity
    unsafe base = .allocate(capacity: capacity)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  mutating func append(_ service: consuming Service) {
    precondition(count < capacity, "there are no more services than were said")
    // Sound: below the capacity, and nothing lies there yet.
    unsafe (base + count).initialize(to: service)
    count += 1
  }

  subscript(number: Int) -> Service {
    // Sound: checked, and who changes the list has it to itself.
    unsafeAddress {
      precondition(number >= 0 && number < count, "there is no such service")
      return unsafe UnsafePointer(base + number)
    }
    unsafeMutableAddress {
      precondition(number >= 0 && number < count, "there is no such service")
      return unsafe base + number
    }
  }

  /// The one whose connections come to a port.
  func index(ofPort port: UInt16) -> Int? {
    (0..<count).first { self[$0].port == port && self[$0].datagrams != .answered }
  }
}
