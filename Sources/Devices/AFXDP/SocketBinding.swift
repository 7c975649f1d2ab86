import CLinux
import Glibc

/// Gives an AF_XDP socket that has its rings packet memory, and binds it to its queue.
struct SocketBinding {
  let socket: Int32
  let device: AFXDPDevice
  let queue: Int
  let configuration: AFXDPQueue.Configuration
  let steps: OpeningSteps

  /// The memory, and the section of it that is the queue's. Where the kernel can't share memory with this queue, it has its own.
  func bind(
    sharing shared: AFXDPMemory?
  ) throws(DeviceError) -> (memory: PacketMemory, section: Int) {
    guard let shared else { return (try bindToMemory(), 0) }
    precondition(shared.memory.shape == configuration.shape, "shared memory of another shape")
    let section = shared.takeSection()
    let result = shared.bindToOwner { owner in
      retrying {
        linux_xdp_bind_sharing(socket, device.interfaceIndex, UInt32(queue), owner)
      }
    }
    guard let result else {
      try bind(to: shared.memory)
      try shared.noteOwner(socket, steps)
      return (shared.memory, section)
    }
    guard ![EINVAL, EOPNOTSUPP].contains(-result) else {
      device.note(
        "no packet memory in common with other queues (\(Errno(-result))); what leaves by another one is copied"
      )
      return (try bindToMemory(), 0)
    }
    try steps.checked("bind", result)
    return (shared.memory, section)
  }

  private func bindToMemory() throws(DeviceError) -> PacketMemory {
    let memory = try steps.packetMemory(configuration.shape)
    try bind(to: memory)
    return memory
  }

  private func bind(to memory: PacketMemory) throws(DeviceError) {
    try register(memory)
    let result = retrying {
      linux_xdp_bind(
        socket, device.interfaceIndex, UInt32(queue), configuration.forcesCopy ? 1 : 0)
    }
    try steps.checked("bind", result)
  }

  private func register(_ memory: PacketMemory) throws(DeviceError) {
    // The kernel leaves 256 bytes itself; it may only be asked for more.
    let headroom = memory.shape.headroomByteCount - PacketMemory.Shape.headroomByteCountMin
    // The kernel pins the pages until the socket is closed, so it never writes where others may.
    let result = unsafe linux_xdp_register_memory(
      socket, memory.chunks, UInt64(memory.chunksByteCount), UInt32(memory.shape.chunkByteCount),
      UInt32(headroom))
    try steps.checked("register packet memory", result)
  }

  /// The kernel closes a queue's last socket a moment after we closed it, so a queue that is taken is tried again for a second.
  private func retrying(_ bind: () -> Int32) -> Int32 {
    var result: Int32 = 0
    for _ in 0..<200 {
      result = bind()
      guard result == -EBUSY else { break }
      usleep(5000)
    }
    return result
  }
}
