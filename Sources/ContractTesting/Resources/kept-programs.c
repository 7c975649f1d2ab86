#include "netstack.h"

#define SUPPORT_MAP(name) name __attribute__((section(".maps"), used))
static const char support_text[64] = "text";
struct support_guarded {
  struct coroutine __attribute__((btf_type_tag("kptr"))) *member_bpf_kptr;
  struct bpf_list_head member_bpf_list_head __contains(coroutine, node);
  struct bpf_mpsc_ring member_bpf_mpsc_ring;
  struct bpf_rb_root member_bpf_rb_root __contains(coroutine, order);
  struct bpf_spin_lock member_bpf_spin_lock;
  struct bpf_spsc_ring member_bpf_spsc_ring;
};
struct { int(*type)[BPF_MAP_TYPE_HASH]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_hash);
struct { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_array);
struct { int(*type)[BPF_MAP_TYPE_PERCPU_HASH]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_percpu_hash);
struct { int(*type)[BPF_MAP_TYPE_PERCPU_ARRAY]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_percpu_array);
struct { int(*type)[BPF_MAP_TYPE_LRU_HASH]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_lru_hash);
struct { int(*type)[BPF_MAP_TYPE_LRU_PERCPU_HASH]; int(*max_entries)[4]; u32 *key; u64 *value; } SUPPORT_MAP(support_lru_percpu_hash);
struct { int(*type)[BPF_MAP_TYPE_LPM_TRIE]; int(*max_entries)[4]; int(*map_flags)[1]; u64 *key; u64 *value; } SUPPORT_MAP(support_lpm_trie);
struct { int(*type)[BPF_MAP_TYPE_QUEUE]; int(*max_entries)[4]; u64 *value; } SUPPORT_MAP(support_queue);
struct { int(*type)[BPF_MAP_TYPE_STACK]; int(*max_entries)[4]; u64 *value; } SUPPORT_MAP(support_stack);
struct { int(*type)[BPF_MAP_TYPE_RINGBUF]; int(*max_entries)[4096]; } SUPPORT_MAP(support_ringbuf);
struct { int(*type)[BPF_MAP_TYPE_PROG_ARRAY]; int(*max_entries)[4]; u32 *key; u32 *value; } SUPPORT_MAP(support_prog_array);
struct { int(*type)[BPF_MAP_TYPE_DEVMAP]; int(*max_entries)[4]; u32 *key; u32 *value; } SUPPORT_MAP(support_devmap);
struct { int(*type)[BPF_MAP_TYPE_DEVMAP_HASH]; int(*max_entries)[4]; u32 *key; u32 *value; } SUPPORT_MAP(support_devmap_hash);
struct { int(*type)[BPF_MAP_TYPE_CPUMAP]; int(*max_entries)[4]; u32 *key; u32 *value; } SUPPORT_MAP(support_cpumap);
struct { int(*type)[BPF_MAP_TYPE_XSKMAP]; int(*max_entries)[4]; u32 *key; u32 *value; } SUPPORT_MAP(support_xskmap);
struct array_of_maps_inner { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[1]; u32 *key; u64 *value; };
struct { int(*type)[BPF_MAP_TYPE_ARRAY_OF_MAPS]; int(*max_entries)[1]; u32 *key; u32 *value; struct array_of_maps_inner *values[]; } SUPPORT_MAP(support_array_of_maps);
struct hash_of_maps_inner { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[1]; u32 *key; u64 *value; };
struct { int(*type)[BPF_MAP_TYPE_HASH_OF_MAPS]; int(*max_entries)[1]; u32 *key; u32 *value; struct hash_of_maps_inner *values[]; } SUPPORT_MAP(support_hash_of_maps);
struct { int(*type)[BPF_MAP_TYPE_HANDLES]; int(*max_entries)[4]; u64 *value; } SUPPORT_MAP(support_handles);
struct { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[2]; u32 *key; struct support_guarded *value; } SUPPORT_MAP(support_guarded_values);
static long support_callback_entry(void) { return 0; }
static long support_callback_less(void) { return 0; }
static long support_callback_loop(void) { return 0; }
__attribute__((section("datapath"), used)) int support_datapath_program(struct xdp_md *argument0) {
  return 2;
}

__attribute__((section("queue"), used)) int support_queue_program(struct coroutine *argument0, u64 argument1) {
  bpf_local_push(argument0);
  return 2;
}
__attribute__((section("datapath"), used)) int support_queue_program_waiter(struct xdp_md *argument0) {
  co_await(support_queue_program, 0);
  return 2;
}


