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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made5","role":"datapath"}
__attribute__((section("datapath"), used)) int made5(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":["made6_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made6","role":"queue"}
__attribute__((section("queue"), used)) int made6(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return 2;
}
__attribute__((section("datapath"), used)) int made6_waiter(struct xdp_md *argument0) {
  co_await(made6, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made7","role":"worker"}
__attribute__((section("worker"), used)) int made7(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_co_destroy(given1);
  return 2;
}

//@ {"companions":["made9_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made9","role":"queue"}
__attribute__((section("queue"), used)) int made9(struct coroutine *argument0, u64 argument1) {
  bpf_co_expired(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made9_waiter(struct xdp_md *argument0) {
  co_await(made9, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made11","role":"datapath"}
__attribute__((section("datapath"), used)) int made11(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  s64 number = bpf_co_expired(given1);
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made15","role":"worker"}
__attribute__((section("worker"), used)) int made15(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_co_resume(given1);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made16","role":"worker"}
__attribute__((section("worker"), used)) int made16(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  s64 number = bpf_co_resume(given1);
  if (number > 3) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made22","role":"datapath"}
__attribute__((section("datapath"), used)) int made22(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)0, 0, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made23","role":"datapath"}
__attribute__((section("datapath"), used)) int made23(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_csum_diff(octets, 16, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made25","role":"datapath"}
__attribute__((section("datapath"), used)) int made25(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_csum_diff((void *)buffer1, 16, (void *)0, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made28","role":"datapath"}
__attribute__((section("datapath"), used)) int made28(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 8);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made33","role":"datapath"}
__attribute__((section("datapath"), used)) int made33(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_data(&local1, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made39","role":"datapath"}
__attribute__((section("datapath"), used)) int made39(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 2; }
  struct bpf_dynptr local3;
  bpf_dynptr_from_mem(value1, 0, 0, &local3);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made40","role":"datapath"}
__attribute__((section("datapath"), used)) int made40(struct xdp_md *argument0) {
  u32 key2 = 0;
  void *value1 = bpf_map_lookup_elem(&support_array, &key2);
  if (!value1) { return 2; }
  struct bpf_dynptr local3;
  s64 number = bpf_dynptr_from_mem(value1, 8, 0, &local3);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made46","role":"datapath"}
__attribute__((section("datapath"), used)) int made46(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made47","role":"datapath"}
__attribute__((section("datapath"), used)) int made47(struct xdp_md *argument0) {
  u64 buffer1[4];
  struct bpf_dynptr local2;
  u32 key4 = 0;
  void *value3 = bpf_map_lookup_elem(&support_array, &key4);
  if (!value3) { return 2; }
  bpf_dynptr_from_mem(value3, 8, 0, &local2);
  bpf_dynptr_read((void *)buffer1, 0, &local2, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made48","role":"datapath"}
__attribute__((section("datapath"), used)) int made48(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made54","role":"datapath"}
__attribute__((section("datapath"), used)) int made54(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made55","role":"datapath"}
__attribute__((section("datapath"), used)) int made55(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  u64 buffer4[4] = {};
  bpf_dynptr_write(&local1, 0, (void *)buffer4, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made56","role":"datapath"}
__attribute__((section("datapath"), used)) int made56(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made57","role":"datapath"}
__attribute__((section("datapath"), used)) int made57(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made62","role":"datapath"}
__attribute__((section("datapath"), used)) int made62(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made64","role":"datapath"}
__attribute__((section("datapath"), used)) int made64(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made65","role":"datapath"}
__attribute__((section("datapath"), used)) int made65(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_percpu_array, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made66","role":"datapath"}
__attribute__((section("datapath"), used)) int made66(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made67","role":"datapath"}
__attribute__((section("datapath"), used)) int made67(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lru_percpu_hash, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made68","role":"datapath"}
__attribute__((section("datapath"), used)) int made68(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_lpm_trie, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made79","role":"worker"}
__attribute__((section("worker"), used)) int made79(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made81","role":"datapath"}
__attribute__((section("datapath"), used)) int made81(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  if (bpf_handles_push(&support_handles, given1) < 0) bpf_co_destroy(given1);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made85","role":"datapath"}
__attribute__((section("datapath"), used)) int made85(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, given3);
  if (result) { bpf_co_destroy(result); }
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made88","role":"datapath"}
__attribute__((section("datapath"), used)) int made88(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_kptr_xchg(&guarded1->member_bpf_kptr, (void *)0);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made104","role":"datapath"}
__attribute__((section("datapath"), used)) int made104(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_back(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made107","role":"datapath"}
__attribute__((section("datapath"), used)) int made107(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_list_pop_front(&guarded1->member_bpf_list_head);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, node))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made110","role":"datapath"}
__attribute__((section("datapath"), used)) int made110(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made113","role":"datapath"}
__attribute__((section("datapath"), used)) int made113(struct xdp_md *argument0) {
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

//@ {"companions":["made117_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made117","role":"queue"}
__attribute__((section("queue"), used)) int made117(struct coroutine *argument0, u64 argument1) {
  bpf_local_push(argument0);
  return 2;
}
__attribute__((section("datapath"), used)) int made117_waiter(struct xdp_md *argument0) {
  co_await(made117, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made118","role":"worker"}
__attribute__((section("worker"), used)) int made118(struct worker_ctx *argument0) {
  void *given1 = bpf_local_pop();
  if (!given1) { return 2; }
  bpf_local_push(given1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made124","role":"datapath"}
__attribute__((section("datapath"), used)) int made124(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made129","role":"datapath"}
__attribute__((section("datapath"), used)) int made129(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made131","role":"datapath"}
__attribute__((section("datapath"), used)) int made131(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made132","role":"datapath"}
__attribute__((section("datapath"), used)) int made132(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_percpu_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made133","role":"datapath"}
__attribute__((section("datapath"), used)) int made133(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made134","role":"datapath"}
__attribute__((section("datapath"), used)) int made134(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made135","role":"datapath"}
__attribute__((section("datapath"), used)) int made135(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_lpm_trie, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made136","role":"datapath"}
__attribute__((section("datapath"), used)) int made136(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_delete_elem(&support_array, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made137","role":"datapath"}
__attribute__((section("datapath"), used)) int made137(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_delete_elem(&support_array, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made143","role":"datapath"}
__attribute__((section("datapath"), used)) int made143(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made145","role":"datapath"}
__attribute__((section("datapath"), used)) int made145(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made146","role":"datapath"}
__attribute__((section("datapath"), used)) int made146(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_percpu_array, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made147","role":"datapath"}
__attribute__((section("datapath"), used)) int made147(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made148","role":"datapath"}
__attribute__((section("datapath"), used)) int made148(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lru_percpu_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made149","role":"datapath"}
__attribute__((section("datapath"), used)) int made149(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_lpm_trie, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made150","role":"datapath"}
__attribute__((section("datapath"), used)) int made150(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_array_of_maps, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made151","role":"datapath"}
__attribute__((section("datapath"), used)) int made151(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_hash_of_maps, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made152","role":"datapath"}
__attribute__((section("datapath"), used)) int made152(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made153","role":"datapath"}
__attribute__((section("datapath"), used)) int made153(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_devmap_hash, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made154","role":"datapath"}
__attribute__((section("datapath"), used)) int made154(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_xskmap, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made155","role":"datapath"}
__attribute__((section("datapath"), used)) int made155(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_lookup_elem(&support_array, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made156","role":"datapath"}
__attribute__((section("datapath"), used)) int made156(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made162","role":"datapath"}
__attribute__((section("datapath"), used)) int made162(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_percpu_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made163","role":"datapath"}
__attribute__((section("datapath"), used)) int made163(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_lru_percpu_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made164","role":"datapath"}
__attribute__((section("datapath"), used)) int made164(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_lookup_percpu_elem(&support_percpu_array, octets, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made165","role":"datapath"}
__attribute__((section("datapath"), used)) int made165(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made171","role":"datapath"}
__attribute__((section("datapath"), used)) int made171(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_stack, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made172","role":"datapath"}
__attribute__((section("datapath"), used)) int made172(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_peek_elem(&support_queue, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made173","role":"datapath"}
__attribute__((section("datapath"), used)) int made173(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_peek_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made174","role":"datapath"}
__attribute__((section("datapath"), used)) int made174(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made180","role":"datapath"}
__attribute__((section("datapath"), used)) int made180(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_stack, (void *)buffer1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made181","role":"datapath"}
__attribute__((section("datapath"), used)) int made181(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_pop_elem(&support_queue, octets);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made182","role":"datapath"}
__attribute__((section("datapath"), used)) int made182(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_map_pop_elem(&support_queue, (void *)buffer1);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made183","role":"datapath"}
__attribute__((section("datapath"), used)) int made183(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made189","role":"datapath"}
__attribute__((section("datapath"), used)) int made189(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_stack, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made190","role":"datapath"}
__attribute__((section("datapath"), used)) int made190(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_map_push_elem(&support_queue, octets, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made191","role":"datapath"}
__attribute__((section("datapath"), used)) int made191(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_map_push_elem(&support_queue, (void *)buffer1, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made192","role":"datapath"}
__attribute__((section("datapath"), used)) int made192(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made197","role":"datapath"}
__attribute__((section("datapath"), used)) int made197(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made199","role":"datapath"}
__attribute__((section("datapath"), used)) int made199(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made200","role":"datapath"}
__attribute__((section("datapath"), used)) int made200(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_percpu_array, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made201","role":"datapath"}
__attribute__((section("datapath"), used)) int made201(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made202","role":"datapath"}
__attribute__((section("datapath"), used)) int made202(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lru_percpu_hash, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made203","role":"datapath"}
__attribute__((section("datapath"), used)) int made203(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_lpm_trie, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made204","role":"datapath"}
__attribute__((section("datapath"), used)) int made204(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_map_update_elem(&support_array, octets, (void *)buffer1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made206","role":"datapath"}
__attribute__((section("datapath"), used)) int made206(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  s64 number = bpf_map_update_elem(&support_array, (void *)buffer1, (void *)buffer2, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made207","role":"worker"}
__attribute__((section("worker"), used)) int made207(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made208","role":"datapath"}
__attribute__((section("datapath"), used)) int made208(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  if (bpf_mpsc_push(&guarded1->member_bpf_mpsc_ring, given3) < 0) bpf_co_destroy(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made211","role":"datapath"}
__attribute__((section("datapath"), used)) int made211(struct xdp_md *argument0) {
  void *result = bpf_packet_copy(argument0);
  if (result) { bpf_packet_drop(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made215","role":"datapath"}
__attribute__((section("datapath"), used)) int made215(struct xdp_md *argument0) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"companions":["made216_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made216","role":"queue"}
__attribute__((section("queue"), used)) int made216(struct coroutine *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return -1;
}
__attribute__((section("datapath"), used)) int made216_waiter(struct xdp_md *argument0) {
  co_await(made216, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made217","role":"worker"}
__attribute__((section("worker"), used)) int made217(struct worker_ctx *argument0) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made218","role":"datapath"}
__attribute__((section("datapath"), used)) int made218(struct xdp_md *argument0) {
  s64 number = bpf_preempt(0, 0);
  if (number > 0) *(volatile u64 *)8;
  if (number < -2) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made219","role":"datapath"}
__attribute__((section("datapath"), used)) int made219(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made222","role":"datapath"}
__attribute__((section("datapath"), used)) int made222(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made227","role":"datapath"}
__attribute__((section("datapath"), used)) int made227(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_pop_first(&guarded1->member_bpf_rb_root);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made230","role":"datapath"}
__attribute__((section("datapath"), used)) int made230(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = ({ void *lent3 = bpf_rbtree_first(&guarded1->member_bpf_rb_root); lent3 ? bpf_rbtree_remove(&guarded1->member_bpf_rb_root, lent3) : 0; });
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  if (result) { bpf_co_destroy((void *)((char *)result - __builtin_offsetof(struct coroutine, order))); }
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made234","role":"xdp"}
__attribute__((section("xdp"), used)) int made234(struct xdp_md *argument0) {
  s64 number = bpf_redirect(0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made235","role":"xdp"}
__attribute__((section("xdp"), used)) int made235(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made237","role":"xdp"}
__attribute__((section("xdp"), used)) int made237(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap_hash, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made238","role":"xdp"}
__attribute__((section("xdp"), used)) int made238(struct xdp_md *argument0) {
  bpf_redirect_map(&support_cpumap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made239","role":"xdp"}
__attribute__((section("xdp"), used)) int made239(struct xdp_md *argument0) {
  bpf_redirect_map(&support_xskmap, 0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made240","role":"xdp"}
__attribute__((section("xdp"), used)) int made240(struct xdp_md *argument0) {
  s64 number = bpf_redirect_map(&support_devmap, 0, 0);
  if (number > 4) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made241","role":"datapath"}
__attribute__((section("datapath"), used)) int made241(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 2; }
  bpf_ringbuf_discard(given1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made246","role":"datapath"}
__attribute__((section("datapath"), used)) int made246(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made257","role":"datapath"}
__attribute__((section("datapath"), used)) int made257(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_ringbuf_output(&support_ringbuf, octets, 16, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made258","role":"datapath"}
__attribute__((section("datapath"), used)) int made258(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made259","role":"datapath"}
__attribute__((section("datapath"), used)) int made259(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_ringbuf_output(&support_ringbuf, (void *)buffer1, 16, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made272","role":"datapath"}
__attribute__((section("datapath"), used)) int made272(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 0, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made279","role":"datapath"}
__attribute__((section("datapath"), used)) int made279(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  s64 number = bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  if (number > 0) *(volatile u64 *)8;
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made280","role":"datapath"}
__attribute__((section("datapath"), used)) int made280(struct xdp_md *argument0) {
  void *given1 = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  if (!given1) { return 2; }
  bpf_ringbuf_submit(given1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made285","role":"datapath"}
__attribute__((section("datapath"), used)) int made285(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 0, 0, &local1);
  bpf_ringbuf_submit_dynptr(&local1, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made296","role":"datapath"}
__attribute__((section("datapath"), used)) int made296(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)0, 0, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made297","role":"datapath"}
__attribute__((section("datapath"), used)) int made297(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_snprintf(octets, 16, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made299","role":"datapath"}
__attribute__((section("datapath"), used)) int made299(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_snprintf((void *)buffer1, 16, support_text, (void *)0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made302","role":"datapath"}
__attribute__((section("datapath"), used)) int made302(struct xdp_md *argument0) {
  bpf_spin(0);
  return 2;
}

//@ {"companions":["made303_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made303","role":"queue"}
__attribute__((section("queue"), used)) int made303(struct coroutine *argument0, u64 argument1) {
  bpf_spin(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made303_waiter(struct xdp_md *argument0) {
  co_await(made303, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made304","role":"worker"}
__attribute__((section("worker"), used)) int made304(struct worker_ctx *argument0) {
  bpf_spin(0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made315","role":"worker"}
__attribute__((section("worker"), used)) int made315(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made316","role":"datapath"}
__attribute__((section("datapath"), used)) int made316(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  if (bpf_spsc_push(&guarded1->member_bpf_spsc_ring, given3) < 0) bpf_co_destroy(given3);
  return 0;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made324","role":"datapath"}
__attribute__((section("datapath"), used)) int made324(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_strncmp(octets, 16, support_text);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made325","role":"datapath"}
__attribute__((section("datapath"), used)) int made325(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_strncmp((void *)buffer1, 16, support_text);
  if (number > 1) *(volatile u64 *)8;
  if (number < -1) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made326","role":"xdp"}
__attribute__((section("xdp"), used)) int made326(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made328","role":"datapath"}
__attribute__((section("datapath"), used)) int made328(struct xdp_md *argument0) {
  bpf_throw(0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made337","role":"datapath"}
__attribute__((section("datapath"), used)) int made337(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_trace_printk(octets, 16, 0, 0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made343","role":"datapath"}
__attribute__((section("datapath"), used)) int made343(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  u64 buffer1[4] = {};
  bpf_trace_vprintk(octets, 16, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made344","role":"datapath"}
__attribute__((section("datapath"), used)) int made344(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_trace_vprintk((void *)buffer1, 16, (void *)0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made347","role":"datapath"}
__attribute__((section("datapath"), used)) int made347(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_wheel_add(given1, 0);
  return 0;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made350","role":"worker"}
__attribute__((section("worker"), used)) int made350(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made351","role":"datapath"}
__attribute__((section("datapath"), used)) int made351(struct xdp_md *argument0) {
  bpf_worker_running(0);
  return 2;
}

//@ {"companions":["made352_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made352","role":"queue"}
__attribute__((section("queue"), used)) int made352(struct coroutine *argument0, u64 argument1) {
  bpf_worker_running(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made352_waiter(struct xdp_md *argument0) {
  co_await(made352, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made353","role":"worker"}
__attribute__((section("worker"), used)) int made353(struct worker_ctx *argument0) {
  bpf_worker_running(0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made354","role":"datapath"}
__attribute__((section("datapath"), used)) int made354(struct xdp_md *argument0) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"companions":["made355_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made355","role":"queue"}
__attribute__((section("queue"), used)) int made355(struct coroutine *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return -1;
}
__attribute__((section("datapath"), used)) int made355_waiter(struct xdp_md *argument0) {
  co_await(made355, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made356","role":"worker"}
__attribute__((section("worker"), used)) int made356(struct worker_ctx *argument0) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made357","role":"datapath"}
__attribute__((section("datapath"), used)) int made357(struct xdp_md *argument0) {
  s64 number = bpf_worker_wake(0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made358","role":"datapath"}
__attribute__((section("datapath"), used)) int made358(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made359","role":"xdp"}
__attribute__((section("xdp"), used)) int made359(struct xdp_md *argument0) {
  bpf_xdp_adjust_head(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made360","role":"datapath"}
__attribute__((section("datapath"), used)) int made360(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_head(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made361","role":"datapath"}
__attribute__((section("datapath"), used)) int made361(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made362","role":"xdp"}
__attribute__((section("xdp"), used)) int made362(struct xdp_md *argument0) {
  bpf_xdp_adjust_meta(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made363","role":"datapath"}
__attribute__((section("datapath"), used)) int made363(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_meta(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made364","role":"datapath"}
__attribute__((section("datapath"), used)) int made364(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made365","role":"xdp"}
__attribute__((section("xdp"), used)) int made365(struct xdp_md *argument0) {
  bpf_xdp_adjust_tail(argument0, 0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made366","role":"datapath"}
__attribute__((section("datapath"), used)) int made366(struct xdp_md *argument0) {
  s64 number = bpf_xdp_adjust_tail(argument0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made367","role":"datapath"}
__attribute__((section("datapath"), used)) int made367(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made368","role":"xdp"}
__attribute__((section("xdp"), used)) int made368(struct xdp_md *argument0) {
  bpf_xdp_get_buff_len(argument0);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made369","role":"datapath"}
__attribute__((section("datapath"), used)) int made369(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made370","role":"xdp"}
__attribute__((section("xdp"), used)) int made370(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made371","role":"datapath"}
__attribute__((section("datapath"), used)) int made371(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_load_bytes(argument0, 0, octets, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made372","role":"datapath"}
__attribute__((section("datapath"), used)) int made372(struct xdp_md *argument0) {
  u64 buffer1[4];
  s64 number = bpf_xdp_load_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made373","role":"datapath"}
__attribute__((section("datapath"), used)) int made373(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made374","role":"xdp"}
__attribute__((section("xdp"), used)) int made374(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made375","role":"datapath"}
__attribute__((section("datapath"), used)) int made375(struct xdp_md *argument0) {
  u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_store_bytes(argument0, 0, octets, 16);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made376","role":"datapath"}
__attribute__((section("datapath"), used)) int made376(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  s64 number = bpf_xdp_store_bytes(argument0, 0, (void *)buffer1, 16);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made378","role":"datapath"}
__attribute__((section("datapath"), used)) int made378(struct xdp_md *argument0) {
  s64 number = co_await(support_queue_program, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made380","role":"datapath"}
__attribute__((section("datapath"), used)) int made380(struct xdp_md *argument0) {
  s64 number = co_await_until(support_queue_program, 0, 0);
  if (number > 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made382","role":"datapath"}
__attribute__((section("datapath"), used)) int made382(struct xdp_md *argument0) {
  s64 number = co_join();
  if (number > 0) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made384","role":"datapath"}
__attribute__((section("datapath"), used)) int made384(struct xdp_md *argument0) {
  s64 number = co_sleep_until(0);
  if (number > 0) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made387","role":"datapath"}
__attribute__((section("datapath"), used)) int made387(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made389","role":"datapath"}
__attribute__((section("datapath"), used)) int made389(struct xdp_md *argument0) {
  net_serve();
  return 2;
}

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made390","role":"worker"}
__attribute__((section("worker"), used)) int made390(struct worker_ctx *argument0) {
  net_serve();
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made391","role":"datapath"}
__attribute__((section("datapath"), used)) int made391(struct xdp_md *argument0) {
  s64 number = net_serve();
  if (number > 1) *(volatile u64 *)8;
  if (number < 0) *(volatile u64 *)8;
  return 2;
}

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made392","role":"datapath"}
__attribute__((section("datapath"), used)) int made392(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made396","role":"datapath"}
__attribute__((section("datapath"), used)) int made396(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made402","role":"datapath"}
__attribute__((section("datapath"), used)) int made402(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made404","role":"datapath"}
__attribute__((section("datapath"), used)) int made404(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made407","role":"datapath"}
__attribute__((section("datapath"), used)) int made407(struct xdp_md *argument0) {
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

//@ {"companions":[],"found":{"isRefused":false,"violations":[]},"name":"made409","role":"datapath"}
__attribute__((section("datapath"), used)) int made409(struct xdp_md *argument0) {
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

//@ {"companions":["support_queue_program_waiter"],"found":{"isRefused":false,"violations":[]},"name":"made416","role":"xdp"}
__attribute__((section("xdp"), used)) int made416(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  octets[0] = 1;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_co_resume","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made467","role":"datapath"}
__attribute__((section("datapath"), used)) int made467(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_co_resume(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_dynptr_data","result":0},"name":"made504","role":"datapath"}
__attribute__((section("datapath"), used)) int made504(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_data","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made514","role":"datapath"}
__attribute__((section("datapath"), used)) int made514(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_ringbuf, 16, 0, &local1);
  void *result = bpf_dynptr_data(&local1, 0, 8);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  if (result) *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made519","role":"datapath"}
__attribute__((section("datapath"), used)) int made519(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_dynptr_from_mem((void *)support_text, 16, 0, &local1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_from_mem","part":{"argument":{"_0":0,"_1":"stable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made524","role":"datapath"}
__attribute__((section("datapath"), used)) int made524(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  struct bpf_dynptr local2;
  bpf_dynptr_from_mem((void *)buffer1, 16, 0, &local2);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_dynptr_read","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made554","role":"datapath"}
__attribute__((section("datapath"), used)) int made554(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  u32 key3 = 0;
  void *value2 = bpf_map_lookup_elem(&support_array, &key3);
  if (!value2) { return 2; }
  bpf_dynptr_from_mem(value2, 8, 0, &local1);
  bpf_dynptr_read((void *)support_text, 16, &local1, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_for_each_map_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made614","role":"datapath"}
__attribute__((section("datapath"), used)) int made614(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_queue, (void *)support_callback_entry, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made645","role":"worker"}
__attribute__((section("worker"), used)) int made645(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_hash);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made647","role":"datapath"}
__attribute__((section("datapath"), used)) int made647(struct xdp_md *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_handles_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_handles_pop","result":0},"name":"made652","role":"worker"}
__attribute__((section("worker"), used)) int made652(struct worker_ctx *argument0) {
  void *result = bpf_handles_pop(&support_handles);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_handles_push","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made659","role":"datapath"}
__attribute__((section("datapath"), used)) int made659(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  if (bpf_handles_push(&support_hash, given1) < 0) bpf_co_destroy(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_kptr_xchg","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_kptr_xchg","result":0},"name":"made695","role":"datapath"}
__attribute__((section("datapath"), used)) int made695(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_back","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_back","result":0},"name":"made734","role":"datapath"}
__attribute__((section("datapath"), used)) int made734(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_list_pop_front","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_list_pop_front","result":0},"name":"made759","role":"datapath"}
__attribute__((section("datapath"), used)) int made759(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made813","role":"datapath"}
__attribute__((section("datapath"), used)) int made813(struct xdp_md *argument0) {
  void *result = bpf_local_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_local_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_local_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_local_pop","result":0},"name":"made818","role":"worker"}
__attribute__((section("worker"), used)) int made818(struct worker_ctx *argument0) {
  void *result = bpf_local_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_local_push","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made826","role":"datapath"}
__attribute__((section("datapath"), used)) int made826(struct xdp_md *argument0) {
  void *given1 = co_spawn(support_datapath_program, argument0);
  if (!given1) { return 2; }
  bpf_local_push(given1);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_map_delete_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made848","role":"datapath"}
__attribute__((section("datapath"), used)) int made848(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_delete_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made883","role":"datapath"}
__attribute__((section("datapath"), used)) int made883(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_elem(&support_queue, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_elem","result":0},"name":"made908","role":"datapath"}
__attribute__((section("datapath"), used)) int made908(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_elem(&support_array, (void *)buffer1);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made923","role":"datapath"}
__attribute__((section("datapath"), used)) int made923(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_lookup_percpu_elem(&support_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_map_lookup_percpu_elem","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_map_lookup_percpu_elem","result":0},"name":"made948","role":"datapath"}
__attribute__((section("datapath"), used)) int made948(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  void *result = bpf_map_lookup_percpu_elem(&support_percpu_array, (void *)buffer1, 0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made963","role":"datapath"}
__attribute__((section("datapath"), used)) int made963(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_peek_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_peek_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made983","role":"datapath"}
__attribute__((section("datapath"), used)) int made983(struct xdp_md *argument0) {
  bpf_map_peek_elem(&support_queue, (void *)support_text);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1003","role":"datapath"}
__attribute__((section("datapath"), used)) int made1003(struct xdp_md *argument0) {
  u64 buffer1[4];
  bpf_map_pop_elem(&support_hash, (void *)buffer1);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_pop_elem","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1023","role":"datapath"}
__attribute__((section("datapath"), used)) int made1023(struct xdp_md *argument0) {
  bpf_map_pop_elem(&support_queue, (void *)support_text);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_push_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1043","role":"datapath"}
__attribute__((section("datapath"), used)) int made1043(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_map_push_elem(&support_hash, (void *)buffer1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_map_update_elem","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1078","role":"datapath"}
__attribute__((section("datapath"), used)) int made1078(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  u64 buffer2[4] = {};
  bpf_map_update_elem(&support_queue, (void *)buffer1, (void *)buffer2, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1120","role":"datapath"}
__attribute__((section("datapath"), used)) int made1120(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_mpsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_mpsc_pop","result":0},"name":"made1125","role":"worker"}
__attribute__((section("worker"), used)) int made1125(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_mpsc_pop(&guarded1->member_bpf_mpsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_packet_copy","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_packet_copy","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_packet_copy","result":0},"name":"made1158","role":"datapath"}
__attribute__((section("datapath"), used)) int made1158(struct xdp_md *argument0) {
  void *result = bpf_packet_copy(argument0);
  *(volatile u8 *)result;
  if (result) { bpf_packet_drop(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_packet_drop","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1166","role":"datapath"}
__attribute__((section("datapath"), used)) int made1166(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_packet_forward","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1175","role":"datapath"}
__attribute__((section("datapath"), used)) int made1175(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_packet_forward","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1177","role":"datapath"}
__attribute__((section("datapath"), used)) int made1177(struct xdp_md *argument0) {
  bpf_packet_forward(argument0, 0);
  bpf_packet_forward(argument0, 0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1184","role":"datapath"}
__attribute__((section("datapath"), used)) int made1184(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_packet_transmit","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1186","role":"datapath"}
__attribute__((section("datapath"), used)) int made1186(struct xdp_md *argument0) {
  bpf_packet_transmit(argument0);
  bpf_packet_transmit(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"bpf_preempt","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1187","role":"exec"}
__attribute__((section("exec"), used)) u64 made1187(void *argument0, u64 argument1) {
  bpf_preempt(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_first","result":0},"name":"made1238","role":"datapath"}
__attribute__((section("datapath"), used)) int made1238(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  void *result = bpf_rbtree_first(&guarded1->member_bpf_rb_root);
  *(volatile u8 *)result;
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_pop_first","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_pop_first","result":0},"name":"made1261","role":"datapath"}
__attribute__((section("datapath"), used)) int made1261(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}},"companions":["made1295_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_rbtree_remove","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_rbtree_remove","result":0},"name":"made1295","role":"queue"}
__attribute__((section("queue"), used)) int made1295(struct coroutine *argument0, u64 argument1) {
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
__attribute__((section("datapath"), used)) int made1295_waiter(struct xdp_md *argument0) {
  co_await(made1295, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1303","role":"datapath"}
__attribute__((section("datapath"), used)) int made1303(struct xdp_md *argument0) {
  bpf_redirect(0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1310","role":"xdp"}
__attribute__((section("xdp"), used)) int made1310(struct xdp_md *argument0) {
  bpf_redirect_map(&support_hash, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_redirect_map","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1312","role":"datapath"}
__attribute__((section("datapath"), used)) int made1312(struct xdp_md *argument0) {
  bpf_redirect_map(&support_devmap, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_output","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1368","role":"datapath"}
__attribute__((section("datapath"), used)) int made1368(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_ringbuf_output(&support_hash, (void *)buffer1, 16, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_query","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1398","role":"datapath"}
__attribute__((section("datapath"), used)) int made1398(struct xdp_md *argument0) {
  bpf_ringbuf_query(&support_hash, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1418","role":"datapath"}
__attribute__((section("datapath"), used)) int made1418(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_hash, 8, 0);
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"bpf_ringbuf_reserve","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_ringbuf_reserve","result":0},"name":"made1433","role":"datapath"}
__attribute__((section("datapath"), used)) int made1433(struct xdp_md *argument0) {
  void *result = bpf_ringbuf_reserve(&support_ringbuf, 8, 0);
  *(volatile u8 *)result;
  if (result) { bpf_ringbuf_discard(result, 0); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_ringbuf_reserve_dynptr","part":{"argument":{"_0":0,"_1":"mapType"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1453","role":"datapath"}
__attribute__((section("datapath"), used)) int made1453(struct xdp_md *argument0) {
  struct bpf_dynptr local1;
  bpf_ringbuf_reserve_dynptr(&support_hash, 0, 0, &local1);
  bpf_ringbuf_discard_dynptr(&local1, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_set_quantum","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1533","role":"datapath"}
__attribute__((section("datapath"), used)) int made1533(struct xdp_md *argument0) {
  bpf_set_quantum(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_snprintf","part":{"argument":{"_0":0,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1538","role":"datapath"}
__attribute__((section("datapath"), used)) int made1538(struct xdp_md *argument0) {
  u64 buffer1[4] = {};
  bpf_snprintf((void *)support_text, 16, support_text, (void *)buffer1, 16);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spin","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1568","role":"exec"}
__attribute__((section("exec"), used)) u64 made1568(void *argument0, u64 argument1) {
  bpf_spin(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"bpf_spin_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"bpf_spin_lock","result":0},"name":"made1591","role":"datapath"}
__attribute__((section("datapath"), used)) int made1591(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1621","role":"datapath"}
__attribute__((section("datapath"), used)) int made1621(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_spsc_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_spsc_pop","result":0},"name":"made1626","role":"worker"}
__attribute__((section("worker"), used)) int made1626(struct worker_ctx *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *result = bpf_spsc_pop(&guarded1->member_bpf_spsc_ring);
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"argument":{"_0":1,"_1":"mapType"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1680","role":"xdp"}
__attribute__((section("xdp"), used)) int made1680(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_hash, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1682","role":"datapath"}
__attribute__((section("datapath"), used)) int made1682(struct xdp_md *argument0) {
  bpf_tail_call(argument0, &support_prog_array, 0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_tail_call","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1687","role":"xdp"}
__attribute__((section("xdp"), used)) int made1687(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_tail_call(argument0, &support_prog_array, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"call":{"_0":"roles"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1736","role":"datapath"}
__attribute__((section("datapath"), used)) int made1736(struct xdp_md *argument0) {
  void *result = bpf_wheel_pop();
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[{"declaration":"bpf_wheel_pop","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"bpf_wheel_pop","result":0},"name":"made1741","role":"worker"}
__attribute__((section("worker"), used)) int made1741(struct worker_ctx *argument0) {
  void *result = bpf_wheel_pop();
  *(volatile u8 *)result;
  if (result) { bpf_co_destroy(result); }
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_running","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1745","role":"exec"}
__attribute__((section("exec"), used)) u64 made1745(void *argument0, u64 argument1) {
  bpf_worker_running(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_worker_wake","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1750","role":"exec"}
__attribute__((section("exec"), used)) u64 made1750(void *argument0, u64 argument1) {
  bpf_worker_wake(0);
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_head","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1769","role":"datapath"}
__attribute__((section("datapath"), used)) int made1769(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_head(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_meta","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1786","role":"datapath"}
__attribute__((section("datapath"), used)) int made1786(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_meta(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_adjust_tail","part":{"effect":{"_0":0,"_1":"moved"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1803","role":"datapath"}
__attribute__((section("datapath"), used)) int made1803(struct xdp_md *argument0) {
  volatile u8 *octets = (void *)(long)argument0->data;
  if (octets + 40 > (u8 *)(long)argument0->data_end) { return 2; }
  bpf_xdp_adjust_tail(argument0, 14);
  octets[0];
  octets[39];
  return 2;
}

//@ {"breaks":{"declaration":"bpf_xdp_load_bytes","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1822","role":"datapath"}
__attribute__((section("datapath"), used)) int made1822(struct xdp_md *argument0) {
  bpf_xdp_load_bytes(argument0, 0, (void *)support_text, 16);
  return 2;
}

//@ {"breaks":{"declaration":"co_await","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1847","role":"exec"}
__attribute__((section("exec"), used)) u64 made1847(void *argument0, u64 argument1) {
  co_await(support_queue_program, 0);
  return 2;
}

//@ {"breaks":{"declaration":"co_await_until","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1854","role":"exec"}
__attribute__((section("exec"), used)) u64 made1854(void *argument0, u64 argument1) {
  co_await_until(support_queue_program, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"co_join","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1860","role":"exec"}
__attribute__((section("exec"), used)) u64 made1860(void *argument0, u64 argument1) {
  co_join();
  return 2;
}

//@ {"breaks":{"declaration":"co_sleep_until","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1866","role":"exec"}
__attribute__((section("exec"), used)) u64 made1866(void *argument0, u64 argument1) {
  co_sleep_until(0);
  return 2;
}

//@ {"breaks":{"declaration":"ip_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1889","role":"xdp"}
__attribute__((section("xdp"), used)) int made1889(struct xdp_md *argument0) {
  ip_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"ip_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"ip_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"ip_hdr","result":0},"name":"made1891","role":"datapath"}
__attribute__((section("datapath"), used)) int made1891(struct xdp_md *argument0) {
  void *result = ip_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1896","role":"datapath"}
__attribute__((section("datapath"), used)) int made1896(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1901","role":"datapath"}
__attribute__((section("datapath"), used)) int made1901(struct xdp_md *argument0) {
  void *given1 = bpf_packet_copy(argument0);
  if (!given1) { return 2; }
  void *part2 = ip_hdr(given1);
  if (!part2) { bpf_packet_drop(given1); return 2; }
  ip_rcv(argument0, part2);
  bpf_packet_drop(given1);
  return 2;
}

//@ {"breaks":{"declaration":"ip_rcv","part":{"effect":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"ip_rcv","part":{"effect":{"_0":0,"_1":"state"}}}]},"mutation":{"function":"ip_rcv","result":0},"name":"made1907","role":"datapath"}
__attribute__((section("datapath"), used)) int made1907(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  ip_rcv(argument0, part1);
  return 2;
}

//@ {"breaks":{"declaration":"net_rcv","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1914","role":"datapath"}
__attribute__((section("datapath"), used)) int made1914(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"net_rcv","part":{"call":{"_0":"ends"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1915","role":"datapath"}
__attribute__((section("datapath"), used)) int made1915(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"net_rcv","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1917","role":"datapath"}
__attribute__((section("datapath"), used)) int made1917(struct xdp_md *argument0) {
  net_rcv(argument0);
  net_rcv(argument0);
  return 0;
}

//@ {"breaks":{"declaration":"net_serve","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made1918","role":"exec"}
__attribute__((section("exec"), used)) u64 made1918(void *argument0, u64 argument1) {
  net_serve();
  return 2;
}

//@ {"breaks":{"declaration":"net_serve","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1921","role":"datapath"}
__attribute__((section("datapath"), used)) int made1921(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"queue_to_socket","part":{"argument":{"_0":1,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1930","role":"datapath"}
__attribute__((section("datapath"), used)) int made1930(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"queue_to_socket","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1936","role":"datapath"}
__attribute__((section("datapath"), used)) int made1936(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"sk_lookup","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1940","role":"datapath"}
__attribute__((section("datapath"), used)) int made1940(struct xdp_md *argument0) {
  void *result = sk_lookup(argument0);
  if (result) { socket_put(result); }
  return 2;
}

//@ {"breaks":{"declaration":"sk_lookup","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1947","role":"datapath"}
__attribute__((section("datapath"), used)) int made1947(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"sk_lookup","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"sk_lookup","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"sk_lookup","result":0},"name":"made1949","role":"datapath"}
__attribute__((section("datapath"), used)) int made1949(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  void *result = sk_lookup(argument0);
  *(volatile u8 *)result;
  if (result) { socket_put(result); }
  return 2;
}

//@ {"breaks":{"declaration":"socket_close","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1958","role":"datapath"}
__attribute__((section("datapath"), used)) int made1958(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_consume","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1965","role":"datapath"}
__attribute__((section("datapath"), used)) int made1965(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_lock","part":{"result":{"_0":"lockTaken"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_lock","part":{"result":{"_0":"lockTaken"}}}]},"mutation":{"function":"socket_lock","result":0},"name":"made1974","role":"datapath"}
__attribute__((section("datapath"), used)) int made1974(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_peek","part":{"argument":{"_0":2,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1977","role":"datapath"}
__attribute__((section("datapath"), used)) int made1977(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_peek","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1983","role":"datapath"}
__attribute__((section("datapath"), used)) int made1983(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_peek","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_peek","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_peek","result":4097},"name":"made1984","role":"datapath"}
__attribute__((section("datapath"), used)) int made1984(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_read","part":{"argument":{"_0":1,"_1":"writable"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made1996","role":"datapath"}
__attribute__((section("datapath"), used)) int made1996(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_read","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2002","role":"datapath"}
__attribute__((section("datapath"), used)) int made2002(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_read","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_read","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_read","result":4097},"name":"made2003","role":"datapath"}
__attribute__((section("datapath"), used)) int made2003(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_readable","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2010","role":"datapath"}
__attribute__((section("datapath"), used)) int made2010(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_serve","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2018","role":"datapath"}
__attribute__((section("datapath"), used)) int made2018(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_writable","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2034","role":"datapath"}
__attribute__((section("datapath"), used)) int made2034(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_write","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2043","role":"datapath"}
__attribute__((section("datapath"), used)) int made2043(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"socket_write","part":{"result":{"_0":"range"}}},"companions":[],"found":{"isRefused":false,"violations":[{"declaration":"socket_write","part":{"result":{"_0":"range"}}}]},"mutation":{"function":"socket_write","result":4097},"name":"made2044","role":"datapath"}
__attribute__((section("datapath"), used)) int made2044(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"tcp_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2050","role":"xdp"}
__attribute__((section("xdp"), used)) int made2050(struct xdp_md *argument0) {
  tcp_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"tcp_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"tcp_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"tcp_hdr","result":0},"name":"made2052","role":"datapath"}
__attribute__((section("datapath"), used)) int made2052(struct xdp_md *argument0) {
  void *result = tcp_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"tcp_hdr","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2054","role":"datapath"}
__attribute__((section("datapath"), used)) int made2054(struct xdp_md *argument0) {
  void *result = tcp_hdr(argument0);
  if (result) { bpf_packet_drop(argument0); *(volatile u8 *)result; return 0; }
  return 2;
}

//@ {"breaks":{"declaration":"tcp_push","part":{"call":{"_0":"requiresLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2061","role":"datapath"}
__attribute__((section("datapath"), used)) int made2061(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"tcp_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2069","role":"datapath"}
__attribute__((section("datapath"), used)) int made2069(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"tcp_rcv","part":{"effect":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"tcp_rcv","part":{"effect":{"_0":0,"_1":"state"}}}]},"mutation":{"function":"tcp_rcv","result":0},"name":"made2075","role":"datapath"}
__attribute__((section("datapath"), used)) int made2075(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"udp_hdr","part":{"call":{"_0":"roles"}}},"companions":["support_queue_program_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2081","role":"xdp"}
__attribute__((section("xdp"), used)) int made2081(struct xdp_md *argument0) {
  udp_hdr(argument0);
  return 2;
}

//@ {"breaks":{"declaration":"udp_hdr","part":{"result":{"_0":"nullable"}}},"companions":[],"found":{"isRefused":true,"violations":[{"declaration":"udp_hdr","part":{"result":{"_0":"nullable"}}}]},"mutation":{"function":"udp_hdr","result":0},"name":"made2083","role":"datapath"}
__attribute__((section("datapath"), used)) int made2083(struct xdp_md *argument0) {
  void *result = udp_hdr(argument0);
  *(volatile u8 *)result;
  return 2;
}

//@ {"breaks":{"declaration":"udp_hdr","part":{"result":{"_0":"part"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2085","role":"datapath"}
__attribute__((section("datapath"), used)) int made2085(struct xdp_md *argument0) {
  void *result = udp_hdr(argument0);
  if (result) { bpf_packet_drop(argument0); *(volatile u8 *)result; return 0; }
  return 2;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"argument":{"_0":0,"_1":"state"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2088","role":"datapath"}
__attribute__((section("datapath"), used)) int made2088(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  udp_rcv(argument0, part1);
  return 0;
}

//@ {"breaks":{"declaration":"udp_rcv","part":{"argument":{"_0":1,"_1":"instance"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2093","role":"datapath"}
__attribute__((section("datapath"), used)) int made2093(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"udp_rcv","part":{"call":{"_0":"excludesLock"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2098","role":"datapath"}
__attribute__((section("datapath"), used)) int made2098(struct xdp_md *argument0) {
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

//@ {"breaks":{"declaration":"udp_rcv","part":{"effect":{"_0":0,"_1":"consumed"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2100","role":"datapath"}
__attribute__((section("datapath"), used)) int made2100(struct xdp_md *argument0) {
  void *part1 = ip_hdr(argument0);
  if (!part1) { return 2; }
  s64 step2 = ip_rcv(argument0, part1);
  if (!(step2 == 0)) { return 2; }
  udp_rcv(argument0, part1);
  udp_rcv(argument0, part1);
  return 0;
}

//@ {"breaks":{"declaration":"baton_datapath","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2102","role":"datapath"}
__attribute__((section("datapath"), used)) int made2102(struct xdp_md *argument0) {
  bpf_packet_drop(argument0);
  return 1;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made2108_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2108","role":"queue"}
__attribute__((section("queue"), used)) int made2108(struct coroutine *argument0, u64 argument1) {
  return 0;
}
__attribute__((section("datapath"), used)) int made2108_waiter(struct xdp_md *argument0) {
  co_await(made2108, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_queue","part":{"end":{"_0":"outcome"}}},"companions":["made2111_waiter"],"found":{"isRefused":true,"violations":[]},"name":"made2111","role":"queue"}
__attribute__((section("queue"), used)) int made2111(struct coroutine *argument0, u64 argument1) {
  bpf_co_destroy(argument0);
  return -1;
}
__attribute__((section("datapath"), used)) int made2111_waiter(struct xdp_md *argument0) {
  co_await(made2111, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_entry_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2114","role":"datapath"}
static long made2114_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2114(struct xdp_md *argument0) {
  bpf_for_each_map_elem(&support_array, (void *)made2114_callback, 0, 0);
  return 2;
}

//@ {"breaks":{"declaration":"baton_less_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2119","role":"datapath"}
static long made2119_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2119(struct xdp_md *argument0) {
  u32 key2 = 0;
  struct support_guarded *guarded1 = bpf_map_lookup_elem(&support_guarded_values, &key2);
  if (!guarded1) { return 2; }
  void *given3 = co_spawn(support_datapath_program, argument0);
  if (!given3) { return 2; }
  bpf_spin_lock(&guarded1->member_bpf_spin_lock);
  bpf_rbtree_add(&guarded1->member_bpf_rb_root, &((struct coroutine *)given3)->order, (void *)made2119_callback);
  bpf_spin_unlock(&guarded1->member_bpf_spin_lock);
  return 0;
}

//@ {"breaks":{"declaration":"baton_loop_body","part":{"end":{"_0":"outcome"}}},"companions":[],"found":{"isRefused":true,"violations":[]},"name":"made2122","role":"datapath"}
static long made2122_callback(void) { return 2; }
__attribute__((section("datapath"), used)) int made2122(struct xdp_md *argument0) {
  bpf_loop(1, (void *)made2122_callback, 0, 0);
  return 2;
}
