import CLinux
import Glibc
import Synchronization

/// A network interface whose queues can be opened as AF_XDP sockets.
///
/// While it lives, a program of our own is attached to the interface by a BPF link: when the last
/// reference goes, or the process dies, the kernel detaches it. Queues hold a reference.
public final class AFXDPDevice: Sendable {
  /// Where in the kernel the program runs.
  public enum AttachMode: Equatable, Sendable {
    /// In the driver.
    case native
    /// After the kernel has made its own packet of it: works on every interface, and is slower.
    case generic
  }

  /// How many queues of an interface can be used.
  public static let queueCountMax = 1024

  public let interface: String
  public let interfaceIndex: UInt32
  public let attachMode: AttachMode
  /// How many queues it receives on; nil where the driver doesn't tell.
  public let queueCount: Int?
  /// The interface's own address, six bytes.
  public let hardwareAddress: [UInt8]
  /// The longest packet behind the Ethernet header, in bytes.
  public let mtu: Int
  /// What the interface can't do although it was asked for, each said once, and what is done instead.
  private let missing = Mutex<[String]>([])
  /// Queues that were opened.
  private let opened = Mutex<Set<Int>>([])

  /// The XSKMAP: from queues to sockets.
  private let sockets: OwnedDescriptor
  private let program: OwnedDescriptor
  private let link: OwnedDescriptor

  /// Attaches to the interface: in native mode, else in generic mode.
  public init(interface: String) throws(DeviceError) {
    let steps = OpeningSteps(device: interface)
    let index = try steps.checked("find interface", unsafe linux_interface_index(interface))
    self.interface = interface
    interfaceIndex = UInt32(index)
    queueCount = Self.queueCount(of: interface)
    hardwareAddress = try steps.hardwareAddress(of: interface)
    mtu = Int(try steps.checked("read MTU", unsafe linux_interface_mtu(interface)))

    // Kernels before 5.11 charge maps to the limit of locked memory. Where it can't be raised, what
    // follows says so.
    _ = linux_raise_locked_memory_limit()
    sockets = try Self.makeSocketMap(steps)
    program = try Self.loadProgram(map: sockets.number, steps)
    let attached = try Self.attach(program.number, interfaceIndex: UInt32(index), steps)
    link = OwnedDescriptor(adopting: attached.link)
    attachMode = attached.mode
    if let refusal = attached.refusal {
      note("no native XDP (\(refusal)); using generic mode, which is slower")
    }
  }

  /// Lines for the user where the interface does less than it might. Complete once all queues are open.
  public var notices: [String] {
    (missing.withLock { $0 } + [unusedQueues].compactMap { $0 }).map { "\(interface): \($0)" }
  }

  /// What becomes of packets that come by other queues than those that were opened.
  private var unusedQueues: String? {
    let used = opened.withLock { $0.count }
    guard let queueCount, used > 0, used < queueCount else { return nil }
    return "\(used) of \(queueCount) queues used; packets of the others go to the system's stack "
      + "(all come by those after: ethtool -L \(interface) combined \(used))"
  }

  /// Says it once, however many queues find out.
  func note(_ text: String) {
    missing.withLock { if !$0.contains(text) { $0.append(text) } }
  }

  /// Has packets of the queue passed to the socket, until that is closed.
  func pass(queue: Int, to socket: Int32, _ steps: OpeningSteps) throws(DeviceError) {
    var key = UInt32(queue)
    var value = socket
    // Both are read by the kernel during the call.
    try steps.checked(
      "enter into XSKMAP", unsafe linux_bpf_map_update(sockets.number, &key, &value, 0))
    _ = opened.withLock { $0.insert(queue) }
  }
}

extension AFXDPDevice {
  private static func queueCount(of interface: String) -> Int? {
    let count = unsafe linux_interface_queue_count(interface)
    return count > 0 ? Int(count) : nil
  }

  private static func makeSocketMap(_ steps: OpeningSteps) throws(DeviceError) -> OwnedDescriptor {
    let type = UInt32(LINUX_BPF_MAP_TYPE_XSKMAP)
    // Keys and values are 32-bit integers. The name is read during the call.
    let result = unsafe linux_bpf_map_create(type, "baton_sockets", 4, 4, UInt32(queueCountMax), 0)
    return try steps.owned("create XSKMAP", result)
  }

  private static func loadProgram(
    map: Int32, _ steps: OpeningSteps
  ) throws(DeviceError) -> OwnedDescriptor {
    let type = UInt32(LINUX_BPF_PROGRAM_TYPE_XDP)
    let instructions = RedirectProgram.instructions(map: map)
    // Name and instructions are read during the call.
    let result = unsafe linux_bpf_program_load(
      type, "baton_redirect", "Apache-2.0", instructions, instructions.count, nil, 0)
    return try steps.owned("load redirect program", result)
  }

  /// The link's descriptor, the mode, and why it isn't native mode.
  private static func attach(
    _ program: Int32, interfaceIndex: UInt32, _ steps: OpeningSteps
  ) throws(DeviceError) -> (link: Int32, mode: AttachMode, refusal: Errno?) {
    let native = UInt32(LINUX_XDP_NATIVE_MODE)
    let link = linux_bpf_xdp_link_create(program, interfaceIndex, native)
    if link >= 0 { return (link, .native, nil) }
    // Neither a program that is there already nor a lack of rights depends on the mode.
    if [EBUSY, EEXIST, EPERM].contains(-link) { try steps.checked("attach", link) }

    let generic = UInt32(LINUX_XDP_SKB_MODE)
    let result = linux_bpf_xdp_link_create(program, interfaceIndex, generic)
    return (try steps.checked("attach", result), .generic, Errno(-link))
  }
}