//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made1","role":"datapath"}
__attribute__((section("datapath"), used)) int made1(struct xdp_md *argument0) {
  __bpf_trap();
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made6","role":"datapath"}
__attribute__((section("datapath"), used)) int made6(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":["made7_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made7","role":"queue"}
__attribute__((section("queue"), used)) int made7(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return 2;
}
__attribute__((section("datapath"), used)) int made7_waiter(struct xdp_md *argument0) {
  co_await(made7, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made8","role":"worker"}
__attribute__((section("worker"), used)) int made8(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_co_destroy(given1);
  return 2;
}

//@ {"companions":["made10_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made10","role":"queue"}
__attribute__((section("queue"), used)) int made10(struct coroutine *argument0, u64 argument1) {
  bpf_co_expired(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made10_waiter(struct xdp_md *argument0) {
  co_await(made10, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made12","role":"datapath"}
__attribute__((section("datapath"), used)) int made12(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  s64 number = bpf_co_expired(given1);
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made16","role":"worker"}
__attribute__((section("worker"), used)) int made16(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_co_resume(given1);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made17","role":"worker"}
__attribute__((section("worker"), used)) int made17(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  s64 number = bpf_co_resume(given1);
  if (number > 3) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made24","role":"datapath"}
__attribute__((section("datapath"), used)) int made24(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)0, 0, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made25","role":"datapath"}
__attribute__((section("datapath"), used)) int made25(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_csum_diff(octets, 16, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made27","role":"datapath"}
__attribute__((section("datapath"), used)) int made27(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)buffer1, 16, (void *)0, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made30","role":"datapath"}
__attribute__((section("datapath"), used)) int made30(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 8);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made36","role":"datapath"}
__attribute__((section("datapath"), used)) int made36(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made43","role":"datapath"}
__attribute__((section("datapath"), used)) int made43(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 2; }
  struct bpf_dynptr local3;
  bpf_dynptr_from_mem(value1, 0, 0, &local3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made44","role":"datapath"}
__attribute__((section("datapath"), used)) int made44(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 2; }
  struct bpf_dynptr local3;
  s64 number = bpf_dynptr_from_mem(value1, 8, 0, &local3);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made51","role":"datapath"}
__attribute__((section("datapath"), used)) int made51(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read(octets, 16, &local1, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made52","role":"datapath"}
__attribute__((section("datapath"), used)) int made52(struct xdp_md *argument0) {
  u64 buffer1[4];
  struct bpf_dynptr local2;
  u32 key4 = 0;
  void *value3 = bpf_map_lookup_elem(&support_array, &key4);
  if (!value3) { return 2; }
  bpf_dynptr_from_mem(value3, 8, 0, &local2);
  bpf_dynptr_read((void *)buffer1, 0, &local2, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made53","role":"datapath"}
__attribute__((section("datapath"), used)) int made53(struct xdp_md *argument0) {
  u64 buffer1[4];
  struct bpf_dynptr local2;
  u32 key4 = 0;
  void *value3 = bpf_map_lookup_elem(&support_array, &key4);
  if (!value3) { return 2; }
  bpf_dynptr_from_mem(value3, 8, 0, &local2);
  s64 number = bpf_dynptr_read((void *)buffer1, 16, &local2, 0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made60","role":"datapath"}
__attribute__((section("datapath"), used)) int made60(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_dynptr_write(&local1, 0, octets, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made61","role":"datapath"}
__attribute__((section("datapath"), used)) int made61(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u64 buffer4[4] = {};
  bpf_dynptr_write(&local1, 0, (void *)buffer4, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made62","role":"datapath"}
__attribute__((section("datapath"), used)) int made62(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u64 buffer4[4] = {};
  s64 number = bpf_dynptr_write(&local1, 0, (void *)buffer4, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made63","role":"datapath"}
__attribute__((section("datapath"), used)) int made63(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made69","role":"datapath"}
__attribute__((section("datapath"), used)) int made69(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made71","role":"datapath"}
__attribute__((section("datapath"), used)) int made71(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made72","role":"datapath"}
__attribute__((section("datapath"), used)) int made72(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_array, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made73","role":"datapath"}
__attribute__((section("datapath"), used)) int made73(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made74","role":"datapath"}
__attribute__((section("datapath"), used)) int made74(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made75","role":"datapath"}
__attribute__((section("datapath"), used)) int made75(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lpm_trie, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made89","role":"policy"}
__attribute__((section("policy"), used)) u64 made89(struct policy_ctx *argument0) {
  u64 buffer1[4];
  s64 number = bpf_group_signals(0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made91","role":"policy"}
__attribute__((section("policy"), used)) u64 made91(struct policy_ctx *argument0) {
  s64 number = bpf_group_want(0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made93","role":"policy"}
__attribute__((section("policy"), used)) u64 made93(struct policy_ctx *argument0) {
  s64 number = bpf_group_warm(0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made94","role":"worker"}
__attribute__((section("worker"), used)) int made94(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made96","role":"datapath"}
__attribute__((section("datapath"), used)) int made96(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  if (bpf_handles_push(&support_handles, given1) < 0) bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made100","role":"datapath"}
__attribute__((section("datapath"), used)) int made100(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, given3);
  if (result) { bpf_co_destroy(result); }
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made103","role":"datapath"}
__attribute__((section("datapath"), used)) int made103(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, (void *)0);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made122","role":"datapath"}
__attribute__((section("datapath"), used)) int made122(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_back(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made125","role":"datapath"}
__attribute__((section("datapath"), used)) int made125(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_front(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made128","role":"datapath"}
__attribute__((section("datapath"), used)) int made128(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_list_push_back(&guarded1->member_bpf_list_head, &((struct coroutine *)given3)->node);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made131","role":"datapath"}
__attribute__((section("datapath"), used)) int made131(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_list_push_front(&guarded1->member_bpf_list_head, &((struct coroutine *)given3)->node);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 0;
}

//@ {"companions":["made135_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made135","role":"queue"}
__attribute__((section("queue"), used)) int made135(struct coroutine *argument0, u64 argument1) {
  bpf_local_push(argument0);
  return 2;
}
__attribute__((section("datapath"), used)) int made135_waiter(struct xdp_md *argument0) {
  co_await(made135, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made136","role":"worker"}
__attribute__((section("worker"), used)) int made136(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_local_push(given1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made143","role":"datapath"}
__attribute__((section("datapath"), used)) int made143(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made149","role":"datapath"}
__attribute__((section("datapath"), used)) int made149(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made151","role":"datapath"}
__attribute__((section("datapath"), used)) int made151(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made152","role":"datapath"}
__attribute__((section("datapath"), used)) int made152(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made153","role":"datapath"}
__attribute__((section("datapath"), used)) int made153(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made154","role":"datapath"}
__attribute__((section("datapath"), used)) int made154(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made155","role":"datapath"}
__attribute__((section("datapath"), used)) int made155(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lpm_trie, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made156","role":"datapath"}
__attribute__((section("datapath"), used)) int made156(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_delete_elem(&support_array, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made157","role":"datapath"}
__attribute__((section("datapath"), used)) int made157(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_delete_elem(&support_array, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made164","role":"datapath"}
__attribute__((section("datapath"), used)) int made164(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made166","role":"datapath"}
__attribute__((section("datapath"), used)) int made166(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made167","role":"datapath"}
__attribute__((section("datapath"), used)) int made167(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made168","role":"datapath"}
__attribute__((section("datapath"), used)) int made168(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made169","role":"datapath"}
__attribute__((section("datapath"), used)) int made169(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made170","role":"datapath"}
__attribute__((section("datapath"), used)) int made170(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lpm_trie, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made171","role":"datapath"}
__attribute__((section("datapath"), used)) int made171(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_array_of_maps, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made172","role":"datapath"}
__attribute__((section("datapath"), used)) int made172(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash_of_maps, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made173","role":"datapath"}
__attribute__((section("datapath"), used)) int made173(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made174","role":"datapath"}
__attribute__((section("datapath"), used)) int made174(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made175","role":"datapath"}
__attribute__((section("datapath"), used)) int made175(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_xskmap, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made176","role":"datapath"}
__attribute__((section("datapath"), used)) int made176(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_lookup_elem(&support_array, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made177","role":"datapath"}
__attribute__((section("datapath"), used)) int made177(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made184","role":"datapath"}
__attribute__((section("datapath"), used)) int made184(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made185","role":"datapath"}
__attribute__((section("datapath"), used)) int made185(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_lru_percpu_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made186","role":"datapath"}
__attribute__((section("datapath"), used)) int made186(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_lookup_percpu_elem(&support_percpu_array, octets, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made187","role":"datapath"}
__attribute__((section("datapath"), used)) int made187(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made194","role":"datapath"}
__attribute__((section("datapath"), used)) int made194(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_stack, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made195","role":"datapath"}
__attribute__((section("datapath"), used)) int made195(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_peek_elem(&support_queue, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made196","role":"datapath"}
__attribute__((section("datapath"), used)) int made196(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_peek_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made197","role":"datapath"}
__attribute__((section("datapath"), used)) int made197(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made204","role":"datapath"}
__attribute__((section("datapath"), used)) int made204(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_stack, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made205","role":"datapath"}
__attribute__((section("datapath"), used)) int made205(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_pop_elem(&support_queue, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made206","role":"datapath"}
__attribute__((section("datapath"), used)) int made206(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_pop_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made207","role":"datapath"}
__attribute__((section("datapath"), used)) int made207(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made214","role":"datapath"}
__attribute__((section("datapath"), used)) int made214(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_stack, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made215","role":"datapath"}
__attribute__((section("datapath"), used)) int made215(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_push_elem(&support_queue, octets, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made216","role":"datapath"}
__attribute__((section("datapath"), used)) int made216(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made217","role":"datapath"}
__attribute__((section("datapath"), used)) int made217(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made223","role":"datapath"}
__attribute__((section("datapath"), used)) int made223(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made225","role":"datapath"}
__attribute__((section("datapath"), used)) int made225(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made226","role":"datapath"}
__attribute__((section("datapath"), used)) int made226(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_array, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made227","role":"datapath"}
__attribute__((section("datapath"), used)) int made227(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made228","role":"datapath"}
__attribute__((section("datapath"), used)) int made228(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made229","role":"datapath"}
__attribute__((section("datapath"), used)) int made229(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lpm_trie, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made230","role":"datapath"}
__attribute__((section("datapath"), used)) int made230(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_map_update_elem(&support_array, octets, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made232","role":"datapath"}
__attribute__((section("datapath"), used)) int made232(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  s64 number = bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made233","role":"worker"}
__attribute__((section("worker"), used)) int made233(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made234","role":"datapath"}
__attribute__((section("datapath"), used)) int made234(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  if (bpf_mpsc_push(&guarded1->member_bpf_mpsc_ring, given3) < 0) bpf_co_destroy(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made237","role":"datapath"}
__attribute__((section("datapath"), used)) int made237(struct xdp_md *argument0) {
  void *result = bpf_packet_copy(argument0);
  if (result) { bpf_packet_drop(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made241","role":"datapath"}
__attribute__((section("datapath"), used)) int made241(struct xdp_md *argument0) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"companions":["made242_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made242","role":"queue"}
__attribute__((section("queue"), used)) int made242(struct coroutine *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return -1;
}
__attribute__((section("datapath"), used)) int made242_waiter(struct xdp_md *argument0) {
  co_await(made242, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made243","role":"worker"}
__attribute__((section("worker"), used)) int made243(struct worker_ctx *argument0) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made244","role":"datapath"}
__attribute__((section("datapath"), used)) int made244(struct xdp_md *argument0) {
  s64 number = bpf_preempt(0, 0);
  if (number > 0) *(volatile u64 *)8;
  if (number < -2) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made245","role":"datapath"}
__attribute__((section("datapath"), used)) int made245(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)given3)->order, (void *)support_callback_less);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made248","role":"datapath"}
__attribute__((section("datapath"), used)) int made248(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made254","role":"datapath"}
__attribute__((section("datapath"), used)) int made254(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made257","role":"datapath"}
__attribute__((section("datapath"), used)) int made257(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made261","role":"xdp"}
__attribute__((section("xdp"), used)) int made261(struct xdp_md *argument0) {
  s64 number = bpf_redirect(0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made262","role":"xdp"}
__attribute__((section("xdp"), used)) int made262(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made264","role":"xdp"}
__attribute__((section("xdp"), used)) int made264(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap_hash, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made265","role":"xdp"}
__attribute__((section("xdp"), used)) int made265(struct xdp_md *argument0) {
  bpf_redirect_map(&support_cpumap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made266","role":"xdp"}
__attribute__((section("xdp"), used)) int made266(struct xdp_md *argument0) {
  bpf_redirect_map(&support_xskmap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made267","role":"xdp"}
__attribute__((section("xdp"), used)) int made267(struct xdp_md *argument0) {
  s64 number = bpf_redirect_map(&support_devmap, 0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made268","role":"datapath"}
__attribute__((section("datapath"), used)) int made268(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 2; }
  bpf_ringbuf_discard(given1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made274","role":"datapath"}
__attribute__((section("datapath"), used)) int made274(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made287","role":"datapath"}
__attribute__((section("datapath"), used)) int made287(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_ringbuf_output(&support_ringbuf, octets, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made288","role":"datapath"}
__attribute__((section("datapath"), used)) int made288(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made289","role":"datapath"}
__attribute__((section("datapath"), used)) int made289(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made304","role":"datapath"}
__attribute__((section("datapath"), used)) int made304(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 0, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made312","role":"datapath"}
__attribute__((section("datapath"), used)) int made312(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  s64 number = bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  if (number > 0) *(volatile u64 *)8;
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made313","role":"datapath"}
__attribute__((section("datapath"), used)) int made313(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 2; }
  bpf_ringbuf_submit(given1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made319","role":"datapath"}
__attribute__((section("datapath"), used)) int made319(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_submit_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made332","role":"datapath"}
__attribute__((section("datapath"), used)) int made332(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)0, 0, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made333","role":"datapath"}
__attribute__((section("datapath"), used)) int made333(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_snprintf(octets, 16, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made335","role":"datapath"}
__attribute__((section("datapath"), used)) int made335(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_snprintf((void *)buffer1, 16, support_text, (void *)0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made338","role":"datapath"}
__attribute__((section("datapath"), used)) int made338(struct xdp_md *argument0) {
  bpf_spin(0);
  return 2;
}

//@ {"companions":["made339_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made339","role":"queue"}
__attribute__((section("queue"), used)) int made339(struct coroutine *argument0, u64 argument1) {
  bpf_spin(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made339_waiter(struct xdp_md *argument0) {
  co_await(made339, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made340","role":"worker"}
__attribute__((section("worker"), used)) int made340(struct worker_ctx *argument0) {
  bpf_spin(0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made353","role":"worker"}
__attribute__((section("worker"), used)) int made353(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made354","role":"datapath"}
__attribute__((section("datapath"), used)) int made354(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  if (bpf_spsc_push(&guarded1->member_bpf_spsc_ring, given3) < 0) bpf_co_destroy(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made363","role":"datapath"}
__attribute__((section("datapath"), used)) int made363(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_strncmp(octets, 16, support_text);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made364","role":"datapath"}
__attribute__((section("datapath"), used)) int made364(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_strncmp((void *)buffer1, 16, support_text);
  if (number > 1) *(volatile u64 *)8;
  if (number < -1) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made365","role":"xdp"}
__attribute__((section("xdp"), used)) int made365(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made367","role":"datapath"}
__attribute__((section("datapath"), used)) int made367(struct xdp_md *argument0) {
  bpf_throw(0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made378","role":"datapath"}
__attribute__((section("datapath"), used)) int made378(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_trace_printk(octets, 16, 0, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made385","role":"datapath"}
__attribute__((section("datapath"), used)) int made385(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_trace_vprintk(octets, 16, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made386","role":"datapath"}
__attribute__((section("datapath"), used)) int made386(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_trace_vprintk((void *)buffer1, 16, (void *)0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made389","role":"datapath"}
__attribute__((section("datapath"), used)) int made389(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_wheel_add(given1, 0);
  return 0;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made392","role":"worker"}
__attribute__((section("worker"), used)) int made392(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made394","role":"policy"}
__attribute__((section("policy"), used)) u64 made394(struct policy_ctx *argument0) {
  s64 number = bpf_worker_place(0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made395","role":"datapath"}
__attribute__((section("datapath"), used)) int made395(struct xdp_md *argument0) {
  bpf_worker_running(0);
  return 2;
}

//@ {"companions":["made396_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made396","role":"queue"}
__attribute__((section("queue"), used)) int made396(struct coroutine *argument0, u64 argument1) {
  bpf_worker_running(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made396_waiter(struct xdp_md *argument0) {
  co_await(made396, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made397","role":"worker"}
__attribute__((section("worker"), used)) int made397(struct worker_ctx *argument0) {
  bpf_worker_running(0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made399","role":"policy"}
__attribute__((section("policy"), used)) u64 made399(struct policy_ctx *argument0) {
  u64 buffer1[4];
  s64 number = bpf_worker_signals(0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made400","role":"datapath"}
__attribute__((section("datapath"), used)) int made400(struct xdp_md *argument0) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"companions":["made401_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made401","role":"queue"}
__attribute__((section("queue"), used)) int made401(struct coroutine *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made401_waiter(struct xdp_md *argument0) {
  co_await(made401, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made402","role":"worker"}
__attribute__((section("worker"), used)) int made402(struct worker_ctx *argument0) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made403","role":"datapath"}
__attribute__((section("datapath"), used)) int made403(struct xdp_md *argument0) {
  s64 number = bpf_worker_wake(0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made404","role":"datapath"}
__attribute__((section("datapath"), used)) int made404(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made405","role":"xdp"}
__attribute__((section("xdp"), used)) int made405(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made406","role":"datapath"}
__attribute__((section("datapath"), used)) int made406(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_head(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made407","role":"datapath"}
__attribute__((section("datapath"), used)) int made407(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made408","role":"xdp"}
__attribute__((section("xdp"), used)) int made408(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made409","role":"datapath"}
__attribute__((section("datapath"), used)) int made409(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_meta(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made410","role":"datapath"}
__attribute__((section("datapath"), used)) int made410(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made411","role":"xdp"}
__attribute__((section("xdp"), used)) int made411(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made412","role":"datapath"}
__attribute__((section("datapath"), used)) int made412(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_tail(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made413","role":"datapath"}
__attribute__((section("datapath"), used)) int made413(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made414","role":"xdp"}
__attribute__((section("xdp"), used)) int made414(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made415","role":"datapath"}
__attribute__((section("datapath"), used)) int made415(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made416","role":"xdp"}
__attribute__((section("xdp"), used)) int made416(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made417","role":"datapath"}
__attribute__((section("datapath"), used)) int made417(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_load_bytes(argument0, 0, octets, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made418","role":"datapath"}
__attribute__((section("datapath"), used)) int made418(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made419","role":"datapath"}
__attribute__((section("datapath"), used)) int made419(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made420","role":"xdp"}
__attribute__((section("xdp"), used)) int made420(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made421","role":"datapath"}
__attribute__((section("datapath"), used)) int made421(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_store_bytes(argument0, 0, octets, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made422","role":"datapath"}
__attribute__((section("datapath"), used)) int made422(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made424","role":"datapath"}
__attribute__((section("datapath"), used)) int made424(struct xdp_md *argument0) {
  s64 number = co_await(support_queue_program, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made426","role":"datapath"}
__attribute__((section("datapath"), used)) int made426(struct xdp_md *argument0) {
  s64 number = co_await_until(support_queue_program, 0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made428","role":"datapath"}
__attribute__((section("datapath"), used)) int made428(struct xdp_md *argument0) {
  s64 number = co_join();
  if (number > 0) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made430","role":"datapath"}
__attribute__((section("datapath"), used)) int made430(struct xdp_md *argument0) {
  s64 number = co_sleep_until(0);
  if (number > 0) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made433","role":"datapath"}
__attribute__((section("datapath"), used)) int made433(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made435","role":"datapath"}
__attribute__((section("datapath"), used)) int made435(struct xdp_md *argument0) {
  net_serve();
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made436","role":"worker"}
__attribute__((section("worker"), used)) int made436(struct worker_ctx *argument0) {
  net_serve();
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made437","role":"datapath"}
__attribute__((section("datapath"), used)) int made437(struct xdp_md *argument0) {
  s64 number = net_serve();
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made438","role":"datapath"}
__attribute__((section("datapath"), used)) int made438(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(given3);
  if (!(step4 == 0)) { socket_put(given3); return 2; }
  socket_lock(given3);
  queue_to_socket(given3, argument0);
  socket_unlock(given3);
  socket_put(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made442","role":"datapath"}
__attribute__((section("datapath"), used)) int made442(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_consume(given3, 0);
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made448","role":"datapath"}
__attribute__((section("datapath"), used)) int made448(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_readable(given3);
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made450","role":"datapath"}
__attribute__((section("datapath"), used)) int made450(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_serve(given3);
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made453","role":"datapath"}
__attribute__((section("datapath"), used)) int made453(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_writable(given3);
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made455","role":"datapath"}
__attribute__((section("datapath"), used)) int made455(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { socket_put(given3); return 2; }
  socket_lock(given3);
  socket_write(given3, octets, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made462","role":"xdp"}
__attribute__((section("xdp"), used)) int made462(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  octets[0] = 1;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made519","role":"datapath"}
__attribute__((section("datapath"), used)) int made519(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_co_resume(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_dynptr_data","result":0},"name":"made563","role":"datapath"}
__attribute__((section("datapath"), used)) int made563(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made575","role":"datapath"}
__attribute__((section("datapath"), used)) int made575(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 16, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  if (result) *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made581","role":"datapath"}
__attribute__((section("datapath"), used)) int made581(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_dynptr_from_mem((void *)support_text, 16, 0, &local1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"stable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made587","role":"datapath"}
__attribute__((section("datapath"), used)) int made587(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  struct bpf_dynptr local2;
  bpf_dynptr_from_mem((void *)buffer1, 16, 0, &local2);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_read","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made623","role":"datapath"}
__attribute__((section("datapath"), used)) int made623(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read((void *)support_text, 16, &local1, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_for_each_map_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made695","role":"datapath"}
__attribute__((section("datapath"), used)) int made695(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_queue, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_group_signals","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made731","role":"policy"}
__attribute__((section("policy"), used)) u64 made731(struct policy_ctx *argument0) {
  bpf_group_signals(0, (void *)support_text, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_group_signals","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made733","role":"datapath"}
__attribute__((section("datapath"), used)) int made733(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_group_signals(0, (void *)buffer1, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_group_want","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made740","role":"datapath"}
__attribute__((section("datapath"), used)) int made740(struct xdp_md *argument0) {
  bpf_group_want(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_group_warm","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made747","role":"datapath"}
__attribute__((section("datapath"), used)) int made747(struct xdp_md *argument0) {
  bpf_group_warm(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made755","role":"worker"}
__attribute__((section("worker"), used)) int made755(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_hash);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made757","role":"datapath"}
__attribute__((section("datapath"), used)) int made757(struct xdp_md *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_handles_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_handles_pop","result":0},"name":"made763","role":"worker"}
__attribute__((section("worker"), used)) int made763(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_push","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made770","role":"datapath"}
__attribute__((section("datapath"), used)) int made770(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  if (bpf_handles_push(&support_hash, given1) < 0) bpf_co_destroy(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_kptr_xchg","result":0},"name":"made809","role":"datapath"}
__attribute__((section("datapath"), used)) int made809(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, given3);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 0;
}

//@ {"breaks":{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_back","result":0},"name":"made854","role":"datapath"}
__attribute__((section("datapath"), used)) int made854(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_back(&guarded1->member_bpf_list_head);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_front","result":0},"name":"made884","role":"datapath"}
__attribute__((section("datapath"), used)) int made884(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_front(&guarded1->member_bpf_list_head);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made944","role":"datapath"}
__attribute__((section("datapath"), used)) int made944(struct xdp_md *argument0) {
  void *result = bpf_local_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_local_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_local_pop","result":0},"name":"made950","role":"worker"}
__attribute__((section("worker"), used)) int made950(struct worker_ctx *argument0) {
  void *result = bpf_local_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_local_push","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made958","role":"datapath"}
__attribute__((section("datapath"), used)) int made958(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_local_push(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_map_delete_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made984","role":"datapath"}
__attribute__((section("datapath"), used)) int made984(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1026","role":"datapath"}
__attribute__((section("datapath"), used)) int made1026(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_elem","result":0},"name":"made1056","role":"datapath"}
__attribute__((section("datapath"), used)) int made1056(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_elem(&support_array, (void *)buffer1);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1074","role":"datapath"}
__attribute__((section("datapath"), used)) int made1074(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_percpu_elem","result":0},"name":"made1104","role":"datapath"}
__attribute__((section("datapath"), used)) int made1104(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1122","role":"datapath"}
__attribute__((section("datapath"), used)) int made1122(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1146","role":"datapath"}
__attribute__((section("datapath"), used)) int made1146(struct xdp_md *argument0) {
  bpf_map_peek_elem(&support_queue, (void *)support_text);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1170","role":"datapath"}
__attribute__((section("datapath"), used)) int made1170(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1194","role":"datapath"}
__attribute__((section("datapath"), used)) int made1194(struct xdp_md *argument0) {
  bpf_map_pop_elem(&support_queue, (void *)support_text);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_push_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1218","role":"datapath"}
__attribute__((section("datapath"), used)) int made1218(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_update_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1260","role":"datapath"}
__attribute__((section("datapath"), used)) int made1260(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_queue, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1310","role":"datapath"}
__attribute__((section("datapath"), used)) int made1310(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_mpsc_pop","result":0},"name":"made1316","role":"worker"}
__attribute__((section("worker"), used)) int made1316(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_packet_copy","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_packet_copy","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_packet_copy","result":0},"name":"made1352","role":"datapath"}
__attribute__((section("datapath"), used)) int made1352(struct xdp_md *argument0) {
  void *result = bpf_packet_copy(argument0);
  *(volatile u8 *)result;
  if (result) { bpf_packet_drop(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_packet_drop","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1361","role":"datapath"}
__attribute__((section("datapath"), used)) int made1361(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  socket_lock(step3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(step3);
  if (!(step4 == 0)) { socket_put(step3); return 2; }
  bpf_packet_drop(argument0);
  socket_put(step3);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_packet_forward","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1371","role":"datapath"}
__attribute__((section("datapath"), used)) int made1371(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  socket_lock(step3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(step3);
  if (!(step4 == 0)) { socket_put(step3); return 2; }
  bpf_packet_forward(argument0, 0);
  socket_put(step3);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_packet_forward","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1373","role":"datapath"}
__attribute__((section("datapath"), used)) int made1373(struct xdp_md *argument0) {
  bpf_packet_forward(argument0, 0);
  bpf_packet_forward(argument0, 0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1381","role":"datapath"}
__attribute__((section("datapath"), used)) int made1381(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  socket_lock(step3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(step3);
  if (!(step4 == 0)) { socket_put(step3); return 2; }
  bpf_packet_transmit(argument0);
  socket_put(step3);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1383","role":"datapath"}
__attribute__((section("datapath"), used)) int made1383(struct xdp_md *argument0) {
  bpf_packet_transmit(argument0);
  bpf_packet_transmit(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_preempt","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1384","role":"exec"}
__attribute__((section("exec"), used)) u64 made1384(void *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_first","result":0},"name":"made1441","role":"datapath"}
__attribute__((section("datapath"), used)) int made1441(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_pop_first","result":0},"name":"made1468","role":"datapath"}
__attribute__((section("datapath"), used)) int made1468(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}},"companions":["made1507_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_remove","result":0},"name":"made1507","role":"queue"}
__attribute__((section("queue"), used)) int made1507(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &argument0->order, (void *)support_callback_less);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}
__attribute__((section("datapath"), used)) int made1507_waiter(struct xdp_md *argument0) {
  co_await(made1507, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1516","role":"datapath"}
__attribute__((section("datapath"), used)) int made1516(struct xdp_md *argument0) {
  bpf_redirect(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1524","role":"xdp"}
__attribute__((section("xdp"), used)) int made1524(struct xdp_md *argument0) {
  bpf_redirect_map(&support_hash, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1526","role":"datapath"}
__attribute__((section("datapath"), used)) int made1526(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_output","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1593","role":"datapath"}
__attribute__((section("datapath"), used)) int made1593(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_hash, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_query","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1629","role":"datapath"}
__attribute__((section("datapath"), used)) int made1629(struct xdp_md *argument0) {
  bpf_ringbuf_query(&support_hash, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1653","role":"datapath"}
__attribute__((section("datapath"), used)) int made1653(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_hash, 8, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_ringbuf_reserve","result":0},"name":"made1671","role":"datapath"}
__attribute__((section("datapath"), used)) int made1671(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  *(volatile u8 *)result;
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve_dynptr","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1695","role":"datapath"}
__attribute__((section("datapath"), used)) int made1695(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_hash, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_set_quantum","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1791","role":"datapath"}
__attribute__((section("datapath"), used)) int made1791(struct xdp_md *argument0) {
  bpf_set_quantum(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_snprintf","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1797","role":"datapath"}
__attribute__((section("datapath"), used)) int made1797(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)support_text, 16, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spin","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1833","role":"exec"}
__attribute__((section("exec"), used)) u64 made1833(void *argument0, u64 argument1) {
  bpf_spin(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"bpf_spin_lock","result":0},"name":"made1860","role":"datapath"}
__attribute__((section("datapath"), used)) int made1860(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1895","role":"datapath"}
__attribute__((section("datapath"), used)) int made1895(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_spsc_pop","result":0},"name":"made1901","role":"worker"}
__attribute__((section("worker"), used)) int made1901(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"argument":{"_0":1,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1962","role":"xdp"}
__attribute__((section("xdp"), used)) int made1962(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_hash, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1964","role":"datapath"}
__attribute__((section("datapath"), used)) int made1964(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1970","role":"xdp"}
__attribute__((section("xdp"), used)) int made1970(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_tail_call(argument0, &support_prog_array, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2027","role":"datapath"}
__attribute__((section("datapath"), used)) int made2027(struct xdp_md *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_wheel_pop","result":0},"name":"made2033","role":"worker"}
__attribute__((section("worker"), used)) int made2033(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_place","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2037","role":"datapath"}
__attribute__((section("datapath"), used)) int made2037(struct xdp_md *argument0) {
  bpf_worker_place(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_running","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2044","role":"exec"}
__attribute__((section("exec"), used)) u64 made2044(void *argument0, u64 argument1) {
  bpf_worker_running(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_signals","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2050","role":"policy"}
__attribute__((section("policy"), used)) u64 made2050(struct policy_ctx *argument0) {
  bpf_worker_signals(0, (void *)support_text, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_signals","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2052","role":"datapath"}
__attribute__((section("datapath"), used)) int made2052(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_worker_signals(0, (void *)buffer1, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_wake","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2059","role":"exec"}
__attribute__((section("exec"), used)) u64 made2059(void *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_head","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2080","role":"datapath"}
__attribute__((section("datapath"), used)) int made2080(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_head(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_meta","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2098","role":"datapath"}
__attribute__((section("datapath"), used)) int made2098(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_meta(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_tail","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2116","role":"datapath"}
__attribute__((section("datapath"), used)) int made2116(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_tail(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_load_bytes","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2136","role":"datapath"}
__attribute__((section("datapath"), used)) int made2136(struct xdp_md *argument0) {
  bpf_xdp_load_bytes(argument0, 0, (void *)support_text, 16);
  return 2;
}

//@ {"breaks":{"declaration":"co_await","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2163","role":"exec"}
__attribute__((section("exec"), used)) u64 made2163(void *argument0, u64 argument1) {
  co_await(support_queue_program, 0);
  return 2;
}

//@ {"breaks":{"declaration":"co_await_until","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2171","role":"exec"}
__attribute__((section("exec"), used)) u64 made2171(void *argument0, u64 argument1) {
  co_await_until(support_queue_program, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"co_join","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2178","role":"exec"}
__attribute__((section("exec"), used)) u64 made2178(void *argument0, u64 argument1) {
  co_join();
  return 2;
}

//@ {"breaks":{"declaration":"co_sleep_until","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2185","role":"exec"}
__attribute__((section("exec"), used)) u64 made2185(void *argument0, u64 argument1) {
  co_sleep_until(0);
  return 2;
}

//@ {"breaks":{"declaration":"ip_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2211","role":"xdp"}
__attribute__((section("xdp"), used)) int made2211(struct xdp_md *argument0) {
  ip_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"ip_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"ip_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"ip_hdr","result":0},"name":"made2213","role":"datapath"}
__attribute__((section("datapath"), used)) int made2213(struct xdp_md *argument0) {
  void *result = ip_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2218","role":"datapath"}
__attribute__((section("datapath"), used)) int made2218(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2223","role":"datapath"}
__attribute__((section("datapath"), used)) int made2223(struct xdp_md *argument0) {
  void *given1 = bpf_packet_copy(argument0);
  if (!given1) { return 2; }
  void *part2 = ip_hdr(given1);
  if (!part2) { bpf_packet_drop(given1); return 2; }
  ip_rcv(argument0, part2);
  bpf_packet_drop(given1);
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"effect":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"ip_rcv","part":{"effect":{"_0":0,"_1":"state"}}}]},"mutation":{"function":"ip_rcv","result":0},"name":"made2230","role":"datapath"}
__attribute__((section("datapath"), used)) int made2230(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"net_rcv","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2238","role":"datapath"}
__attribute__((section("datapath"), used)) int made2238(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  net_rcv(argument0);
  socket_unlock(given3);
  socket_put(given3);
  return 0;
}

//@ {"breaks":{"declaration":"net_rcv","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2239","role":"datapath"}
__attribute__((section("datapath"), used)) int made2239(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  socket_lock(step3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(step3);
  if (!(step4 == 0)) { socket_put(step3); return 2; }
  net_rcv(argument0);
  socket_put(step3);
  return 0;
}

//@ {"breaks":{"declaration":"net_rcv","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2241","role":"datapath"}
__attribute__((section("datapath"), used)) int made2241(struct xdp_md *argument0) {
  net_rcv(argument0);
  net_rcv(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"net_serve","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2242","role":"exec"}
__attribute__((section("exec"), used)) u64 made2242(void *argument0, u64 argument1) {
  net_serve();
  return 2;
}

//@ {"breaks":{"declaration":"net_serve","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2246","role":"datapath"}
__attribute__((section("datapath"), used)) int made2246(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  net_serve();
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"queue_to_socket","part":{"argument":{"_0":1,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2255","role":"datapath"}
__attribute__((section("datapath"), used)) int made2255(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  queue_to_socket(given3, argument0);
  socket_unlock(given3);
  socket_put(given3);
  return 0;
}

//@ {"breaks":{"declaration":"queue_to_socket","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2262","role":"datapath"}
__attribute__((section("datapath"), used)) int made2262(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(given3);
  if (!(step4 == 0)) { socket_put(given3); return 2; }
  queue_to_socket(given3, argument0);
  socket_put(given3);
  return 0;
}

//@ {"breaks":{"declaration":"sk_lookup","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2266","role":"datapath"}
__attribute__((section("datapath"), used)) int made2266(struct xdp_md *argument0) {
  void *result = sk_lookup(argument0);
  if (result) { socket_put(result); }
  return 2;
}

//@ {"breaks":{"declaration":"sk_lookup","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2274","role":"datapath"}
__attribute__((section("datapath"), used)) int made2274(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  void *given4 = bpf_packet_copy(argument0);
  if (!given4) { socket_put(given3); return 2; }
  void *part5 = ip_hdr(given4);
  if (!part5) { bpf_packet_drop(given4); socket_put(given3); return 2; }
  s64 step6 = ip_rcv(given4, part5);
  if (!(step6 == 0)) { bpf_packet_drop(given4); socket_put(given3); return 2; }
  socket_lock(given3);
  void *result = sk_lookup(given4);
  socket_unlock(given3);
  if (result) { socket_put(result); }
  bpf_packet_drop(given4);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"sk_lookup","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"sk_lookup","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"sk_lookup","result":0},"name":"made2276","role":"datapath"}
__attribute__((section("datapath"), used)) int made2276(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *result = sk_lookup(argument0);
  *(volatile u8 *)result;
  if (result) { socket_put(result); }
  return 2;
}

//@ {"breaks":{"declaration":"socket_close","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2286","role":"datapath"}
__attribute__((section("datapath"), used)) int made2286(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_close(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_consume","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2294","role":"datapath"}
__attribute__((section("datapath"), used)) int made2294(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_consume(given3, 0);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"socket_lock","result":0},"name":"made2304","role":"datapath"}
__attribute__((section("datapath"), used)) int made2304(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_peek","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2307","role":"datapath"}
__attribute__((section("datapath"), used)) int made2307(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  socket_peek(given3, 0, (void *)support_text, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_peek","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2314","role":"datapath"}
__attribute__((section("datapath"), used)) int made2314(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_peek(given3, 0, (void *)buffer4, 16);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_peek","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_peek","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_peek","result":4097},"name":"made2315","role":"datapath"}
__attribute__((section("datapath"), used)) int made2315(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_lock(given3);
  socket_peek(given3, 0, (void *)buffer4, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2328","role":"datapath"}
__attribute__((section("datapath"), used)) int made2328(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  socket_read(given3, (void *)support_text, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2335","role":"datapath"}
__attribute__((section("datapath"), used)) int made2335(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_read(given3, (void *)buffer4, 16);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_read","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_read","result":4097},"name":"made2336","role":"datapath"}
__attribute__((section("datapath"), used)) int made2336(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_lock(given3);
  socket_read(given3, (void *)buffer4, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_readable","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2344","role":"datapath"}
__attribute__((section("datapath"), used)) int made2344(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_readable(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_serve","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2353","role":"datapath"}
__attribute__((section("datapath"), used)) int made2353(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_serve(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_writable","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2371","role":"datapath"}
__attribute__((section("datapath"), used)) int made2371(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_writable(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_write","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2381","role":"datapath"}
__attribute__((section("datapath"), used)) int made2381(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4] = {};
  socket_write(given3, (void *)buffer4, 16);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_write","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_write","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_write","result":4097},"name":"made2382","role":"datapath"}
__attribute__((section("datapath"), used)) int made2382(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4] = {};
  socket_lock(given3);
  socket_write(given3, (void *)buffer4, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"tcp_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2389","role":"xdp"}
__attribute__((section("xdp"), used)) int made2389(struct xdp_md *argument0) {
  tcp_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"tcp_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"tcp_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"tcp_hdr","result":0},"name":"made2391","role":"datapath"}
__attribute__((section("datapath"), used)) int made2391(struct xdp_md *argument0) {
  void *result = tcp_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"tcp_hdr","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2393","role":"datapath"}
__attribute__((section("datapath"), used)) int made2393(struct xdp_md *argument0) {
  void *result = tcp_hdr(argument0);
  if (result) { bpf_packet_drop(argument0); *(volatile u8 *)result; return 0; }
  return 2;
}

//@ {"breaks":{"declaration":"tcp_push","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2401","role":"datapath"}
__attribute__((section("datapath"), used)) int made2401(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  tcp_push(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"tcp_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2409","role":"datapath"}
__attribute__((section("datapath"), used)) int made2409(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  void *given4 = bpf_packet_copy(argument0);
  if (!given4) { socket_put(step3); return 2; }
  void *part5 = ip_hdr(given4);
  if (!part5) { bpf_packet_drop(given4); socket_put(step3); return 2; }
  socket_lock(step3);
  s64 result = tcp_rcv(argument0, part5);
  if (result == 0) { queue_to_socket(step3, argument0); socket_unlock(step3); bpf_packet_drop(given4); socket_put(step3); return 0; }
  socket_unlock(step3);
  bpf_packet_drop(given4);
  socket_put(step3);
  return 2;
}

//@ {"breaks":{"declaration":"tcp_rcv","part":{"effect":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"tcp_rcv","part":{"effect":{"_0":0,"_1":"state"}}}]},"mutation":{"function":"tcp_rcv","result":0},"name":"made2416","role":"datapath"}
__attribute__((section("datapath"), used)) int made2416(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *step3 = sk_lookup(argument0);
  if (!(step3)) { return 2; }
  socket_lock(step3);
  s64 result = tcp_rcv(argument0, part1);
  socket_unlock(step3);
  socket_put(step3);
  return 2;
}

//@ {"breaks":{"declaration":"udp_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2423","role":"xdp"}
__attribute__((section("xdp"), used)) int made2423(struct xdp_md *argument0) {
  udp_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"udp_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"udp_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"udp_hdr","result":0},"name":"made2425","role":"datapath"}
__attribute__((section("datapath"), used)) int made2425(struct xdp_md *argument0) {
  void *result = udp_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"udp_hdr","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2427","role":"datapath"}
__attribute__((section("datapath"), used)) int made2427(struct xdp_md *argument0) {
  void *result = udp_hdr(argument0);
  if (result) { bpf_packet_drop(argument0); *(volatile u8 *)result; return 0; }
  return 2;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2430","role":"datapath"}
__attribute__((section("datapath"), used)) int made2430(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  udp_rcv(argument0, part1);
  return 0;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2435","role":"datapath"}
__attribute__((section("datapath"), used)) int made2435(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = bpf_packet_copy(argument0);
  if (!given3) { return 2; }
  void *part4 = ip_hdr(given3);
  if (!part4) { bpf_packet_drop(given3); return 2; }
  udp_rcv(argument0, part4);
  bpf_packet_drop(given3);
  return 0;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2441","role":"datapath"}
__attribute__((section("datapath"), used)) int made2441(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  void *given4 = bpf_packet_copy(argument0);
  if (!given4) { socket_put(given3); return 2; }
  void *part5 = ip_hdr(given4);
  if (!part5) { bpf_packet_drop(given4); socket_put(given3); return 2; }
  s64 step6 = ip_rcv(given4, part5);
  if (!(step6 == 0)) { bpf_packet_drop(given4); socket_put(given3); return 2; }
  socket_lock(given3);
  udp_rcv(given4, part5);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2443","role":"datapath"}
__attribute__((section("datapath"), used)) int made2443(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  udp_rcv(argument0, part1);
  udp_rcv(argument0, part1);
  return 0;
}

//@ {"breaks":{"declaration":"baton_datapath","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2445","role":"datapath"}
__attribute__((section("datapath"), used)) int made2445(struct xdp_md *argument0) {
  bpf_packet_drop(argument0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made2452_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2452","role":"queue"}
__attribute__((section("queue"), used)) int made2452(struct coroutine *argument0, u64 argument1) {
  return 0;
}
__attribute__((section("datapath"), used)) int made2452_waiter(struct xdp_md *argument0) {
  co_await(made2452, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made2455_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2455","role":"queue"}
__attribute__((section("queue"), used)) int made2455(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made2455_waiter(struct xdp_md *argument0) {
  co_await(made2455, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_entry_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2458","role":"datapath"}
static long made2458_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2458(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)made2458_callback, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_less_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2464","role":"datapath"}
static long made2464_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2464(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)given3)->order, (void *)made2464_callback);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 0;
}

//@ {"breaks":{"declaration":"baton_loop_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2467","role":"datapath"}
static long made2467_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2467(struct xdp_md *argument0) {
  bpf_loop(1, (void *)made2467_callback, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made2713","role":"policy","shows":["bpf_queue_signals"]}
__attribute__((section("policy"), used)) u64 made2713(struct policy_ctx *argument0) {
  u64 buffer1[4];
  s64 number = bpf_queue_signals(support_queue_program, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made2902","role":"datapath","shows":["ip6_hdr"]}
__attribute__((section("datapath"), used)) int made2902(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  ip6_rcv(argument0, part1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made2909","role":"datapath","shows":["ip6_rcv"]}
__attribute__((section("datapath"), used)) int made2909(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 step4 = tcp_rcv(argument0, part1);
  socket_unlock(given3);
  if (!(step4 == 0)) { socket_put(given3); return 2; }
  socket_lock(given3);
  queue_to_socket(given3, argument0);
  socket_unlock(given3);
  socket_put(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made2913","role":"datapath","shows":["socket_consume"]}
__attribute__((section("datapath"), used)) int made2913(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_consume(given3, 0);
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made2922","role":"datapath","shows":["socket_serve"]}
__attribute__((section("datapath"), used)) int made2922(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  s64 number = socket_serve(given3);
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_queue_signals","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made3866","role":"policy","shows":["bpf_queue_signals"]}
__attribute__((section("policy"), used)) u64 made3866(struct policy_ctx *argument0) {
  bpf_queue_signals(support_queue_program, (void *)support_text, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_queue_signals","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made3868","role":"datapath","shows":["bpf_queue_signals"]}
__attribute__((section("datapath"), used)) int made3868(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_queue_signals(support_queue_program, (void *)buffer1, 16);
  return 2;
}

//@ {"breaks":{"declaration":"ip6_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made4693","role":"xdp","shows":["ip6_hdr"]}
__attribute__((section("xdp"), used)) int made4693(struct xdp_md *argument0) {
  ip6_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"ip6_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"ip6_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"ip6_hdr","result":0},"name":"made4695","role":"datapath","shows":["ip6_hdr"]}
__attribute__((section("datapath"), used)) int made4695(struct xdp_md *argument0) {
  void *result = ip6_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"ip6_rcv","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4700","role":"datapath","shows":["ip6_rcv"]}
__attribute__((section("datapath"), used)) int made4700(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  ip6_rcv(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"ip6_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4705","role":"datapath","shows":["ip6_rcv"]}
__attribute__((section("datapath"), used)) int made4705(struct xdp_md *argument0) {
  void *given1 = bpf_packet_copy(argument0);
  if (!given1) { return 2; }
  void *part2 = ip6_hdr(given1);
  if (!part2) { bpf_packet_drop(given1); return 2; }
  ip6_rcv(argument0, part2);
  bpf_packet_drop(given1);
  return 2;
}

//@ {"breaks":{"declaration":"socket_consume","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4802","role":"datapath","shows":["socket_consume"]}
__attribute__((section("datapath"), used)) int made4802(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_consume(given3, 0);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4811","role":"datapath","shows":["socket_data"]}
__attribute__((section("datapath"), used)) int made4811(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_data(given3, 0, 8);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"socket_data","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"socket_data","result":0},"name":"made4812","role":"datapath","shows":["socket_data"]}
__attribute__((section("datapath"), used)) int made4812(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  void *result = socket_data(given3, 0, 8);
  *(volatile u8 *)result;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4815","role":"datapath","shows":["socket_consume","socket_data"]}
__attribute__((section("datapath"), used)) int made4815(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  volatile u8 *part = socket_data(given3, 0, 8);
  socket_consume(given3, 0);
  if (part) *part;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4816","role":"datapath","shows":["socket_read"]}
__attribute__((section("datapath"), used)) int made4816(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_lock(given3);
  volatile u8 *part = socket_data(given3, 0, 8);
  socket_read(given3, (void *)buffer4, 16);
  if (part) *part;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4817","role":"datapath","shows":["socket_serve"]}
__attribute__((section("datapath"), used)) int made4817(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  volatile u8 *part = socket_data(given3, 0, 8);
  socket_serve(given3);
  if (part) *part;
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4818","role":"datapath","shows":["socket_unlock"]}
__attribute__((section("datapath"), used)) int made4818(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  volatile u8 *part = socket_data(given3, 0, 8);
  socket_unlock(given3);
  if (part) *part;
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4851","role":"datapath","shows":["socket_read"]}
__attribute__((section("datapath"), used)) int made4851(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_lock(given3);
  socket_read(given3, (void *)support_text, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4858","role":"datapath","shows":["socket_read"]}
__attribute__((section("datapath"), used)) int made4858(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_read(given3, (void *)buffer4, 16);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_read","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_read","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_read","result":4097},"name":"made4859","role":"datapath","shows":["socket_read"]}
__attribute__((section("datapath"), used)) int made4859(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  u64 buffer4[4];
  socket_lock(given3);
  socket_read(given3, (void *)buffer4, 16);
  socket_unlock(given3);
  socket_put(given3);
  return 2;
}

//@ {"breaks":{"declaration":"socket_serve","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made4876","role":"datapath","shows":["socket_serve"]}
__attribute__((section("datapath"), used)) int made4876(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = sk_lookup(argument0);
  if (!given3) { return 2; }
  socket_serve(given3);
  socket_put(given3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5340","role":"datapath","shows":["udp_check"]}
__attribute__((section("datapath"), used)) int made5340(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u64 buffer4[4] = {};
  udp_answer(argument0, (void *)buffer4, 16);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5341","role":"datapath","shows":["udp_answer"]}
__attribute__((section("datapath"), used)) int made5341(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  udp_answer(argument0, octets, 16);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5342","role":"datapath","shows":["udp_answer"]}
__attribute__((section("datapath"), used)) int made5342(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u64 buffer4[4] = {};
  s64 number = udp_answer(argument0, (void *)buffer4, 16);
  if (number > 0) *(volatile u64 *)8;
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5345","role":"datapath","shows":["udp_forward"]}
__attribute__((section("datapath"), used)) int made5345(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u64 buffer4[4] = {};
  s64 number = udp_forward(argument0, (void *)buffer4, 16);
  if (number > 0) *(volatile u64 *)8;
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5348","role":"datapath","shows":["udp_send"]}
__attribute__((section("datapath"), used)) int made5348(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  udp_send((void *)buffer1, 16, (void *)buffer2, 16);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made5349","role":"worker","shows":["udp_send"]}
__attribute__((section("worker"), used)) int made5349(struct worker_ctx *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  udp_send((void *)buffer1, 16, (void *)buffer2, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5350","role":"datapath","shows":["udp_send"]}
__attribute__((section("datapath"), used)) int made5350(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  udp_send(octets, 16, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5352","role":"datapath","shows":["udp_send"]}
__attribute__((section("datapath"), used)) int made5352(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  s64 number = udp_send((void *)buffer1, 16, (void *)buffer2, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"breaks":{"declaration":"udp_answer","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7366","role":"datapath","shows":["udp_answer"]}
__attribute__((section("datapath"), used)) int made7366(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  udp_answer(argument0, (void *)buffer1, 16);
  return 0;
}

//@ {"breaks":{"declaration":"udp_answer","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7378","role":"datapath","shows":["udp_answer"]}
__attribute__((section("datapath"), used)) int made7378(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u64 buffer4[4] = {};
  udp_answer(argument0, (void *)buffer4, 16);
  udp_answer(argument0, (void *)buffer4, 16);
  return 0;
}

//@ {"breaks":{"declaration":"udp_check","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7381","role":"datapath","shows":["udp_check"]}
__attribute__((section("datapath"), used)) int made7381(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  udp_check(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"udp_check","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7387","role":"datapath","shows":["udp_check"]}
__attribute__((section("datapath"), used)) int made7387(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *given3 = bpf_packet_copy(argument0);
  if (!given3) { return 2; }
  void *part4 = ip6_hdr(given3);
  if (!part4) { bpf_packet_drop(given3); return 2; }
  udp_check(argument0, part4);
  bpf_packet_drop(given3);
  return 2;
}

//@ {"breaks":{"declaration":"udp_forward","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7397","role":"datapath","shows":["udp_forward"]}
__attribute__((section("datapath"), used)) int made7397(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  udp_forward(argument0, (void *)buffer1, 16);
  return 0;
}

//@ {"breaks":{"declaration":"udp_forward","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made7409","role":"datapath","shows":["udp_forward"]}
__attribute__((section("datapath"), used)) int made7409(struct xdp_md *argument0) {
  void *part1 = ip6_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip6_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  s64 step3 = udp_check(argument0, part1);
  if (!(step3 == 0)) { return 2; }
  u64 buffer4[4] = {};
  udp_forward(argument0, (void *)buffer4, 16);
  udp_forward(argument0, (void *)buffer4, 16);
  return 0;
}

//@ {"breaks":{"declaration":"udp_send","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made7442","role":"exec","shows":["udp_send"]}
__attribute__((section("exec"), used)) u64 made7442(void *argument0, u64 argument1) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  udp_send((void *)buffer1, 16, (void *)buffer2, 16);
  return 2;
}
