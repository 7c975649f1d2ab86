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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made195","role":"datapath"}
__attribute__((section("datapath"), used)) int made195(struct xdp_md *argument0) {
  bpf_preempt(0, 0);
  return 1;
}

//@ {"companions":["made196_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made196","role":"queue"}
__attribute__((section("queue"), used)) int made196(struct coroutine *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return -1;
}
__attribute__((section("datapath"), used)) int made196_waiter(struct xdp_md *argument0) {
  co_await(made196, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made197","role":"worker"}
__attribute__((section("worker"), used)) int made197(struct worker_ctx *argument0) {
  bpf_preempt(0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made198","role":"datapath"}
__attribute__((section("datapath"), used)) int made198(struct xdp_md *argument0) {
  s64 number = bpf_preempt(0, 0);
  if (number > 0) *(volatile u64 *)8;
  if (number < -2) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["made199_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made199","role":"queue"}
__attribute__((section("queue"), used)) int made199(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)argument0)->order, (void *)support_callback_less);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made199_waiter(struct xdp_md *argument0) {
  co_await(made199, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made201","role":"datapath"}
__attribute__((section("datapath"), used)) int made201(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made206","role":"datapath"}
__attribute__((section("datapath"), used)) int made206(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made209","role":"datapath"}
__attribute__((section("datapath"), used)) int made209(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made213","role":"xdp"}
__attribute__((section("xdp"), used)) int made213(struct xdp_md *argument0) {
  s64 number = bpf_redirect(0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made214","role":"xdp"}
__attribute__((section("xdp"), used)) int made214(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made216","role":"xdp"}
__attribute__((section("xdp"), used)) int made216(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap_hash, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made217","role":"xdp"}
__attribute__((section("xdp"), used)) int made217(struct xdp_md *argument0) {
  bpf_redirect_map(&support_cpumap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made218","role":"xdp"}
__attribute__((section("xdp"), used)) int made218(struct xdp_md *argument0) {
  bpf_redirect_map(&support_xskmap, 0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made219","role":"xdp"}
__attribute__((section("xdp"), used)) int made219(struct xdp_md *argument0) {
  s64 number = bpf_redirect_map(&support_devmap, 0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made220","role":"datapath"}
__attribute__((section("datapath"), used)) int made220(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 1; }
  bpf_ringbuf_discard(given1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made225","role":"datapath"}
__attribute__((section("datapath"), used)) int made225(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made236","role":"datapath"}
__attribute__((section("datapath"), used)) int made236(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_ringbuf_output(&support_ringbuf, octets, 16, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made237","role":"datapath"}
__attribute__((section("datapath"), used)) int made237(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made238","role":"datapath"}
__attribute__((section("datapath"), used)) int made238(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made251","role":"datapath"}
__attribute__((section("datapath"), used)) int made251(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 0, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made258","role":"datapath"}
__attribute__((section("datapath"), used)) int made258(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  s64 number = bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  if (number > 0) *(volatile u64 *)8;
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made259","role":"datapath"}
__attribute__((section("datapath"), used)) int made259(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 1; }
  bpf_ringbuf_submit(given1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made264","role":"datapath"}
__attribute__((section("datapath"), used)) int made264(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_submit_dynptr(&local1, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made275","role":"datapath"}
__attribute__((section("datapath"), used)) int made275(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)0, 0, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made276","role":"datapath"}
__attribute__((section("datapath"), used)) int made276(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_snprintf(octets, 16, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made278","role":"datapath"}
__attribute__((section("datapath"), used)) int made278(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_snprintf((void *)buffer1, 16, support_text, (void *)0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made291","role":"worker"}
__attribute__((section("worker"), used)) int made291(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":["made292_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made292","role":"queue"}
__attribute__((section("queue"), used)) int made292(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  if (bpf_spsc_push(&guarded1->member_bpf_spsc_ring, argument0) < 0) bpf_co_destroy(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made292_waiter(struct xdp_md *argument0) {
  co_await(made292, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made299","role":"datapath"}
__attribute__((section("datapath"), used)) int made299(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_strncmp(octets, 16, support_text);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made300","role":"datapath"}
__attribute__((section("datapath"), used)) int made300(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_strncmp((void *)buffer1, 16, support_text);
  if (number > 1) *(volatile u64 *)8;
  if (number < -1) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made301","role":"xdp"}
__attribute__((section("xdp"), used)) int made301(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made303","role":"datapath"}
__attribute__((section("datapath"), used)) int made303(struct xdp_md *argument0) {
  bpf_throw(0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made312","role":"datapath"}
__attribute__((section("datapath"), used)) int made312(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_trace_printk(octets, 16, 0, 0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made318","role":"datapath"}
__attribute__((section("datapath"), used)) int made318(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  u64 buffer1[4] = {};
  bpf_trace_vprintk(octets, 16, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made319","role":"datapath"}
__attribute__((section("datapath"), used)) int made319(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_trace_vprintk((void *)buffer1, 16, (void *)0, 0);
  return 1;
}

//@ {"companions":["made322_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made322","role":"queue"}
__attribute__((section("queue"), used)) int made322(struct coroutine *argument0, u64 argument1) {
  bpf_wheel_add(argument0, 0);
  return 1;
}
__attribute__((section("datapath"), used)) int made322_waiter(struct xdp_md *argument0) {
  co_await(made322, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made324","role":"worker"}
__attribute__((section("worker"), used)) int made324(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made325","role":"datapath"}
__attribute__((section("datapath"), used)) int made325(struct xdp_md *argument0) {
  bpf_worker_running(0);
  return 1;
}

//@ {"companions":["made326_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made326","role":"queue"}
__attribute__((section("queue"), used)) int made326(struct coroutine *argument0, u64 argument1) {
  bpf_worker_running(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made326_waiter(struct xdp_md *argument0) {
  co_await(made326, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made327","role":"worker"}
__attribute__((section("worker"), used)) int made327(struct worker_ctx *argument0) {
  bpf_worker_running(0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made328","role":"datapath"}
__attribute__((section("datapath"), used)) int made328(struct xdp_md *argument0) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"companions":["made329_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made329","role":"queue"}
__attribute__((section("queue"), used)) int made329(struct coroutine *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made329_waiter(struct xdp_md *argument0) {
  co_await(made329, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made330","role":"worker"}
__attribute__((section("worker"), used)) int made330(struct worker_ctx *argument0) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made331","role":"datapath"}
__attribute__((section("datapath"), used)) int made331(struct xdp_md *argument0) {
  s64 number = bpf_worker_wake(0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made332","role":"datapath"}
__attribute__((section("datapath"), used)) int made332(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made333","role":"xdp"}
__attribute__((section("xdp"), used)) int made333(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made334","role":"datapath"}
__attribute__((section("datapath"), used)) int made334(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_head(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made335","role":"datapath"}
__attribute__((section("datapath"), used)) int made335(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made336","role":"xdp"}
__attribute__((section("xdp"), used)) int made336(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made337","role":"datapath"}
__attribute__((section("datapath"), used)) int made337(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_meta(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made338","role":"datapath"}
__attribute__((section("datapath"), used)) int made338(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made339","role":"xdp"}
__attribute__((section("xdp"), used)) int made339(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made340","role":"datapath"}
__attribute__((section("datapath"), used)) int made340(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_tail(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made341","role":"datapath"}
__attribute__((section("datapath"), used)) int made341(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made342","role":"xdp"}
__attribute__((section("xdp"), used)) int made342(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made343","role":"datapath"}
__attribute__((section("datapath"), used)) int made343(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made344","role":"xdp"}
__attribute__((section("xdp"), used)) int made344(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made345","role":"datapath"}
__attribute__((section("datapath"), used)) int made345(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_load_bytes(argument0, 0, octets, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made346","role":"datapath"}
__attribute__((section("datapath"), used)) int made346(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made347","role":"datapath"}
__attribute__((section("datapath"), used)) int made347(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made348","role":"xdp"}
__attribute__((section("xdp"), used)) int made348(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made349","role":"datapath"}
__attribute__((section("datapath"), used)) int made349(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_store_bytes(argument0, 0, octets, 16);
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made350","role":"datapath"}
__attribute__((section("datapath"), used)) int made350(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made352","role":"datapath"}
__attribute__((section("datapath"), used)) int made352(struct xdp_md *argument0) {
  s64 number = co_await(support_queue_program, 0);
  if (number > 0) *(volatile u64 *)8;
  return 1;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made354","role":"xdp"}
__attribute__((section("xdp"), used)) int made354(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  octets[0] = 1;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"call":{"_0":"roles"}}},"companions":["made376_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made376","role":"queue"}
__attribute__((section("queue"), used)) int made376(struct coroutine *argument0, u64 argument1) {
  bpf_co_resume(argument0);
  return 1;
}
__attribute__((section("datapath"), used)) int made376_waiter(struct xdp_md *argument0) {
  co_await(made376, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"result":{"_0":"range"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[{"declaration":"bpf_co_resume","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"bpf_co_resume","result":3},"name":"made379","role":"worker"}
__attribute__((section("worker"), used)) int made379(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 1; }
  bpf_co_resume(given1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_dynptr_data","result":0},"name":"made411","role":"datapath"}
__attribute__((section("datapath"), used)) int made411(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made421","role":"datapath"}
__attribute__((section("datapath"), used)) int made421(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 16, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  if (result) *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made426","role":"datapath"}
__attribute__((section("datapath"), used)) int made426(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_dynptr_from_mem((void *)support_text, 16, 0, &local1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"stable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made431","role":"datapath"}
__attribute__((section("datapath"), used)) int made431(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  struct bpf_dynptr local2;
  bpf_dynptr_from_mem((void *)buffer1, 16, 0, &local2);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_dynptr_read","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made461","role":"datapath"}
__attribute__((section("datapath"), used)) int made461(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 1; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read((void *)support_text, 16, &local1, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_for_each_map_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made521","role":"datapath"}
__attribute__((section("datapath"), used)) int made521(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_queue, (void *)support_callback_entry, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}},"companions":["made562_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_kptr_xchg","result":0},"name":"made562","role":"queue"}
__attribute__((section("queue"), used)) int made562(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, argument0);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}
__attribute__((section("datapath"), used)) int made562_waiter(struct xdp_md *argument0) {
  co_await(made562, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_back","result":0},"name":"made598","role":"datapath"}
__attribute__((section("datapath"), used)) int made598(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_front","result":0},"name":"made623","role":"datapath"}
__attribute__((section("datapath"), used)) int made623(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made669","role":"datapath"}
__attribute__((section("datapath"), used)) int made669(struct xdp_md *argument0) {
  void *result = bpf_local_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_delete_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made704","role":"datapath"}
__attribute__((section("datapath"), used)) int made704(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made739","role":"datapath"}
__attribute__((section("datapath"), used)) int made739(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_queue, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_elem","result":0},"name":"made764","role":"datapath"}
__attribute__((section("datapath"), used)) int made764(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_elem(&support_array, (void *)buffer1);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made779","role":"datapath"}
__attribute__((section("datapath"), used)) int made779(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_percpu_elem","result":0},"name":"made804","role":"datapath"}
__attribute__((section("datapath"), used)) int made804(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  *(volatile u8 *)result;
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made819","role":"datapath"}
__attribute__((section("datapath"), used)) int made819(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made839","role":"datapath"}
__attribute__((section("datapath"), used)) int made839(struct xdp_md *argument0) {
  bpf_map_peek_elem(&support_queue, (void *)support_text);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made859","role":"datapath"}
__attribute__((section("datapath"), used)) int made859(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_hash, (void *)buffer1);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made879","role":"datapath"}
__attribute__((section("datapath"), used)) int made879(struct xdp_md *argument0) {
  bpf_map_pop_elem(&support_queue, (void *)support_text);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_push_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made899","role":"datapath"}
__attribute__((section("datapath"), used)) int made899(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_hash, (void *)buffer1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_map_update_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made934","role":"datapath"}
__attribute__((section("datapath"), used)) int made934(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_queue, (void *)buffer1, (void *)buffer2, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made976","role":"datapath"}
__attribute__((section("datapath"), used)) int made976(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_mpsc_pop","result":0},"name":"made981","role":"worker"}
__attribute__((section("worker"), used)) int made981(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1018","role":"datapath"}
__attribute__((section("datapath"), used)) int made1018(struct xdp_md *argument0) {
  bpf_packet_transmit(argument0);
  bpf_packet_transmit(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_preempt","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1019","role":"exec"}
__attribute__((section("exec"), used)) u64 made1019(void *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_first","result":0},"name":"made1064","role":"datapath"}
__attribute__((section("datapath"), used)) int made1064(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_pop_first","result":0},"name":"made1086","role":"datapath"}
__attribute__((section("datapath"), used)) int made1086(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}},"companions":["made1116_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_remove","result":0},"name":"made1116","role":"queue"}
__attribute__((section("queue"), used)) int made1116(struct coroutine *argument0, u64 argument1) {
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
__attribute__((section("datapath"), used)) int made1116_waiter(struct xdp_md *argument0) {
  co_await(made1116, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1124","role":"datapath"}
__attribute__((section("datapath"), used)) int made1124(struct xdp_md *argument0) {
  bpf_redirect(0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1131","role":"xdp"}
__attribute__((section("xdp"), used)) int made1131(struct xdp_md *argument0) {
  bpf_redirect_map(&support_hash, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1133","role":"datapath"}
__attribute__((section("datapath"), used)) int made1133(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_output","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1189","role":"datapath"}
__attribute__((section("datapath"), used)) int made1189(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_hash, (void *)buffer1, 16, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_query","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1219","role":"datapath"}
__attribute__((section("datapath"), used)) int made1219(struct xdp_md *argument0) {
  bpf_ringbuf_query(&support_hash, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1239","role":"datapath"}
__attribute__((section("datapath"), used)) int made1239(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_hash, 8, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_ringbuf_reserve","result":0},"name":"made1254","role":"datapath"}
__attribute__((section("datapath"), used)) int made1254(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  *(volatile u8 *)result;
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve_dynptr","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1274","role":"datapath"}
__attribute__((section("datapath"), used)) int made1274(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_hash, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_set_quantum","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1354","role":"datapath"}
__attribute__((section("datapath"), used)) int made1354(struct xdp_md *argument0) {
  bpf_set_quantum(0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_snprintf","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1359","role":"datapath"}
__attribute__((section("datapath"), used)) int made1359(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)support_text, 16, support_text, (void *)buffer1, 16);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"bpf_spin_lock","result":0},"name":"made1406","role":"datapath"}
__attribute__((section("datapath"), used)) int made1406(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1435","role":"datapath"}
__attribute__((section("datapath"), used)) int made1435(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_spsc_pop","result":0},"name":"made1440","role":"worker"}
__attribute__((section("worker"), used)) int made1440(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 1; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"argument":{"_0":1,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1490","role":"xdp"}
__attribute__((section("xdp"), used)) int made1490(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_hash, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1492","role":"datapath"}
__attribute__((section("datapath"), used)) int made1492(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1497","role":"xdp"}
__attribute__((section("xdp"), used)) int made1497(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_tail_call(argument0, &support_prog_array, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1544","role":"datapath"}
__attribute__((section("datapath"), used)) int made1544(struct xdp_md *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_wheel_pop","result":0},"name":"made1549","role":"worker"}
__attribute__((section("worker"), used)) int made1549(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 1;
}

//@ {"breaks":{"declaration":"bpf_worker_running","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1553","role":"exec"}
__attribute__((section("exec"), used)) u64 made1553(void *argument0, u64 argument1) {
  bpf_worker_running(0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_worker_wake","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1558","role":"exec"}
__attribute__((section("exec"), used)) u64 made1558(void *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_head","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1577","role":"datapath"}
__attribute__((section("datapath"), used)) int made1577(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_head(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_meta","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1594","role":"datapath"}
__attribute__((section("datapath"), used)) int made1594(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_meta(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_tail","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1611","role":"datapath"}
__attribute__((section("datapath"), used)) int made1611(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 1; }
  bpf_xdp_adjust_tail(argument0, 14);
  octets[0];
  octets[39];
  return 1;
}

//@ {"breaks":{"declaration":"bpf_xdp_load_bytes","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1630","role":"datapath"}
__attribute__((section("datapath"), used)) int made1630(struct xdp_md *argument0) {
  bpf_xdp_load_bytes(argument0, 0, (void *)support_text, 16);
  return 1;
}

//@ {"breaks":{"declaration":"co_await","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1655","role":"exec"}
__attribute__((section("exec"), used)) u64 made1655(void *argument0, u64 argument1) {
  co_await(support_queue_program, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_datapath","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1662","role":"datapath"}
__attribute__((section("datapath"), used)) int made1662(struct xdp_md *argument0) {
  bpf_packet_drop(argument0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made1667_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1667","role":"queue"}
__attribute__((section("queue"), used)) int made1667(struct coroutine *argument0, u64 argument1) {
  return 0;
}
__attribute__((section("datapath"), used)) int made1667_waiter(struct xdp_md *argument0) {
  co_await(made1667, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made1670_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1670","role":"queue"}
__attribute__((section("queue"), used)) int made1670(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made1670_waiter(struct xdp_md *argument0) {
  co_await(made1670, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_entry_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1673","role":"datapath"}
static long made1673_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made1673(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)made1673_callback, 0, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_less_body","part":{"end":{"_0":"outcome"}}},"companions":["made1678_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1678","role":"queue"}
static long made1678_callback(void) { return 2; }
__attribute__((section("queue"), used)) int made1678(struct coroutine *argument0, u64 argument1) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return -1; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)argument0)->order, (void *)made1678_callback);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 1;
}
__attribute__((section("datapath"), used)) int made1678_waiter(struct xdp_md *argument0) {
  co_await(made1678, 0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_loop_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1680","role":"datapath"}
static long made1680_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made1680(struct xdp_md *argument0) {
  bpf_loop(1, (void *)made1680_callback, 0, 0);
  return 1;
}
