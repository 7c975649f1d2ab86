/// A tree of suspended data paths, under its lock.
#pragma once

#include "corpus.h"

struct ordered {
  struct bpf_spin_lock lock;
  struct bpf_rb_root tree __contains(coroutine, order);
};

BATON_MAP(trees, ARRAY, u32, struct ordered, 4);

static inline struct ordered *tree(void) {
  u32 key = 0;
  return bpf_map_lookup_elem(&trees, &key);
}
