import CBaton
import Contracts
import Verifier

/// The native addresses of the exported functions.
enum Exports {
  /// One address for each function of the unit's interface, in its order: nil where Baton has none that does
  /// the same, 0 where engines emit all of it themselves.
  static func addresses(for unit: ProgramUnit) -> [UInt64?] {
    let roles = unit.entries.compactMap(unit.role(of:))
    return unit.interface.functions.map { function in
      guard let own = unit.interface.isImplemented ? function : counterpart(of: function, roles)
      else { return nil }
      return table[own.name] ?? (own.isEmittedByEngines ? 0 : nil)
    }
  }

  /// Baton's helper that does what one of another interface does in programs of these roles. Of functions that
  /// have no number, only the name is the same.
  private static func counterpart(
    of function: FunctionContract, _ roles: [String]
  ) -> FunctionContract? {
    let baton = Interface.baton
    guard let number = function.helperNumber,
      let own = baton.function(helper: number).map({ baton.functions[$0] }),
      own.name == function.name
    else { return nil }
    // A helper may do something else for others than for those that Baton gives it to; where a tail call
    // leads, the program array says.
    return own.tailCalls || roles.allSatisfy(own.mayBeCalled(in:)) ? own : nil
  }

  static let finish = unsafe address(
    batonFinish as @convention(c) (UnsafeMutablePointer<baton_execution>, u32) -> Void)
  static let abandon = unsafe address(
    batonAbandon
      as @convention(c) (UnsafeMutablePointer<baton_execution>, UnsafeMutablePointer<baton_frame>)
      -> Void)
  static let thrown = unsafe address(
    batonThrown as @convention(c) (UnsafeMutablePointer<baton_execution>) -> Void)
  static let unwind = unsafe address(
    batonUnwind
      as @convention(c) (UnsafeMutablePointer<baton_execution>, u64, u64, u64) -> baton_landing)

  static let safePoint = unsafe address(
    batonSafePoint as @convention(c) (UnsafeMutablePointer<baton_execution>) -> u32)
  static let safePointAt = unsafe address(
    batonSafePointAt as @convention(c) (UnsafeMutablePointer<baton_execution>, u32, u64) -> u32)
  static let cancel = unsafe address(
    batonCancel
      as @convention(c) (UnsafeMutablePointer<baton_execution>, u64, u64) -> baton_landing)
  static let cancellationPoint = unsafe address(
    batonCancellationPoint
      as @convention(c) (UnsafeMutablePointer<baton_execution>, u64, u64, u64) -> baton_landing)

  static let walkBegin = unsafe address(
    batonWalkBegin
      as @convention(c) (
        UnsafeMutablePointer<baton_walk>, UnsafeMutableRawPointer, u64, u64, u64
      ) -> s64)
  static let walkNext = unsafe address(
    batonWalkNext as @convention(c) (UnsafeMutablePointer<baton_walk>, u64) -> u64)
  static let searchBegin = unsafe address(
    batonSearchBegin
      as @convention(c) (
        UnsafeMutablePointer<baton_walk>, UnsafeMutablePointer<bpf_rb_root>,
        UnsafeMutablePointer<bpf_rb_node>
      ) -> s64)
  static let searchNext = unsafe address(
    batonSearchNext as @convention(c) (UnsafeMutablePointer<baton_walk>, u64) -> u64)

  static let trace = unsafe address(
    batonTrace
      as @convention(c) (
        UnsafeMutablePointer<baton_execution>, UnsafeMutablePointer<baton_frame>?, u32
      ) -> Void)

  static let claim = unsafe address(
    batonClaim
      as @convention(c) (UnsafeMutablePointer<baton_execution>) ->
      UnsafeMutablePointer<baton_frame>?)
  static let withdraw = unsafe address(
    batonWithdraw as @convention(c) (UnsafeMutablePointer<baton_execution>) -> Void)

  private typealias QueueProgram = @convention(c) (Handle?, u64) -> Int32
  private typealias DataPath = @convention(c) (Context?) -> Int32
  private typealias Handle = UnsafeMutablePointer<coroutine>
  private typealias Context = UnsafeMutablePointer<xdp_md>
  private typealias SocketPointer = UnsafeMutablePointer<socket>
  private typealias IPHeader = UnsafeMutablePointer<baton_iphdr>
  private typealias IPv6Header = UnsafeMutablePointer<ipv6hdr>
  private typealias TCPHeader = UnsafeMutablePointer<baton_tcphdr>
  private typealias UDPHeader = UnsafeMutablePointer<baton_udphdr>
  private typealias Head = UnsafeMutablePointer<bpf_list_head>
  private typealias Node = UnsafeMutablePointer<bpf_list_node>
  private typealias Root = UnsafeMutablePointer<bpf_rb_root>
  private typealias TreeNode = UnsafeMutablePointer<bpf_rb_node>
  private typealias Ring = UnsafeMutablePointer<bpf_spsc_ring>
  private typealias SharedRing = UnsafeMutablePointer<bpf_mpsc_ring>
  private typealias Lock = UnsafeMutablePointer<bpf_spin_lock>
  private typealias Memory = UnsafeMutableRawPointer
  private typealias Bytes = UnsafeRawPointer
  private typealias Text = UnsafePointer<CChar>
  private typealias Dynptr = UnsafePointer<bpf_dynptr>
  private typealias MutableDynptr = UnsafeMutablePointer<bpf_dynptr>

