#include "datagrams.h"

int hold(struct coroutine *handle, u64 argument) {
  u32 key = 0;
  struct waiting *waiting = bpf_map_lookup_elem(&row, &key);
  if (!waiting) return -1;
  bpf_spin_lock(&waiting->lock);
  bpf_list_push_back(&waiting->head, &handle->node);
  bpf_spin_unlock(&waiting->lock);
  return 0;
}

int work(struct worker_ctx *ctx) {
  u32 key = 0;
  int count = 0;
  while (count < BATCH_COUNT) {
    struct waiting *waiting = bpf_map_lookup_elem(&row, &key);
    if (!waiting) break;
    bpf_spin_lock(&waiting->lock);
    struct bpf_list_node *node = bpf_list_pop_front(&waiting->head);
    bpf_spin_unlock(&waiting->lock);
    if (!node) break;
    bpf_co_resume(container_of(node, struct coroutine, node));
    count++;
  }
  return count;
}

static int note(u32 port, int result) {
  u32 *noted = bpf_map_lookup_elem(&results, &port);
  if (noted) *noted = result;
  return 0;
}

static int send_twice(const struct udp_flow *to) {
  u64 text = answer_text;
  int result = udp_send(to, sizeof *to, &text, 8);
  return result < 0 ? result : udp_send(to, sizeof *to, &text, 4);
}

static int answer_too_long(struct xdp_md *ctx) {
  u32 key = 0;
  struct text *text = bpf_map_lookup_elem(&texts, &key);
  return text ? udp_answer(ctx, text->octets, LONG_SIZE) : 0;
}

int receive(struct xdp_md *ctx) {
  if (any_ip_rcv(ctx) < 0) return XDP_PASS;
  struct udphdr *uh = udp_hdr(ctx);
  struct udp_flow from;
  if (!uh || udp_check(ctx, uh) < 0 || udp_sender(ctx, uh, &from) < 0) return XDP_PASS;
  u64 text = answer_text;
  u32 port = bpf_ntohs(uh->dest);
  switch (port) {
    case ANSWERED:
      return note(port, udp_answer(ctx, &text, sizeof text));
    case LATE:
      if (co_await(hold, 0) < 0) return XDP_DROP;
    case SENT_BACK:
      return note(port, udp_forward(ctx, &from, sizeof from));
    case TWICE:
      note(port, send_twice(&from));
      return XDP_DROP;
    case TOO_LONG:
      return note(port, answer_too_long(ctx));
    case ASTRAY:
      from.version = 4;
      from.daddr[0] = bpf_htonl(0x08080808);
      return note(port, udp_forward(ctx, &from, sizeof from));
    case TO_ALL:
      from.version = 4;
      from.daddr[0] = 0xffffffff;
      return note(port, udp_forward(ctx, &from, sizeof from));
  }
  return XDP_PASS;
}
