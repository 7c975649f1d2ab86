#include "baton.h"

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
struct { int(*type)[BPF_MAP_TYPE_ARRAY]; int(*max_entries)[2]; u32 *key; struct support_guarded *value; } SUPPORT_MAP(support_guarded_values);
static long support_callback_entry(void) { return 0; }
static long support_callback_less(void) { return 0; }
static long support_callback_loop(void) { return 0; }
__attribute__((section("queue"), used)) int support_queue_program(struct coroutine *argument0, u64 argument1) {
  bpf_local_push(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int support_queue_program_waiter(struct xdp_md *argument0) {
  co_await(support_queue_program, 0);
  return 1;
}


//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made1","role":"datapath"}
__attribute__((section("datapath"), used)) int made1(struct xdp_md *argument0) {
  __bpf_trap();
  return 1;
}

//@ {"companions":["made5_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made5","role":"queue"}
__attribute__((section("queue"), used)) int made5(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made5_waiter(struct xdp_md *argument0) {
  co_await(made5, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made6","role":"worker"}
__attribute__((section("worker"), used)) int made6(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  bpf_co_destroy(given1);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made7","role":"worker"}
__attribute__((section("worker"), used)) int made7(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  bpf_co_resume(given1);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made8","role":"worker"}
__attribute__((section("worker"), used)) int made8(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  s64 number = bpf_co_resume(given1);
  if (number > 2) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made9","role":"datapath"}
__attribute__((section("datapath"), used)) int made9(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_csum_diff((void *)buffer1, 16, (void *)buffer2, 16, 0);
  return 1;
}

//@ {"companions":["made11_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made11","role":"queue"}
__attribute__((section("queue"), used)) int made11(struct coroutine *argument0, u64 argument1) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_csum_diff((void *)buffer1, 16, (void *)buffer2, 16, 0);
  return -1;
}
__attribute__((section("datapath"), used)) int made11_waiter(struct xdp_md *argument0) {
  co_await(made11, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made14","role":"datapath"}
__attribute__((section("datapath"), used)) int made14(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)0, 0, (void *)buffer1, 16, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made15","role":"datapath"}
__attribute__((section("datapath"), used)) int made15(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_csum_diff(octets, 16, (void *)buffer1, 16, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made17","role":"datapath"}
__attribute__((section("datapath"), used)) int made17(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)buffer1, 16, (void *)0, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made20","role":"datapath"}
__attribute__((section("datapath"), used)) int made20(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 8);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made25","role":"datapath"}
__attribute__((section("datapath"), used)) int made25(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made31","role":"datapath"}
__attribute__((section("datapath"), used)) int made31(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 1; }
  struct bpf_dynptr local3;
  bpf_dynptr_from_mem(value1, 0, 0, &local3);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made32","role":"datapath"}
__attribute__((section("datapath"), used)) int made32(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 1; }
  struct bpf_dynptr local3;
  s64 number = bpf_dynptr_from_mem(value1, 8, 0, &local3);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made38","role":"datapath"}
__attribute__((section("datapath"), used)) int made38(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read(octets, 16, &local1, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made39","role":"datapath"}
__attribute__((section("datapath"), used)) int made39(struct xdp_md *argument0) {
  u64 buffer1[4];
  struct bpf_dynptr local2;
  u32 key4 = 0;
  void *value3 = bpf_map_lookup_elem(&support_array, &key4);
  if (!value3) { return 1; }
  bpf_dynptr_from_mem(value3, 8, 0, &local2);
  bpf_dynptr_read((void *)buffer1, 0, &local2, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made40","role":"datapath"}
__attribute__((section("datapath"), used)) int made40(struct xdp_md *argument0) {
  u64 buffer1[4];
  struct bpf_dynptr local2;
  u32 key4 = 0;
  void *value3 = bpf_map_lookup_elem(&support_array, &key4);
  if (!value3) { return 1; }
  bpf_dynptr_from_mem(value3, 8, 0, &local2);
  s64 number = bpf_dynptr_read((void *)buffer1, 16, &local2, 0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made46","role":"datapath"}
__attribute__((section("datapath"), used)) int made46(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_dynptr_write(&local1, 0, octets, 16, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made47","role":"datapath"}
__attribute__((section("datapath"), used)) int made47(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u64 buffer4[4] = {};
  bpf_dynptr_write(&local1, 0, (void *)buffer4, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made48","role":"datapath"}
__attribute__((section("datapath"), used)) int made48(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u64 buffer4[4] = {};
  s64 number = bpf_dynptr_write(&local1, 0, (void *)buffer4, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made49","role":"datapath"}
__attribute__((section("datapath"), used)) int made49(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made54","role":"datapath"}
__attribute__((section("datapath"), used)) int made54(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_hash, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made56","role":"datapath"}
__attribute__((section("datapath"), used)) int made56(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made57","role":"datapath"}
__attribute__((section("datapath"), used)) int made57(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_array, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made58","role":"datapath"}
__attribute__((section("datapath"), used)) int made58(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_hash, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made59","role":"datapath"}
__attribute__((section("datapath"), used)) int made59(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made60","role":"datapath"}
__attribute__((section("datapath"), used)) int made60(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lpm_trie, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"companions":["made71_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made71","role":"queue"}
__attribute__((section("queue"), used)) int made71(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, argument0);
  if (result) { bpf_co_destroy(result); }
  return 1;
}
__attribute__((section("datapath"), used)) int made71_waiter(struct xdp_md *argument0) {
  co_await(made71, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made73","role":"datapath"}
__attribute__((section("datapath"), used)) int made73(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, (void *)0);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made89","role":"datapath"}
__attribute__((section("datapath"), used)) int made89(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_back(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made92","role":"datapath"}
__attribute__((section("datapath"), used)) int made92(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_front(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 1;
}

//@ {"companions":["made95_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made95","role":"queue"}
__attribute__((section("queue"), used)) int made95(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_list_push_back(&guarded1->member_bpf_list_head, &((struct coroutine *)argument0)->node);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made95_waiter(struct xdp_md *argument0) {
  co_await(made95, 0);
  return 1;
}

//@ {"companions":["made97_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made97","role":"queue"}
__attribute__((section("queue"), used)) int made97(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_list_push_front(&guarded1->member_bpf_list_head, &((struct coroutine *)argument0)->node);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made97_waiter(struct xdp_md *argument0) {
  co_await(made97, 0);
  return 1;
}

//@ {"companions":["made100_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made100","role":"queue"}
__attribute__((section("queue"), used)) int made100(struct coroutine *argument0, u64 argument1) {
  bpf_local_push(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made100_waiter(struct xdp_md *argument0) {
  co_await(made100, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made101","role":"worker"}
__attribute__((section("worker"), used)) int made101(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  bpf_local_push(given1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made107","role":"datapath"}
__attribute__((section("datapath"), used)) int made107(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_array, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made112","role":"datapath"}
__attribute__((section("datapath"), used)) int made112(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made114","role":"datapath"}
__attribute__((section("datapath"), used)) int made114(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made115","role":"datapath"}
__attribute__((section("datapath"), used)) int made115(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_array, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made116","role":"datapath"}
__attribute__((section("datapath"), used)) int made116(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made117","role":"datapath"}
__attribute__((section("datapath"), used)) int made117(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made118","role":"datapath"}
__attribute__((section("datapath"), used)) int made118(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lpm_trie, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made119","role":"datapath"}
__attribute__((section("datapath"), used)) int made119(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_delete_elem(&support_array, octets);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made120","role":"datapath"}
__attribute__((section("datapath"), used)) int made120(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_delete_elem(&support_array, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made126","role":"datapath"}
__attribute__((section("datapath"), used)) int made126(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made128","role":"datapath"}
__attribute__((section("datapath"), used)) int made128(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made129","role":"datapath"}
__attribute__((section("datapath"), used)) int made129(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_array, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made130","role":"datapath"}
__attribute__((section("datapath"), used)) int made130(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made131","role":"datapath"}
__attribute__((section("datapath"), used)) int made131(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made132","role":"datapath"}
__attribute__((section("datapath"), used)) int made132(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lpm_trie, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made133","role":"datapath"}
__attribute__((section("datapath"), used)) int made133(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_array_of_maps, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made134","role":"datapath"}
__attribute__((section("datapath"), used)) int made134(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash_of_maps, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made135","role":"datapath"}
__attribute__((section("datapath"), used)) int made135(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made136","role":"datapath"}
__attribute__((section("datapath"), used)) int made136(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap_hash, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made137","role":"datapath"}
__attribute__((section("datapath"), used)) int made137(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_xskmap, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made138","role":"datapath"}
__attribute__((section("datapath"), used)) int made138(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_lookup_elem(&support_array, octets);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made139","role":"datapath"}
__attribute__((section("datapath"), used)) int made139(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made145","role":"datapath"}
__attribute__((section("datapath"), used)) int made145(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made146","role":"datapath"}
__attribute__((section("datapath"), used)) int made146(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_lru_percpu_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made147","role":"datapath"}
__attribute__((section("datapath"), used)) int made147(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_lookup_percpu_elem(&support_percpu_array, octets, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made148","role":"datapath"}
__attribute__((section("datapath"), used)) int made148(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made154","role":"datapath"}
__attribute__((section("datapath"), used)) int made154(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_stack, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made155","role":"datapath"}
__attribute__((section("datapath"), used)) int made155(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_peek_elem(&support_queue, octets);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made156","role":"datapath"}
__attribute__((section("datapath"), used)) int made156(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_peek_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made157","role":"datapath"}
__attribute__((section("datapath"), used)) int made157(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made163","role":"datapath"}
__attribute__((section("datapath"), used)) int made163(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_stack, (void *)buffer1);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made164","role":"datapath"}
__attribute__((section("datapath"), used)) int made164(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_pop_elem(&support_queue, octets);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made165","role":"datapath"}
__attribute__((section("datapath"), used)) int made165(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_pop_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made166","role":"datapath"}
__attribute__((section("datapath"), used)) int made166(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made172","role":"datapath"}
__attribute__((section("datapath"), used)) int made172(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_stack, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made173","role":"datapath"}
__attribute__((section("datapath"), used)) int made173(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_map_push_elem(&support_queue, octets, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made174","role":"datapath"}
__attribute__((section("datapath"), used)) int made174(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made175","role":"datapath"}
__attribute__((section("datapath"), used)) int made175(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made180","role":"datapath"}
__attribute__((section("datapath"), used)) int made180(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_hash, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made182","role":"datapath"}
__attribute__((section("datapath"), used)) int made182(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made183","role":"datapath"}
__attribute__((section("datapath"), used)) int made183(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_array, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made184","role":"datapath"}
__attribute__((section("datapath"), used)) int made184(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_hash, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made185","role":"datapath"}
__attribute__((section("datapath"), used)) int made185(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made186","role":"datapath"}
__attribute__((section("datapath"), used)) int made186(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lpm_trie, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made187","role":"datapath"}
__attribute__((section("datapath"), used)) int made187(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_map_update_elem(&support_array, octets, (void *)buffer1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made189","role":"datapath"}
__attribute__((section("datapath"), used)) int made189(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  s64 number = bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made190","role":"worker"}
__attribute__((section("worker"), used)) int made190(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":["made191_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made191","role":"queue"}
__attribute__((section("queue"), used)) int made191(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  if (bpf_mpsc_push(&guarded1->member_bpf_mpsc_ring, argument0) < 0) bpf_co_destroy(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made191_waiter(struct xdp_md *argument0) {
  co_await(made191, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made193","role":"datapath"}
__attribute__((section("datapath"), used)) int made193(struct xdp_md *argument0) {
  bpf_packet_drop(argument0);
  return 0;
}

//@ {"companions":["made195_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made195","role":"queue"}
__attribute__((section("queue"), used)) int made195(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)argument0)->order, (void *)support_callback_less);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made195_waiter(struct xdp_md *argument0) {
  co_await(made195, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made197","role":"datapath"}
__attribute__((section("datapath"), used)) int made197(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made202","role":"datapath"}
__attribute__((section("datapath"), used)) int made202(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made205","role":"datapath"}
__attribute__((section("datapath"), used)) int made205(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made209","role":"xdp"}
__attribute__((section("xdp"), used)) int made209(struct xdp_md *argument0) {
  s64 number = bpf_redirect(0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made210","role":"xdp"}
__attribute__((section("xdp"), used)) int made210(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made212","role":"xdp"}
__attribute__((section("xdp"), used)) int made212(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap_hash, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made213","role":"xdp"}
__attribute__((section("xdp"), used)) int made213(struct xdp_md *argument0) {
  bpf_redirect_map(&support_cpumap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made214","role":"xdp"}
__attribute__((section("xdp"), used)) int made214(struct xdp_md *argument0) {
  bpf_redirect_map(&support_xskmap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made215","role":"xdp"}
__attribute__((section("xdp"), used)) int made215(struct xdp_md *argument0) {
  s64 number = bpf_redirect_map(&support_devmap, 0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made216","role":"datapath"}
__attribute__((section("datapath"), used)) int made216(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 1; }
  bpf_ringbuf_discard(given1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made221","role":"datapath"}
__attribute__((section("datapath"), used)) int made221(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made232","role":"datapath"}
__attribute__((section("datapath"), used)) int made232(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_ringbuf_output(&support_ringbuf, octets, 16, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made233","role":"datapath"}
__attribute__((section("datapath"), used)) int made233(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made234","role":"datapath"}
__attribute__((section("datapath"), used)) int made234(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made247","role":"datapath"}
__attribute__((section("datapath"), used)) int made247(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 0, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made254","role":"datapath"}
__attribute__((section("datapath"), used)) int made254(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  s64 number = bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  if (number > 0) *(volatile u64 *)8;
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made255","role":"datapath"}
__attribute__((section("datapath"), used)) int made255(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 1; }
  bpf_ringbuf_submit(given1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made260","role":"datapath"}
__attribute__((section("datapath"), used)) int made260(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_submit_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made270","role":"datapath"}
__attribute__((section("datapath"), used)) int made270(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)0, 0, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made271","role":"datapath"}
__attribute__((section("datapath"), used)) int made271(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_snprintf(octets, 16, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made273","role":"datapath"}
__attribute__((section("datapath"), used)) int made273(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_snprintf((void *)buffer1, 16, support_text, (void *)0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made286","role":"worker"}
__attribute__((section("worker"), used)) int made286(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":["made287_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made287","role":"queue"}
__attribute__((section("queue"), used)) int made287(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  if (bpf_spsc_push(&guarded1->member_bpf_spsc_ring, argument0) < 0) bpf_co_destroy(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made287_waiter(struct xdp_md *argument0) {
  co_await(made287, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made294","role":"datapath"}
__attribute__((section("datapath"), used)) int made294(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_strncmp(octets, 16, support_text);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made295","role":"datapath"}
__attribute__((section("datapath"), used)) int made295(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_strncmp((void *)buffer1, 16, support_text);
  if (number > 1) *(volatile u64 *)8;
  if (number < -1) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made296","role":"xdp"}
__attribute__((section("xdp"), used)) int made296(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made298","role":"datapath"}
__attribute__((section("datapath"), used)) int made298(struct xdp_md *argument0) {
  bpf_throw(0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made307","role":"datapath"}
__attribute__((section("datapath"), used)) int made307(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_trace_printk(octets, 16, 0, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made313","role":"datapath"}
__attribute__((section("datapath"), used)) int made313(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_trace_vprintk(octets, 16, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made314","role":"datapath"}
__attribute__((section("datapath"), used)) int made314(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_trace_vprintk((void *)buffer1, 16, (void *)0, 0);
  return 1;
}

//@ {"companions":["made317_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made317","role":"queue"}
__attribute__((section("queue"), used)) int made317(struct coroutine *argument0, u64 argument1) {
  bpf_wheel_add(argument0, 0);
  return 1;
}
__attribute__((section("datapath"), used)) int made317_waiter(struct xdp_md *argument0) {
  co_await(made317, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made319","role":"worker"}
__attribute__((section("worker"), used)) int made319(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made320","role":"datapath"}
__attribute__((section("datapath"), used)) int made320(struct xdp_md *argument0) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"companions":["made321_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made321","role":"queue"}
__attribute__((section("queue"), used)) int made321(struct coroutine *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made321_waiter(struct xdp_md *argument0) {
  co_await(made321, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made322","role":"worker"}
__attribute__((section("worker"), used)) int made322(struct worker_ctx *argument0) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made323","role":"datapath"}
__attribute__((section("datapath"), used)) int made323(struct xdp_md *argument0) {
  s64 number = bpf_worker_wake(0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made324","role":"datapath"}
__attribute__((section("datapath"), used)) int made324(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made325","role":"xdp"}
__attribute__((section("xdp"), used)) int made325(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made326","role":"datapath"}
__attribute__((section("datapath"), used)) int made326(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_head(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made327","role":"datapath"}
__attribute__((section("datapath"), used)) int made327(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made328","role":"xdp"}
__attribute__((section("xdp"), used)) int made328(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made329","role":"datapath"}
__attribute__((section("datapath"), used)) int made329(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_meta(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made330","role":"datapath"}
__attribute__((section("datapath"), used)) int made330(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made331","role":"xdp"}
__attribute__((section("xdp"), used)) int made331(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made332","role":"datapath"}
__attribute__((section("datapath"), used)) int made332(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_tail(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made333","role":"datapath"}
__attribute__((section("datapath"), used)) int made333(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made334","role":"xdp"}
__attribute__((section("xdp"), used)) int made334(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made335","role":"datapath"}
__attribute__((section("datapath"), used)) int made335(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made336","role":"xdp"}
__attribute__((section("xdp"), used)) int made336(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made337","role":"datapath"}
__attribute__((section("datapath"), used)) int made337(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_load_bytes(argument0, 0, octets, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made338","role":"datapath"}
__attribute__((section("datapath"), used)) int made338(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made339","role":"datapath"}
__attribute__((section("datapath"), used)) int made339(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made340","role":"xdp"}
__attribute__((section("xdp"), used)) int made340(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made341","role":"datapath"}
__attribute__((section("datapath"), used)) int made341(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_store_bytes(argument0, 0, octets, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made342","role":"datapath"}
__attribute__((section("datapath"), used)) int made342(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made344","role":"datapath"}
__attribute__((section("datapath"), used)) int made344(struct xdp_md *argument0) {
  s64 number = co_await(support_queue_program, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made346","role":"xdp"}
__attribute__((section("xdp"), used)) int made346(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  octets[0] = 1;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"call":{"_0":"roles"}}},"companions":["made368_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made368","role":"queue"}
__attribute__((section("queue"), used)) int made368(struct coroutine *argument0, u64 argument1) {
  bpf_co_resume(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made368_waiter(struct xdp_md *argument0) {
  co_await(made368, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"result":{"_0":"range"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[{"declaration":"bpf_co_resume","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"bpf_co_resume","result":3},"name":"made371","role":"worker"}
__attribute__((section("worker"), used)) int made371(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  bpf_co_resume(given1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_dynptr_data","result":0},"name":"made403","role":"datapath"}
__attribute__((section("datapath"), used)) int made403(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made413","role":"datapath"}
__attribute__((section("datapath"), used)) int made413(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 16, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  if (result) *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made418","role":"datapath"}
__attribute__((section("datapath"), used)) int made418(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_dynptr_from_mem((void *)support_text, 16, 0, &local1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"stable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made423","role":"datapath"}
__attribute__((section("datapath"), used)) int made423(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  struct bpf_dynptr local2;
  bpf_dynptr_from_mem((void *)buffer1, 16, 0, &local2);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_read","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made453","role":"datapath"}
__attribute__((section("datapath"), used)) int made453(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read((void *)support_text, 16, &local1, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_for_each_map_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made513","role":"datapath"}
__attribute__((section("datapath"), used)) int made513(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_queue, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}},"companions":["made554_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_kptr_xchg","result":0},"name":"made554","role":"queue"}
__attribute__((section("queue"), used)) int made554(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, argument0);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}
__attribute__((section("datapath"), used)) int made554_waiter(struct xdp_md *argument0) {
  co_await(made554, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_back","result":0},"name":"made590","role":"datapath"}
__attribute__((section("datapath"), used)) int made590(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_back(&guarded1->member_bpf_list_head);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_front","result":0},"name":"made615","role":"datapath"}
__attribute__((section("datapath"), used)) int made615(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_front(&guarded1->member_bpf_list_head);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made661","role":"datapath"}
__attribute__((section("datapath"), used)) int made661(struct xdp_md *argument0) {
  void *result = bpf_local_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_delete_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made696","role":"datapath"}
__attribute__((section("datapath"), used)) int made696(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made731","role":"datapath"}
__attribute__((section("datapath"), used)) int made731(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_elem","result":0},"name":"made756","role":"datapath"}
__attribute__((section("datapath"), used)) int made756(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_elem(&support_array, (void *)buffer1);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made771","role":"datapath"}
__attribute__((section("datapath"), used)) int made771(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_percpu_elem","result":0},"name":"made796","role":"datapath"}
__attribute__((section("datapath"), used)) int made796(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made811","role":"datapath"}
__attribute__((section("datapath"), used)) int made811(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made831","role":"datapath"}
__attribute__((section("datapath"), used)) int made831(struct xdp_md *argument0) {
  bpf_map_peek_elem(&support_queue, (void *)support_text);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made851","role":"datapath"}
__attribute__((section("datapath"), used)) int made851(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made871","role":"datapath"}
__attribute__((section("datapath"), used)) int made871(struct xdp_md *argument0) {
  bpf_map_pop_elem(&support_queue, (void *)support_text);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_push_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made891","role":"datapath"}
__attribute__((section("datapath"), used)) int made891(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_update_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made926","role":"datapath"}
__attribute__((section("datapath"), used)) int made926(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_queue, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made968","role":"datapath"}
__attribute__((section("datapath"), used)) int made968(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_mpsc_pop","result":0},"name":"made973","role":"worker"}
__attribute__((section("worker"), used)) int made973(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1010","role":"datapath"}
__attribute__((section("datapath"), used)) int made1010(struct xdp_md *argument0) {
  bpf_packet_transmit(argument0);
  bpf_packet_transmit(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_first","result":0},"name":"made1048","role":"datapath"}
__attribute__((section("datapath"), used)) int made1048(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_pop_first","result":0},"name":"made1070","role":"datapath"}
__attribute__((section("datapath"), used)) int made1070(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}},"companions":["made1100_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_remove","result":0},"name":"made1100","role":"queue"}
__attribute__((section("queue"), used)) int made1100(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &argument0->order, (void *)support_callback_less);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}
__attribute__((section("datapath"), used)) int made1100_waiter(struct xdp_md *argument0) {
  co_await(made1100, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1108","role":"datapath"}
__attribute__((section("datapath"), used)) int made1108(struct xdp_md *argument0) {
  bpf_redirect(0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1115","role":"xdp"}
__attribute__((section("xdp"), used)) int made1115(struct xdp_md *argument0) {
  bpf_redirect_map(&support_hash, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1117","role":"datapath"}
__attribute__((section("datapath"), used)) int made1117(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_output","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1173","role":"datapath"}
__attribute__((section("datapath"), used)) int made1173(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_hash, (void *)buffer1, 16, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_query","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1203","role":"datapath"}
__attribute__((section("datapath"), used)) int made1203(struct xdp_md *argument0) {
  bpf_ringbuf_query(&support_hash, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1223","role":"datapath"}
__attribute__((section("datapath"), used)) int made1223(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_hash, 8, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_ringbuf_reserve","result":0},"name":"made1238","role":"datapath"}
__attribute__((section("datapath"), used)) int made1238(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  *(volatile u8 *)result;
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve_dynptr","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1258","role":"datapath"}
__attribute__((section("datapath"), used)) int made1258(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_hash, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_snprintf","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1338","role":"datapath"}
__attribute__((section("datapath"), used)) int made1338(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)support_text, 16, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"bpf_spin_lock","result":0},"name":"made1385","role":"datapath"}
__attribute__((section("datapath"), used)) int made1385(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1414","role":"datapath"}
__attribute__((section("datapath"), used)) int made1414(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_spsc_pop","result":0},"name":"made1419","role":"worker"}
__attribute__((section("worker"), used)) int made1419(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"argument":{"_0":1,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1469","role":"xdp"}
__attribute__((section("xdp"), used)) int made1469(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_hash, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1471","role":"datapath"}
__attribute__((section("datapath"), used)) int made1471(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1476","role":"xdp"}
__attribute__((section("xdp"), used)) int made1476(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_tail_call(argument0, &support_prog_array, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1523","role":"datapath"}
__attribute__((section("datapath"), used)) int made1523(struct xdp_md *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_wheel_pop","result":0},"name":"made1528","role":"worker"}
__attribute__((section("worker"), used)) int made1528(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_worker_wake","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1532","role":"exec"}
__attribute__((section("exec"), used)) u64 made1532(void *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_head","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1551","role":"datapath"}
__attribute__((section("datapath"), used)) int made1551(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_head(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_meta","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1568","role":"datapath"}
__attribute__((section("datapath"), used)) int made1568(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_meta(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_tail","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1585","role":"datapath"}
__attribute__((section("datapath"), used)) int made1585(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_tail(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_load_bytes","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1604","role":"datapath"}
__attribute__((section("datapath"), used)) int made1604(struct xdp_md *argument0) {
  bpf_xdp_load_bytes(argument0, 0, (void *)support_text, 16);
  return 1;
}

//@ {"breaks":{"declaration":"co_await","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1629","role":"exec"}
__attribute__((section("exec"), used)) u64 made1629(void *argument0, u64 argument1) {
  co_await(support_queue_program, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_datapath","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1636","role":"datapath"}
__attribute__((section("datapath"), used)) int made1636(struct xdp_md *argument0) {
  bpf_packet_drop(argument0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made1641_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1641","role":"queue"}
__attribute__((section("queue"), used)) int made1641(struct coroutine *argument0, u64 argument1) {
  return 0;
}
__attribute__((section("datapath"), used)) int made1641_waiter(struct xdp_md *argument0) {
  co_await(made1641, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made1644_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1644","role":"queue"}
__attribute__((section("queue"), used)) int made1644(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made1644_waiter(struct xdp_md *argument0) {
  co_await(made1644, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_entry_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1647","role":"datapath"}
static long made1647_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made1647(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)made1647_callback, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_less_body","part":{"end":{"_0":"outcome"}}},"companions":["made1652_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1652","role":"queue"}
static long made1652_callback(void) { return 2; }
__attribute__((section("queue"), used)) int made1652(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)argument0)->order, (void *)made1652_callback);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made1652_waiter(struct xdp_md *argument0) {
  co_await(made1652, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_loop_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1654","role":"datapath"}
static long made1654_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made1654(struct xdp_md *argument0) {
  bpf_loop(1, (void *)made1654_callback, 0, 0);
  return 1;
}
