// A data path that awaits a queue program of another section: externs, function references across
// sections, and a static subprogram in .text that both call.
#include "sample.h"

struct list_head {
  u64 opaque[2];
};

struct node {
  u64 opaque[3];
};

struct coroutine {
  struct node node;
  u64 argument;
};

extern int co_await(int (*q)(struct coroutine *, u64), u64);
extern void note(u64 what) __attribute__((section(".ksyms"), weak));
extern int push(struct list_head *head, struct coroutine *handle);

struct class {
  u32 lock;
  u32 length;
  struct list_head head __tag("contains:coroutine:node");
};

struct {
  __uint(type, 2);
  __type(key, u32);
  __type(value, struct class);
  __uint(max_entries, 8);
} classes SEC(".maps");

static noinline struct class *class_of(u64 number) {
  u32 key = number & 7;
  return map_lookup(&classes, &key);
}

static noinline int refuse(struct coroutine *handle, u64 argument) {
  return -(int)(argument & 15) - 1;
}

SEC("queue") int stash(struct coroutine *handle, u64 argument) {
  struct class *class = class_of(argument);
  if (!class)
    return -1;
  class->length++;
  return push(&class->head, handle);
}

SEC("queue") int stash_later(struct coroutine *handle, u64 argument) {
  return stash(handle, argument + 1);
}

SEC("datapath") noinline int data_path(struct xdp_md *ctx) {
  struct class *class = class_of(ctx->data);
  if (note)
    note(1);
  if (class && class->length > 100)
    return co_await(refuse, 1);
  return co_await(stash, 0) + co_await(stash_later, 2);
}

SEC("?datapath") int second(struct xdp_md *ctx) { return data_path(ctx) + 1; }

char license_text[] SEC("license") = "Dual BSD/GPL";
