import Devices

/// A wire inside this process: whoever is at its one end receives what the other one sends, without a copy.
public typealias MemoryLink = Devices.MemoryLink

/// Where a server's packets come from and go to. Each queue of it has a worker of its own.
public struct Device: Sendable {
  enum Kind: Sendable {
    case memory(MemoryLink, MemoryLink.End)
    case afxdp(String, queues: Range<Int>, isBusyPolling: Bool)
    case tap(String, queueCount: Int)
    case pcap(String)
  }

  let kind: Kind

  /// Queues of a network interface: its packets go to the server, and no more to the kernel.
  ///
  /// Needs root, or CAP_NET_RAW, CAP_NET_ADMIN and CAP_BPF.
  /// - Parameter isBusyPolling: Workers poll the queues instead of being interrupted; best where they never sleep.
  public static func afxdp(
    _ interface: String, queues: Range<Int> = 0..<1, isBusyPolling: Bool = false
  ) -> Device {
    Device(kind: .afxdp(interface, queues: queues, isBusyPolling: isBusyPolling))
  }

  /// A TAP interface, with the kernel at its other end. It is made where it isn't there, and goes away with the server then.
  public static func tap(_ name: String, queueCount: Int = 1) -> Device {
    Device(kind: .tap(name, queueCount: queueCount))
  }

  /// One end of a wire inside this process; another server, or whatever has its other end, is the peer.
  public static func memory(_ link: MemoryLink, end: MemoryLink.End = .near) -> Device {
    Device(kind: .memory(link, end))
  }

  /// The packets of a capture file. What is sent is gone.
  public static func pcap(_ path: String) -> Device { Device(kind: .pcap(path)) }
}

/// A device that was attached to.
struct OpenDevice: Sendable {
  private enum Source: Sendable {
    case memory(MemoryLink, MemoryLink.End)
    case afxdp(AFXDPDevice, AFXDPQueue.Configuration, sharing: AFXDPMemory?)
    case tap(TAPDevice)
    case capture(CaptureDevice)
  }

  private let source: Source
  /// By worker.
  let queues: Range<Int>
  /// Six octets; nil where the device has none of its own.
  var hardwareAddress: [UInt8]?
  var mtu = 1500
  /// How many packets there may be at a time, in the memory of all who have one.
  var packetCount = 4096

  init(_ device: Device) throws(DeviceError) {
    switch device.kind {
    case .memory(let link, let end):
      source = .memory(link, end)
      queues = 0..<link.configuration.queueCount
      // Both ends' packets may be here.
      packetCount = 2 * link.configuration.shape.chunkCount
    case .afxdp(let interface, let queues, let isBusyPolling):
      let opened = try AFXDPDevice(interface: interface)
      var configuration = AFXDPQueue.Configuration()
      if isBusyPolling { configuration.busyPoll = AFXDPQueue.BusyPoll() }
      let memory = try queues.count > 1 ? AFXDPMemory(queueCount: queues.count) : nil
      source = .afxdp(opened, configuration, sharing: memory)
      self.queues = queues
      hardwareAddress = opened.hardwareAddress
      mtu = opened.mtu
    case .tap(let name, let queueCount):
      let opened = try TAPDevice(interface: name, queueCount: queueCount)
      source = .tap(opened)
      queues = 0..<queueCount
      mtu = opened.mtu
    case .pcap(let path):
      source = .capture(try CaptureDevice(path: path))
      queues = 0..<1
    }
  }

  /// What the user should know, a line each; complete once all queues are open.
  var notices: [String] {
    switch source {
    case .afxdp(let device, _, _): device.notices
    case .tap(let device): [device.notice]
    case .memory, .capture: []
    }
  }

  /// Opens the queue of one worker, which can be done once.
  func openQueue(_ worker: Int) throws(DeviceError) -> DeviceQueue {
    let queue = queues.lowerBound + worker
    let poolID = UInt32(worker)
    return switch source {
    case .memory(let link, let end):
      DeviceQueue(try link.openQueue(queue, at: end, poolID: poolID))
    case .afxdp(let device, let configuration, let memory):
      DeviceQueue(
        try device.openQueue(
          queue, poolID: poolID, configuration: configuration, sharing: memory))
    case .tap(let device): DeviceQueue(try device.openQueue(queue, poolID: poolID))
    case .capture(let device): DeviceQueue(try device.openQueue(queue, poolID: poolID))
    }
  }
}
