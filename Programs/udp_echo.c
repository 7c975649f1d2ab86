/// Answers each UDP datagram with itself, once a worker comes to it.
#include "udp_echo.h"

int stash(struct coroutine *handle, u64 class_number) {
  u32 key = class_number;
  struct class_queue *queue = bpf_map_lookup_elem(&classes, &key);
  if (!queue) return -1;
  bpf_spin_lock(&queue->lock);
  bpf_list_push_back(&queue->head, &handle->node);
  bpf_spin_unlock(&queue->lock);
  return 0;
}

static struct coroutine *take(struct class_queue *queue) {
  bpf_spin_lock(&queue->lock);
  struct bpf_list_node *node = bpf_list_pop_front(&queue->head);
  bpf_spin_unlock(&queue->lock);
  return node ? container_of(node, struct coroutine, node) : 0;
}

int drain(struct worker_ctx *ctx) {
  struct coroutine *batch[BATCH_COUNT];
  u64 now = bpf_ktime_get_ns();
  int count = 0;
  for (u32 class_number = 0; class_number < CLASS_COUNT; class_number++) {
    u32 key = class_number;
    struct class_queue *queue = bpf_map_lookup_elem(&classes, &key);
    struct class_waits *waited = bpf_map_lookup_elem(&waits, &key);
    if (!queue || !waited) continue;
    int first = count;
    u64 nanoseconds = 0;
    while (count < BATCH_COUNT) {
      struct coroutine *handle = take(queue);
      if (!handle) break;
      nanoseconds += now - handle->suspended_at;
      batch[count++] = handle;
    }
    if (count > first) count_waits(waited, count - first, nanoseconds);
  }
  for (int index = 0; index < count; index++) bpf_co_resume(batch[index]);
  return count;
}

static void swap_ethernet(struct ethhdr *ethernet) {
  for (int index = 0; index < ETH_ALEN; index++) {
    u8 octet = ethernet->h_dest[index];
    ethernet->h_dest[index] = ethernet->h_source[index];
    ethernet->h_source[index] = octet;
  }
}

/// Sets the time to live; the checksum follows by RFC 1624, equation 3.
static void set_ttl(struct iphdr *ip, u8 ttl) {
  u32 sum = (u16)~ip->check + (u16)~ip->ttl + ttl;
  ip->ttl = ttl;
  sum = (sum & 0xffff) + (sum >> 16);
  ip->check = (u16)~((sum & 0xffff) + (sum >> 16));
}

/// Turns the datagram round. Exchanged addresses and ports leave the UDP checksum as it was.
static void turn_round(struct echo_headers *headers) {
  swap_ethernet(&headers->ethernet);
  u32 address = headers->ip.saddr;
  headers->ip.saddr = headers->ip.daddr;
  headers->ip.daddr = address;
  set_ttl(&headers->ip, ECHO_TTL);
  u16 port = headers->udp.source;
  headers->udp.source = headers->udp.dest;
  headers->udp.dest = port;
}

int echo(struct xdp_md *ctx) {
  struct echo_headers *headers = (void *)(long)ctx->data;
  if ((void *)(headers + 1) > (void *)(long)ctx->data_end) return XDP_PASS;
  if (headers->ethernet.h_proto != bpf_htons(ETH_P_IP)) return XDP_PASS;
  if (headers->ip.version_ihl != 0x45 || headers->ip.protocol != IPPROTO_UDP) return XDP_PASS;
  // The two lowest bits of the destination port choose the class.
  if (co_await(stash, bpf_ntohs(headers->udp.dest) & (CLASS_COUNT - 1)) < 0) return XDP_DROP;
  turn_round(headers);
  return XDP_TX;
}
