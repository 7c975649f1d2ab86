import CBaton
import Devices

/// Reads and writes of a packet that the caller owns: its data lie within its chunk.
extension UnsafeMutablePointer<baton_packet> {
  var byteCount: Int { unsafe Int(pointee.data_end - pointee.data) }

  private var data: UnsafeMutableRawBufferPointer {
    unsafe UnsafeMutableRawBufferPointer(
      start: UnsafeMutableRawPointer(bitPattern: UInt(pointee.data)), count: byteCount)
  }

  var bytes: [UInt8] { unsafe Array(data) }

  func fill(with byte: UInt8) { unsafe data.initializeMemory(as: UInt8.self, repeating: byte) }

  /// Overwrites the packet from its start.
  func write(_ bytes: [UInt8]) { unsafe data.copyBytes(from: bytes) }

  /// A number in the last eight bytes, which the tests tell packets apart by.
  var number: UInt64 {
    get { unsafe data.loadUnaligned(fromByteOffset: byteCount - 8, as: UInt64.self) }
    nonmutating set {
      unsafe data.storeBytes(of: newValue, toByteOffset: byteCount - 8, as: UInt64.self)
    }
  }
}

/// Room for a batch of packets, freed when the value dies.
@safe
struct Batch: ~Copyable {
  let packets: PacketBatch

  init(capacity: Int) {
    unsafe packets = .allocate(capacity: capacity)
  }

  deinit { unsafe packets.deallocate() }
}
