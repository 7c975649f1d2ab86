import Devices

/// The devices of one run, and which worker has which of their queues.
struct OpenDevices {
  /// One queue, by the names that people gave it.
  struct Place {
    var device: String
    var queue: Int
    fileprivate var source: Source
  }

  struct Link {
    /// Six octets.
    var hardwareAddress: [UInt8]
    var mtu: Int
  }

  fileprivate enum Source {
    case memory(MemoryLink)
    case afxdp(AFXDPDevice)
  }

  /// By worker.
  private(set) var places: [Place] = []
  /// The link that the first device is on, where it has one.
  private(set) var link: Link?
  /// What the user should know about the devices, a line each.
  private(set) var notices: [String] = []

  /// Attaches to every device; `queueCount` queues of each are used.
  init(_ specs: [DeviceSpec], queueCount: Int) throws(DeviceError) {
    var interfaces: [String: AFXDPDevice] = [:]
    for spec in specs {
      switch spec {
      case .memory:
        var configuration = MemoryLink.Configuration()
        configuration.queueCount = queueCount
        add(.memory(try MemoryLink(configuration)), "memory", 0..<queueCount)
        notices.append("memory: nobody is at the other end, so no packet will come")
      case .afxdp(let interface, let firstQueue):
        let device: AFXDPDevice
        if let known = interfaces[interface] {
          device = known
        } else {
          device = try AFXDPDevice(interface: interface)
          interfaces[interface] = device
          if let notice = device.notice { notices.append(notice) }
        }
        if link == nil {
          link = Link(hardwareAddress: device.hardwareAddress, mtu: device.mtu)
        }
        add(.afxdp(device), interface, firstQueue..<(firstQueue + queueCount))
      }
    }
  }

  private mutating func add(_ source: Source, _ name: String, _ queues: Range<Int>) {
    places += queues.map { Place(device: name, queue: $0, source: source) }
  }

  /// Opens the queue of one worker.
  func openQueue(_ worker: Int) throws(DeviceError) -> DeviceQueue {
    let place = places[worker]
    switch place.source {
    case .memory(let link):
      return DeviceQueue(try link.openQueue(place.queue, at: .near, poolID: UInt32(worker)))
    case .afxdp(let device):
      return DeviceQueue(try device.openQueue(place.queue, poolID: UInt32(worker)))
    }
  }
}
