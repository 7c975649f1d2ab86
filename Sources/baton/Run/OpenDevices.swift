import Devices
import Runtime
import World

/// The devices of one run, with the stages around them, and which worker has which of their queues.
struct OpenDevices {
  /// One queue, by the names that people gave it.
  struct Place {
    var device: String
    var queue: Int
    fileprivate var source: Source
  }

  struct Link {
    /// Six octets; nil where the device has none of its own.
    var hardwareAddress: [UInt8]?
    var mtu: Int
  }

  fileprivate enum Source {
    case memory(MemoryLink)
    case afxdp(AFXDPDevice)
    case tap(TAPDevice)
    case capture(CaptureDevice, output: PcapWriter?)
  }

  /// A device to be, and its queues to be used.
  typealias Use = (spec: DeviceSpec, queues: [Int])

  /// By worker.
  private(set) var places: [Place] = []
  /// The link that the first device is on, where it has one.
  private(set) var link: Link?
  private var openingNotices: [String] = []
  private let stages: Stages
  private let configuration: AFXDPQueue.Configuration
  private var interfaces: [String: AFXDPDevice] = [:]
  /// What queues of network interfaces have in common, where there are several.
  private var sharedMemory: AFXDPMemory?

  /// Attaches to every device.
  ///
  /// - Parameter configuration: of queues of network interfaces.
  init(
    _ uses: [Use], _ stages: Stages = Stages(),
    _ configuration: AFXDPQueue.Configuration = .init()
  ) throws(DeviceError) {
    self.stages = stages
    self.configuration = configuration
    for use in uses {
      let (source, name) = try open(use)
      places += use.queues.map { Place(device: name, queue: $0, source: source) }
    }
    let count = places.count { if case .afxdp = $0.source { true } else { false } }
    if count > 1 { sharedMemory = try AFXDPMemory(shape: configuration.shape, queueCount: count) }
  }

  private mutating func open(_ use: Use) throws(DeviceError) -> (Source, name: String) {
    switch use.spec {
    case .memory:
      var configuration = MemoryLink.Configuration()
      configuration.queueCount = use.queues.count
      openingNotices.append("memory: nobody is at the other end, so no packet will come")
      return (.memory(try MemoryLink(configuration)), "memory")
    case .afxdp(let interface, _): return (.afxdp(try attach(to: interface)), interface)
    case .tap(let interface):
      let device = try TAPDevice(interface: interface, queueCount: use.queues.count)
      openingNotices.append(device.notice)
      if link == nil { link = Link(mtu: device.mtu) }
      return (.tap(device), interface)
    case .pcap(let path, let configuration, let output):
      let device = try CaptureDevice(path: path, configuration)
      var writer: PcapWriter?
      if let output { writer = try PcapWriter(path: output, epoch: WorldClock.monotonicEpoch) }
      return (.capture(device, output: writer), path)
    }
  }

  /// An interface that is named twice has one program.
  private mutating func attach(to interface: String) throws(DeviceError) -> AFXDPDevice {
    if let known = interfaces[interface] { return known }
    let device = try AFXDPDevice(interface: interface)
    if link == nil { link = Link(hardwareAddress: device.hardwareAddress, mtu: device.mtu) }
    interfaces[interface] = device
    return device
  }

  /// What the user should know about the devices, a line each; complete once all queues are open.
  var notices: [String] {
    openingNotices + interfaces.values.flatMap(\.notices).sorted()
  }

  /// Opens the queue of one worker, and puts the stages around it.
  func openQueue(_ worker: Int) throws(DeviceError) -> DeviceQueue {
    let place = places[worker]
    let name = "\(place.device):\(place.queue)"
    return try stages.around(try openBareQueue(worker, name), of: worker, name: name)
  }

  private func openBareQueue(_ worker: Int, _ name: String) throws(DeviceError) -> DeviceQueue {
    let place = places[worker]
    let poolID = UInt32(worker)
    switch place.source {
    case .memory(let link):
      return DeviceQueue(try link.openQueue(place.queue, at: .near, poolID: poolID))
    case .afxdp(let device):
      return DeviceQueue(
        try device.openQueue(
          place.queue, poolID: poolID, configuration: configuration, sharing: sharedMemory))
    case .tap(let device): return DeviceQueue(try device.openQueue(place.queue, poolID: poolID))
    case .capture(let device, let output):
      let queue = DeviceQueue(try device.openQueue(place.queue, poolID: poolID))
      guard let output else { return queue }
      return try output.watching(queue, name: name, .transmitted)
    }
  }

  // MARK: While it runs, and after

  /// Writes and shows what has passed.
  func drain() {
    stages.drain()
    for output in outputs { output.drain() }
  }

  private var captures: [CaptureDevice] {
    places.compactMap { if case .capture(let device, _) = $0.source { device } else { nil } }
  }

  private var outputs: [PcapWriter] {
    places.compactMap { if case .capture(_, let output) = $0.source { output } else { nil } }
  }

  /// Nothing more can come, and what came is done with.
  var areAtEnd: Bool { captures.count == places.count && captures.allSatisfy(\.isAtEnd) }

  /// What is missing in files, and in what was shown, a line each.
  var complaints: [String] { stages.complaints + outputs.compactMap(complaint) }

  /// What is wrong with a capture file that was read up to there; nil when nothing is.
  var badInput: BadInput? {
    captures.lazy.compactMap { device in
      device.error.map { BadInput("\(device.path): \($0)") }
    }.first
  }
}
