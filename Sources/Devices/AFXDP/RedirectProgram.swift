/// The XDP program that passes each packet to the socket of the queue it came in on.
///
///     int redirect(struct xdp_md *ctx) {
///       return bpf_redirect_map(&sockets, ctx->rx_queue_index, XDP_PASS);
///     }
///
/// Packets of queues without a socket go on into the kernel's network stack.
enum RedirectProgram {
  /// The program's instructions (RFC 9669 §3), for the map of sockets with descriptor `map`.
  static func instructions(map: Int32) -> [UInt64] {
    [
      // r2 = *(u32 *)(r1 + 16), which is `rx_queue_index`
      instruction(0x61, destination: 2, source: 1, offset: 16),
      // r1 = the map, which takes two slots; source 1 says that the immediate is a descriptor
      instruction(0x18, destination: 1, source: 1, immediate: map),
      instruction(0x00),
      // r3 = XDP_PASS, the result where the map has no socket
      instruction(0xb7, destination: 3, immediate: 2),
      // r0 = bpf_redirect_map(r1, r2, r3); return r0
      instruction(0x85, immediate: 51),
      instruction(0x95),
    ]
  }

  ///     bits 63 … 32    31 … 16   15 … 12   11 … 8        7 … 0
  ///          immediate  offset    source    destination   opcode
  private static func instruction(
    _ opcode: UInt8, destination: UInt8 = 0, source: UInt8 = 0, offset: Int16 = 0,
    immediate: Int32 = 0
  ) -> UInt64 {
    UInt64(opcode) | UInt64(destination) << 8 | UInt64(source) << 12
      | UInt64(UInt16(bitPattern: offset)) << 16 | UInt64(UInt32(bitPattern: immediate)) << 32
  }
}
