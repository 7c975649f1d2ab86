/// First in, first out, in Swift, and the mistakes that it could have made.

public typealias Packet = UnsafeMutablePointer<sk_buff>
public typealias Discipline = UnsafeMutablePointer<Qdisc>
public typealias PacketsToFree = UnsafeMutablePointer<bpf_sk_buff_ptr>

let success: Int32 = 0
let drop: Int32 = 1

@c @implementation
public func swift_enqueue(_ skb: Packet, _ sch: Discipline, _ toFree: PacketsToFree) -> Int32 {
  guard sch.pointee.q_qlen < sch.pointee.limit, let waiting = waitingPackets() else {
    bpf_qdisc_skb_drop(skb, toFree)
    sch.pointee.qstats.drops &+= 1
    return drop
  }
  sch.pointee.q_qlen &+= 1
  sch.pointee.qstats.backlog &+= skb.pointee.pkt_len
  put(skb, into: waiting)
  return success
}

@c @implementation
public func swift_dequeue(_ sch: Discipline) -> Packet? {
  guard let waiting = waitingPackets(), let skb = take(from: waiting) else { return nil }
  sch.pointee.q_qlen &-= 1
  sch.pointee.qstats.backlog &-= skb.pointee.pkt_len
  bpf_qdisc_bstats_update(sch, skb)
  return skb
}

@c @implementation
public func swift_forgets(_ skb: Packet, _ sch: Discipline, _ toFree: PacketsToFree) -> Int32 {
  if let waiting = waitingPackets() { put(skb, into: waiting) }
  return success  // refused: the program still owns its sk_buff
}

@c @implementation
public func swift_drops_kept(_ skb: Packet, _ sch: Discipline, _ toFree: PacketsToFree) -> Int32 {
  guard let waiting = waitingPackets() else {
    bpf_kfree_skb(skb)
    return drop
  }
  put(skb, into: waiting)
  bpf_qdisc_skb_drop(skb, toFree)  // refused: R1 type=scalar expected=ptr_sk_buff
  return success
}

@c @implementation
public func swift_writes(_ skb: Packet, _ sch: Discipline, _ toFree: PacketsToFree) -> Int32 {
  skb.pointee.len = 0  // refused: only read is supported into sk_buff
  bpf_kfree_skb(skb)
  return drop
}

@c @implementation
public func swift_gives_freed(_ sch: Discipline) -> Packet? {
  guard let waiting = waitingPackets(), let skb = take(from: waiting) else { return nil }
  bpf_kfree_skb(skb)
  return skb
}  // refused: At program exit the register R0 is scalar

private func waitingPackets() -> UnsafeMutablePointer<waiting>? {
  var key: UInt32 = 0
  return bpf_map_lookup_elem(&waiting_packets, &key)?.assumingMemoryBound(to: waiting.self)
}

private func put(_ skb: Packet, into queue: UnsafeMutablePointer<waiting>) {
  bpf_spin_lock(&queue.pointee.lock)
  _ = bpf_list_push_back_impl(&queue.pointee.packets, &skb.pointee.node, 0, 0)
  bpf_spin_unlock(&queue.pointee.lock)
}

/// The node is the packet's first member.
private func take(from queue: UnsafeMutablePointer<waiting>) -> Packet? {
  bpf_spin_lock(&queue.pointee.lock)
  let node = bpf_list_pop_front(&queue.pointee.packets)
  bpf_spin_unlock(&queue.pointee.lock)
  return node?.assumingMemoryBound(to: sk_buff.self)
}
