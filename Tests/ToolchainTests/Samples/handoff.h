// What handoff.swift and handoff.c share: the map, and which function is which program.
#pragma once
#include "baton.h"

struct flow_class {
  struct bpf_spin_lock lock;
  u32 length;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(classes, ARRAY, u32, struct flow_class, 8);

__program("datapath") int data_path(struct xdp_md *ctx);
__program("queue") int stash(struct coroutine *handle, u64 argument);
__program("worker") int pull(struct worker_ctx *ctx);

#if defined(__bpf__)
char handoff_license[] SEC("license") = "Dual MIT/GPL";
#endif