  /// By name; a test compares it with Baton's interface, in both directions.
  static let table: [String: UInt64] = unsafe [
    "co_await_until": address(co_await_until as @convention(c) (QueueProgram?, u64, u64) -> Int32),
    "co_sleep_until": address(co_sleep_until as @convention(c) (u64) -> Int32),
    "co_join": address(co_join as @convention(c) () -> Int32),
    "co_spawn": address(co_spawn as @convention(c) (DataPath?, Context?) -> Handle?),
    "bpf_co_expired": address(bpf_co_expired as @convention(c) (Handle?) -> Int32),
    "bpf_co_packet": address(bpf_co_packet as @convention(c) (Handle?) -> u64),
    "net_rcv": address(net_rcv as @convention(c) (Context?) -> Void),
    "net_serve": address(net_serve as @convention(c) () -> Int32),
    "ip_hdr": address(ip_hdr as @convention(c) (Context?) -> IPHeader?),
    "ip6_hdr": address(ip6_hdr as @convention(c) (Context?) -> IPv6Header?),
    "tcp_hdr": address(tcp_hdr as @convention(c) (Context?) -> TCPHeader?),
    "udp_hdr": address(udp_hdr as @convention(c) (Context?) -> UDPHeader?),
    "ip_rcv": address(ip_rcv as @convention(c) (Context?, IPHeader?) -> Int32),
    "ip6_rcv": address(ip6_rcv as @convention(c) (Context?, IPv6Header?) -> Int32),
    "sk_lookup": address(sk_lookup as @convention(c) (Context?) -> SocketPointer?),
    "socket_put": address(socket_put as @convention(c) (SocketPointer?) -> Void),
    "socket_lock": address(socket_lock as @convention(c) (SocketPointer?) -> Void),
    "socket_unlock": address(socket_unlock as @convention(c) (SocketPointer?) -> Void),
    "tcp_rcv": address(tcp_rcv as @convention(c) (Context?, TCPHeader?) -> Int32),
    "queue_to_socket": address(
      queue_to_socket as @convention(c) (SocketPointer?, Context?) -> Void),
    "udp_rcv": address(udp_rcv as @convention(c) (Context?, UDPHeader?) -> Void),
    "udp_check": address(udp_check as @convention(c) (Context?, UDPHeader?) -> Int32),
    "udp_answer": address(udp_answer as @convention(c) (Context?, Bytes?, u32) -> Int32),
    "udp_forward": address(udp_forward as @convention(c) (Context?, Bytes?, u32) -> Int32),
    "udp_send": address(udp_send as @convention(c) (Bytes?, u32, Bytes?, u32) -> Int32),
    "tcp_push": address(tcp_push as @convention(c) (SocketPointer?) -> Void),
    "socket_readable": address(socket_readable as @convention(c) (SocketPointer?) -> Int32),
    "socket_writable": address(socket_writable as @convention(c) (SocketPointer?) -> Int32),
    "socket_peek": address(
      socket_peek as @convention(c) (SocketPointer?, u32, Memory?, u32) -> Int32),
    "socket_data": address(
      socket_data as @convention(c) (SocketPointer?, u32, u32) -> Bytes?),
    "socket_read": address(socket_read as @convention(c) (SocketPointer?, Memory?, u32) -> Int32),
    "socket_consume": address(socket_consume as @convention(c) (SocketPointer?, u32) -> Int32),
    "socket_write": address(socket_write as @convention(c) (SocketPointer?, Bytes?, u32) -> Int32),
    "socket_close": address(socket_close as @convention(c) (SocketPointer?) -> Void),
    "socket_serve": address(socket_serve as @convention(c) (SocketPointer?) -> Int32),
    "bpf_packet_copy": address(bpf_packet_copy as @convention(c) (Context?) -> Context?),
    "bpf_co_destroy": address(bpf_co_destroy as @convention(c) (Handle?) -> Void),
    "bpf_local_push": address(bpf_local_push as @convention(c) (Handle?) -> Void),
    "bpf_rbtree_first": address(bpf_rbtree_first as @convention(c) (Root?) -> TreeNode?),
    "bpf_rbtree_remove": address(
      bpf_rbtree_remove as @convention(c) (Root?, TreeNode?) -> TreeNode?),
    "bpf_rbtree_pop_first": address(bpf_rbtree_pop_first as @convention(c) (Root?) -> TreeNode?),
    "bpf_kptr_xchg": address(
      bpf_kptr_xchg as @convention(c) (Memory?, Memory?) -> Memory?),
    "bpf_local_pop": address(bpf_local_pop as @convention(c) () -> Handle?),
    "bpf_spin": address(bpf_spin as @convention(c) (u64) -> Void),
    "bpf_set_quantum": address(bpf_set_quantum as @convention(c) (u64) -> Void),
    "bpf_worker_running": address(bpf_worker_running as @convention(c) (u32) -> u64),
    "bpf_preempt": address(bpf_preempt as @convention(c) (u32, u64) -> Int32),
    "bpf_wheel_add": address(bpf_wheel_add as @convention(c) (Handle?, u64) -> Void),
    "bpf_wheel_pop": address(bpf_wheel_pop as @convention(c) () -> Handle?),
    "bpf_packet_transmit": address(bpf_packet_transmit as @convention(c) (Context?) -> Void),
    "bpf_packet_forward": address(bpf_packet_forward as @convention(c) (Context?, u32) -> Void),
    "bpf_packet_drop": address(bpf_packet_drop as @convention(c) (Context?) -> Void),
    "bpf_list_push_front": address(bpf_list_push_front as @convention(c) (Head?, Node?) -> Void),
    "bpf_list_push_back": address(bpf_list_push_back as @convention(c) (Head?, Node?) -> Void),
    "bpf_list_pop_front": address(bpf_list_pop_front as @convention(c) (Head?) -> Node?),
    "bpf_list_pop_back": address(bpf_list_pop_back as @convention(c) (Head?) -> Node?),
    "bpf_spsc_push": address(bpf_spsc_push as @convention(c) (Ring?, Handle?) -> Int32),
    "bpf_spsc_pop": address(bpf_spsc_pop as @convention(c) (Ring?) -> Handle?),
    "bpf_mpsc_push": address(bpf_mpsc_push as @convention(c) (SharedRing?, Handle?) -> Int32),
    "bpf_mpsc_pop": address(bpf_mpsc_pop as @convention(c) (SharedRing?) -> Handle?),
    "bpf_handles_push": address(bpf_handles_push as @convention(c) (Memory?, Handle?) -> Int32),
    "bpf_handles_pop": address(bpf_handles_pop as @convention(c) (Memory?) -> Handle?),
    "bpf_spin_lock": address(bpf_spin_lock as @convention(c) (Lock?) -> Void),
    "bpf_spin_unlock": address(bpf_spin_unlock as @convention(c) (Lock?) -> Void),
    "bpf_map_lookup_elem": address(
      bpf_map_lookup_elem as @convention(c) (Memory?, Bytes?) -> Memory?),
    "bpf_map_update_elem": address(
      bpf_map_update_elem as @convention(c) (Memory?, Bytes?, Bytes?, u64) -> Int),
    "bpf_map_delete_elem": address(bpf_map_delete_elem as @convention(c) (Memory?, Bytes?) -> Int),
    "bpf_map_lookup_percpu_elem": address(
      bpf_map_lookup_percpu_elem as @convention(c) (Memory?, Bytes?, u32) -> Memory?),
    "bpf_map_push_elem": address(
      bpf_map_push_elem as @convention(c) (Memory?, Bytes?, u64) -> Int),
    "bpf_map_pop_elem": address(bpf_map_pop_elem as @convention(c) (Memory?, Memory?) -> Int),
    "bpf_map_peek_elem": address(bpf_map_peek_elem as @convention(c) (Memory?, Memory?) -> Int),
    "bpf_ringbuf_output": address(
      bpf_ringbuf_output as @convention(c) (Memory?, Memory?, u64, u64) -> Int),
    "bpf_ringbuf_query": address(bpf_ringbuf_query as @convention(c) (Memory?, u64) -> u64),
    "bpf_ringbuf_reserve": address(
      bpf_ringbuf_reserve as @convention(c) (Memory?, u64, u64) -> Memory?),
    "bpf_ringbuf_submit": address(bpf_ringbuf_submit as @convention(c) (Memory?, u64) -> Void),
    "bpf_ringbuf_discard": address(bpf_ringbuf_discard as @convention(c) (Memory?, u64) -> Void),
    "bpf_dynptr_from_mem": address(
      bpf_dynptr_from_mem as @convention(c) (Memory?, u32, u64, MutableDynptr?) -> Int),
    "bpf_ringbuf_reserve_dynptr": address(
      bpf_ringbuf_reserve_dynptr as @convention(c) (Memory?, u32, u64, MutableDynptr?) -> Int),
    "bpf_ringbuf_submit_dynptr": address(
      bpf_ringbuf_submit_dynptr as @convention(c) (MutableDynptr?, u64) -> Void),
    "bpf_ringbuf_discard_dynptr": address(
      bpf_ringbuf_discard_dynptr as @convention(c) (MutableDynptr?, u64) -> Void),
    "bpf_dynptr_read": address(
      bpf_dynptr_read as @convention(c) (Memory?, u32, Dynptr?, u32, u64) -> Int),
    "bpf_dynptr_write": address(
      bpf_dynptr_write as @convention(c) (Dynptr?, u32, Memory?, u32, u64) -> Int),
    "bpf_dynptr_data": address(
      bpf_dynptr_data as @convention(c) (Dynptr?, u32, u32) -> Memory?),
    "bpf_trace_printk": address(
      bpf_trace_printk as @convention(c) (Text?, u32, u64, u64, u64) -> Int),
    "bpf_trace_vprintk": address(
      bpf_trace_vprintk as @convention(c) (Text?, u32, Bytes?, u32) -> Int),
    "bpf_snprintf": address(
      bpf_snprintf
        as @convention(c) (UnsafeMutablePointer<CChar>?, u32, Text?, UnsafePointer<u64>?, u32)
        -> Int),
    "bpf_strncmp": address(bpf_strncmp as @convention(c) (Text?, u32, Text?) -> Int),
    "bpf_xdp_adjust_head": address(bpf_xdp_adjust_head as @convention(c) (Context?, Int32) -> Int),
    "bpf_xdp_adjust_tail": address(bpf_xdp_adjust_tail as @convention(c) (Context?, Int32) -> Int),
    "bpf_xdp_adjust_meta": address(bpf_xdp_adjust_meta as @convention(c) (Context?, Int32) -> Int),
    "bpf_xdp_get_buff_len": address(bpf_xdp_get_buff_len as @convention(c) (Context?) -> u64),
    "bpf_ktime_get_boot_ns": address(bpf_ktime_get_boot_ns as @convention(c) () -> u64),
    "bpf_ktime_get_coarse_ns": address(bpf_ktime_get_coarse_ns as @convention(c) () -> u64),
    "bpf_xdp_load_bytes": address(
      bpf_xdp_load_bytes as @convention(c) (Context?, u32, Memory?, u32) -> Int),
    "bpf_xdp_store_bytes": address(
      bpf_xdp_store_bytes as @convention(c) (Context?, u32, Memory?, u32) -> Int),
    "bpf_csum_diff": address(
      bpf_csum_diff as @convention(c) (Memory?, u32, Memory?, u32, u32) -> s64),
    "bpf_redirect": address(bpf_redirect as @convention(c) (u32, u64) -> Int),
    "bpf_redirect_map": address(bpf_redirect_map as @convention(c) (Memory?, u64, u64) -> Int),
    "bpf_worker_signals": address(
      bpf_worker_signals
        as @convention(c) (u32, UnsafeMutablePointer<worker_signals>?, u32) -> Int32),
    "bpf_group_signals": address(
      bpf_group_signals
        as @convention(c) (u32, UnsafeMutablePointer<group_signals>?, u32) -> Int32),
    "bpf_queue_signals": address(
      bpf_queue_signals
        as @convention(c) (QueueProgram?, UnsafeMutablePointer<queue_signals>?, u32) -> Int32),
    "bpf_group_want": address(bpf_group_want as @convention(c) (u32, u32) -> Int32),
    "bpf_group_warm": address(bpf_group_warm as @convention(c) (u32, u32) -> Int32),
    "bpf_worker_place": address(bpf_worker_place as @convention(c) (u32, u32) -> Int32),
    "bpf_worker_wake": address(bpf_worker_wake as @convention(c) (u32) -> Int32),
    "bpf_ktime_get_ns": address(bpf_ktime_get_ns as @convention(c) () -> u64),
    "bpf_get_prandom_u32": address(bpf_get_prandom_u32 as @convention(c) () -> u32),
    "bpf_get_smp_processor_id": address(bpf_get_smp_processor_id as @convention(c) () -> u32),
  ]

  /// A C function as the number that engines call it by.
  private static func address<Function>(_ function: Function) -> UInt64 {
    precondition(MemoryLayout<Function>.size == MemoryLayout<UInt>.size)
    // Sound: every caller passes a `@convention(c)` function, which is one address.
    return unsafe UInt64(unsafeBitCast(function, to: UInt.self))
  }
}
