/// What the programs of this folder need of Linux: they are judged by its interface.
#pragma once

typedef unsigned int u32;
typedef int s32;
typedef unsigned long long u64;

#define SEC(name) __attribute__((section(name), used))
#define NOINLINE __attribute__((noinline))
#define KFUNC extern __attribute__((section(".ksyms")))
#define EXCEPTION_CALLBACK(name) __attribute__((btf_decl_tag("exception_callback:" #name)))

struct __sk_buff {
  u32 len;
};
struct bpf_spin_lock {
  u32 val;
};
struct bpf_timer {
  u64 opaque[2];
} __attribute__((aligned(8)));
struct bpf_iter_num {
  u64 opaque[1];
} __attribute__((aligned(8)));

static void *(*const bpf_map_lookup_elem)(void *, const void *) = (void *)1;
static long (*const bpf_spin_lock)(struct bpf_spin_lock *) = (void *)93;
static long (*const bpf_spin_unlock)(struct bpf_spin_lock *) = (void *)94;
static long (*const bpf_timer_init)(struct bpf_timer *, void *, u64) = (void *)169;
static long (*const bpf_timer_set_callback)(struct bpf_timer *, void *) = (void *)170;
static long (*const bpf_loop)(u32, void *, void *, u64) = (void *)181;

KFUNC void bpf_throw(u64 cookie);
KFUNC void bpf_rcu_read_lock(void);
KFUNC void bpf_rcu_read_unlock(void);
KFUNC int bpf_iter_num_new(struct bpf_iter_num *it, int start, int end);
KFUNC int *bpf_iter_num_next(struct bpf_iter_num *it);
KFUNC void bpf_iter_num_destroy(struct bpf_iter_num *it);

struct entry {
  struct bpf_spin_lock lock;
  struct bpf_timer timer;
};

#define TABLE(name)                     \
  struct {                              \
    int (*type)[1];                     \
    int (*max_entries)[8];              \
    u32 *key;                           \
    struct entry *value;                \
  } name SEC(".maps")

char linux_program_license[] SEC("license") = "GPL";
