/// Linux 6.12 as an interface: its program types, their contexts, all helpers and the kernel's functions that
/// programs call by name (kfuncs), as contracts.
///
/// No program includes this: it becomes BTF, by which the verifier judges programs as Linux would. The
/// facts are the kernel's.
#pragma once

#include "linux/groups.h"

// What is Linux's own in the contracts of helpers.h.

/// Maps of keys and values: those that no helper is closed to but by its own contract.
#define __base_tables \
  "hash|array|percpu_hash|percpu_array|lru_hash|lru_percpu_hash|lpm_trie|arena"
#define __base_changed_tables __base_tables
#define __base_walked_tables "hash|percpu_hash|lru_hash|lru_percpu_hash|array|percpu_array"
#define __base_more_to_look_up \
  "array_of_maps|hash_of_maps|devmap|devmap_hash"
#define __base_queues "queue|stack|bloom_filter"
/// Of results, Linux knows nothing.
#define __base_status "_"
#define __base_order "_"
#define __base_handed_on "stack<'c>?"
#define __base_roles __roles(LINUX_BASE)
#define __base_coarse_clock __roles(LINUX_NET ", sock, sysctl, sk_reuseport, struct_ops")
#define __base_checksums __roles("tc, xdp, " LINUX_LWT)
#define __base_gpl __gpl
#define __base_reads_packet
#define __base_dynptrs "Local, Ringbuf, Skb, Xdp"
#define __base_moves_skb __moves_packet("'d Skb")
#define __base_bars_lock \
  __barred("tracing progs cannot use bpf_spin_lock yet", LINUX_PROBES ", socket")
#define __base_bars_containers \
  __barred("tracing progs cannot use bpf_{list_head,rb_root} yet", LINUX_PROBES)

#include "helpers.h"
#include "linux/roles.h"

#include "linux/helpers_base.h"
#include "linux/helpers_cgroup.h"
#include "linux/helpers_packet.h"
#include "linux/helpers_socket.h"
#include "linux/helpers_task.h"
#include "linux/helpers_tcp.h"
#include "linux/helpers_trace.h"

#include "linux/kfuncs_base.h"
#include "linux/kfuncs_cpumask.h"
#include "linux/kfuncs_crypto.h"
#include "linux/kfuncs_dynptr.h"
#include "linux/kfuncs_files.h"
#include "linux/kfuncs_iterators.h"
#include "linux/kfuncs_objects.h"
#include "linux/kfuncs_packet.h"
#include "linux/kfuncs_task.h"
#include "linux/kfuncs_tcp.h"
#include "linux/kfuncs_testmod.h"
