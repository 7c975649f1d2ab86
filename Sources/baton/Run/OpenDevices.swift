import Devices

/// The devices of one run, and which worker has which of their queues.
struct OpenDevices {
  /// One queue, by the names that people gave it.
  struct Place {
    var device: String
    var queue: Int
    fileprivate var source: Source
  }

  fileprivate enum Source {
    case memory(MemoryLink)
    case afxdp(AFXDPDevice)
    case tap(TAPDevice)
  }

  /// A device to be, and its queues to be used.
  typealias Use = (spec: DeviceSpec, queues: [Int])

  /// By worker.
  private(set) var places: [Place] = []
  /// What the user should know about the devices, a line each.
  private(set) var notices: [String] = []
  private var interfaces: [String: AFXDPDevice] = [:]

  /// Attaches to every device.
  init(_ uses: [Use]) throws(DeviceError) {
    for use in uses {
      let (source, name) = try open(use)
      places += use.queues.map { Place(device: name, queue: $0, source: source) }
    }
  }

  private mutating func open(_ use: Use) throws(DeviceError) -> (Source, name: String) {
    switch use.spec {
    case .memory:
      var configuration = MemoryLink.Configuration()
      configuration.queueCount = use.queues.count
      notices.append("memory: nobody is at the other end, so no packet will come")
      return (.memory(try MemoryLink(configuration)), "memory")
    case .afxdp(let interface, _): return (.afxdp(try attach(to: interface)), interface)
    case .tap(let interface):
      let device = try TAPDevice(interface: interface, queueCount: use.queues.count)
      notices.append(device.notice)
      return (.tap(device), interface)
    }
  }

  /// An interface that is named twice has one program.
  private mutating func attach(to interface: String) throws(DeviceError) -> AFXDPDevice {
    if let known = interfaces[interface] { return known }
    let device = try AFXDPDevice(interface: interface)
    interfaces[interface] = device
    if let notice = device.notice { notices.append(notice) }
    return device
  }

  /// Opens the queue of one worker.
  func openQueue(_ worker: Int) throws(DeviceError) -> DeviceQueue {
    let place = places[worker]
    let poolID = UInt32(worker)
    switch place.source {
    case .memory(let link):
      return DeviceQueue(try link.openQueue(place.queue, at: .near, poolID: poolID))
    case .afxdp(let device): return DeviceQueue(try device.openQueue(place.queue, poolID: poolID))
    case .tap(let device): return DeviceQueue(try device.openQueue(place.queue, poolID: poolID))
    }
  }
}
