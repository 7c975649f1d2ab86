/// A ring buffer, and values to make dynptrs to.
#pragma once

#include "corpus.h"

struct {
  int(*type)[BPF_MAP_TYPE_RINGBUF];
  int(*max_entries)[4096];
} ring SEC(".maps");

struct {
  int(*type)[BPF_MAP_TYPE_ARRAY];
  int(*max_entries)[1];
  u32 *key;
  u64 (*value)[4];
} values SEC(".maps");
