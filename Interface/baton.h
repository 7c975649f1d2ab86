/// Baton's interface: everything that a program may call, with the rules for calling it.
///
/// Read by C programs, by Swift programs, by the Swift implementations of these functions and, as
/// BTF, by the verifier. A rule that is not written here is enforced nowhere.
#pragma once

#include "contracts.h"
#include "types.h"

// What is Baton's own in the contracts of helpers.h.

/// Maps of keys and values that all programs may read and write.
#define __base_tables "hash|array|percpu_hash|percpu_array|lru_hash|lru_percpu_hash|lpm_trie"
#define __base_changed_tables __base_tables
#define __base_walked_tables __base_tables
#define __base_more_to_look_up "array_of_maps|hash_of_maps|devmap|devmap_hash|xskmap"
#define __base_queues "queue|stack"
#define __base_status "..0"
#define __base_order "-1..1"
#define __base_handed_on "'c"
#define __base_roles
#define __base_coarse_clock
#define __base_checksums
#define __base_gpl
#define __base_reads_packet __reads_packet
#define __base_moves_skb
#define __base_dynptrs "Local, Ringbuf"
#define __base_bars_lock
#define __base_bars_containers

#include "helpers.h"

/// What those say that take a network stack for themselves: `netstack.h` has locks of it.
#if !defined(BATON_TAKES_STACK)
#define BATON_TAKES_STACK
#endif

/// Counts changes after which programs have to be built anew.
#if !defined(BATON_INTERFACE_VERSION)
#define BATON_INTERFACE_VERSION 3
#endif

/// Puts a function or variable into a section; a program's section names its role.
#define SEC(name) __attribute__((section(name), used))

/// Says of a function's declaration, which C and Swift share, that it is a program of that role.
#define __program(role) __attribute__((section(role)))

/// The program may be suspended from outside where one round of a loop ends, too: the object's queue program
/// `on_preempt` gets the handle.
#if defined(BATON_DECLARATIONS)
// Clang's syntax tree, in which the toolchain reads what a header says, keeps the words of this attribute, and not of tags.
#define __preemptible __attribute__((deprecated("preemptible")))
#else
#define __preemptible __attribute__((btf_decl_tag("preemptible")))
#endif

/// Declares a map of `entries` entries from `key_type` to `value_type`.
#if defined(__bpf__)
#define BATON_MAP(name, map_type, key_type, value_type, entries) \
  struct {                                                       \
    int(*type)[BPF_MAP_TYPE_##map_type];                         \
    int(*max_entries)[entries];                                  \
    key_type *key;                                               \
    value_type *value;                                           \
  } name SEC(".maps")
#else
#define BATON_MAP(name, map_type, key_type, value_type, entries) extern struct bpf_map name
#endif

/// Declares a global variable of the object with the value that it begins with, unless whoever loads it says otherwise
/// (`--set`). Programs in C and in Swift read and write it.
#if defined(__bpf__)
#define BATON_VARIABLE(type, name, ...) volatile type name = __VA_ARGS__
#else
#define BATON_VARIABLE(type, name, ...) extern volatile type name
#endif

/// The object that contains `member` at `pointer`.
#define container_of(pointer, type, member) \
  ((type *)((char *)(pointer)-__builtin_offsetof(type, member)))

/// A map, seen from a program: only its address is of use.
struct __kind("map") bpf_map {
  u64 opaque;
};

/// A suspended coroutine: the owned, linear handle to it. Stash, resume or destroy it, exactly once.
struct __destructor("bpf_co_destroy") __version(BATON_INTERFACE_VERSION) coroutine {
  struct bpf_list_node node;
  /// What the data path passed to `co_await` when it was suspended.
  u64 argument;
  struct bpf_rb_node order;
  /// When it was suspended, in nanoseconds of the world's clock.
  u64 suspended_at;
  /// The worker that ran it last.
  u32 worker;
  /// Where the waits of the queue program that it was handed to last lie among a worker's, in bytes; 0 before that,
  /// and once it has ended. Beside the worker's number, to be written with it.
  u32 queue __opaque;
  /// What policies keep of it: zero at first, and as it was left from one suspension to the next.
  u64 user[2] __writable("queue, worker");
  /// How many coroutines its memory has had.
  u32 generation;
  /// Which of the worker's suspensions its last one was; 0 where nobody traced that worker.
  u32 suspension __opaque;
};

/// The states that packets are in, of interfaces that have some: `netstack.h`.
#if !defined(BATON_PACKET_STATES)
#define BATON_PACKET_STATES
#endif

/// A received packet, as the data path that owns it sees it. Layout of Linux's `struct xdp_md`, and what Baton keeps behind
/// that.
struct __destructor("bpf_packet_drop") __native("baton_packet") BATON_PACKET_STATES
    __version(BATON_INTERFACE_VERSION) xdp_md {
  u32 data __packet_data;
  u32 data_end __packet_end;
  u32 data_meta __packet_meta;
  u32 ingress_ifindex;
  u32 rx_queue_index;
  u32 egress_ifindex;
  u16 stage __opaque;
};

/// What a worker program knows about the thread that it runs on.
struct __version(BATON_INTERFACE_VERSION) worker_ctx {
  /// From 0 to one less than the number of workers.
  u32 worker;
  /// How many workers there are.
  u32 worker_count;
  /// How many coroutines this worker has seen suspended and has not resumed.
  u64 pending;
};

// Roles: the prototypes of programs. A program in a section of that name must prove this contract.

/// Runs as a coroutine over a packet that it owns. Returns an XDP action for a packet that it still
/// owns, and 0 once it gave the packet away.
__role("datapath") __packets("write") __preempted_into("queue", "on_preempt")
__contract("(own xdp_md<'p>) -> _, xdp_md<'p> | 0, consumed 'p")
int baton_datapath(struct xdp_md *ctx);

/// Linux's XDP program: looks at a packet, rewrites it, returns an action.
__role("xdp") __packets("write") __contract("(xdp_md<'p>) -> _")
int baton_xdp(struct xdp_md *ctx);

/// Works on some memory, as `baton exec` runs it: `memory` is null where there is none.
__role("exec") __loads_packets __contract("(mem<'n>, size<'n>?) -> _")
u64 baton_exec(void *memory, u64 byte_count);

/// Receives the handle of the coroutine that awaits it, and keeps it (≥ 0) or not (< 0).
__role("queue")
__contract("(own coroutine<'h>, _) -> consumed 'h on >= 0 | coroutine<'h> on < 0")
int baton_queue(struct coroutine *handle, u64 argument);

/// Takes handles out of where queue programs put them, and resumes them. Returns how many, to be run again at once; 0 to
/// be run again, too, and soon; less when it need not be run before something wakes its worker: a packet, a sleeper's
/// time, what is pushed into a ring, or `bpf_worker_wake`.
__role("worker") __contract("(worker_ctx) -> _")
int baton_worker(struct worker_ctx *ctx);

/// A pointer in a map's value that owns what it points to: `struct coroutine __kptr *handle;`.
#if defined(__bpf__)
#define __kptr __attribute__((btf_type_tag("kptr")))
#else
#define __kptr
#endif

/// What calls get of such a pointer: its address.
struct __kind("pointer") bpf_kptr {
  u64 opaque;
};

/// Puts the object, or null, into the place, and gives out what was there. No lock is needed.
__helper(194, void *, bpf_kptr_xchg, (void *place, void *object),
         __contract("(bpf_kptr<'k>, own element<'k,'o>?) -> own element<'k>?, consumed 'o"));

// Coroutines.

/// Suspends the caller and hands its handle to `queue`. Returns the queue program's negative result
/// at once when it refused the handle, else 0 when a worker has resumed the coroutine.
__contract("(program<queue>, _) -> ..0") __suspends __roles("datapath")
int co_await(int (*queue)(struct coroutine *handle, u64 argument), u64 argument);

/// The same, until `deadline` at the latest, in nanoseconds of `bpf_ktime_get_ns`: then the coroutine comes out of
/// `bpf_wheel_pop`, on the worker that it was suspended on, and whoever resumes that has the call return −110. What the
/// queue program has kept is of no use from then on: `CO_EXPIRED`. −12 where too many wait so.
__contract("(program<queue>, _, _) -> ..0") __suspends __roles("datapath")
int co_await_until(int (*queue)(struct coroutine *handle, u64 argument), u64 argument, u64 deadline);

/// Suspends the caller until `deadline`: then it comes out of `bpf_wheel_pop`, on this worker.
__contract("(_) -> 0") __suspends __roles("datapath")
int co_sleep_until(u64 deadline);

/// Hands the caller to `queue`, with 0, to let others run that wait there.
#define co_yield(queue) co_await(queue, 0)

/// A coroutine of `program` over the packet, suspended before its first instruction, and a child of the caller. Null,
/// and the packet is still the caller's, where there is no frame for it. Packets that come in go to the object's first
/// data path that no other one spawns.
__contract("(program<datapath>, own xdp_md<'p>) -> own coroutine<'h>?, consumed 'p on !null | xdp_md<'p> on null")
__ends("'p") __roles("datapath")
struct coroutine *co_spawn(int (*program)(struct xdp_md *ctx), struct xdp_md *packet);

/// Suspends the caller until all of its children have ended: then it comes out of `bpf_wheel_pop`, on the worker on which
/// the last one did. Returns at once where there is none.
__contract("() -> 0") __suspends __roles("datapath")
int co_join(void);

enum co_status { CO_FINISHED = 0, CO_SUSPENDED = 1, CO_CANCELLED = 2, CO_EXPIRED = 3 };

/// Runs the coroutine until it suspends again, ends or is cancelled: a `co_status`. `CO_EXPIRED` where it has not waited
/// for that any more, as its deadline has passed.
__contract("(own coroutine<'h>) -> 0..3, consumed 'h") __resumes __roles("worker")
int bpf_co_resume(struct coroutine *handle);

/// Whether the handle is of no use any more, as its coroutine's deadline has passed: 1, else 0, which may be over at once.
__contract("(coroutine<'h>) -> 0..1")
int bpf_co_expired(struct coroutine *handle);

/// Which packet the coroutine owned when it was suspended: a number that no other packet has meanwhile; 0 for none.
__contract("(coroutine<'h>) -> _")
u64 bpf_co_packet(struct coroutine *handle);

/// Ends the coroutine where it is and releases all that it owns.
__contract("(own coroutine<'h>) -> consumed 'h") __roles("datapath, queue, worker")
void bpf_co_destroy(struct coroutine *handle);

/// Keeps the handle on this worker: the last one in is the first one out. No lock, no other worker.
__contract("(own coroutine<'h>) -> consumed 'h") __roles("queue, worker")
void bpf_local_push(struct coroutine *handle);

/// The handle that was kept on this worker last.
__contract("() -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_local_pop(void);

/// Lets the handle sleep on this worker until `deadline`, in nanoseconds of `bpf_ktime_get_ns`.
__contract("(own coroutine<'h>, _) -> consumed 'h")
void bpf_wheel_add(struct coroutine *handle, u64 deadline);

/// A handle that has slept on this worker until its time came, to about a microsecond, the earliest one first; one whose
/// deadline has passed, or whose children have ended here.
__contract("() -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_wheel_pop(void);

/// Wakes a worker that sleeps, as its programs had nothing to do. −22 where there is no such worker.
__contract("(_) -> ..0") __roles("datapath, queue, worker")
int bpf_worker_wake(u32 worker);

// Preemption: a coroutine is suspended from outside, at a safe point of a program that is `__preemptible`.

/// Why `on_preempt` gets a handle, as its `argument`: its turn was over, or somebody has asked for it.
enum co_preemption { CO_QUANTUM = 0, CO_REQUEST = 1 };

/// How long a coroutine may run on this worker until its turn is over, in nanoseconds; 0, as at first, for as long as it
/// likes.
__contract("(_)") __roles("worker")
void bpf_set_quantum(u64 nanoseconds);

/// Which coroutine runs on that worker just now, as a number that no other run has: 0 when none does.
__contract("(_) -> _") __roles("datapath, queue, worker")
u64 bpf_worker_running(u32 worker);

/// Asks that run of a coroutine to suspend itself at its next safe point. A run that is over by then is not concerned.
/// −2 where there is no such worker.
__contract("(_, _) -> -2..0") __roles("datapath, queue, worker")
int bpf_preempt(u32 worker, u64 running);

// Work.

/// Computes for that many nanoseconds, 1,000 at most: what stands for work that takes a known time. In the virtual world
/// it takes as much of that one's time.
__contract("(_)") __roles("datapath, queue, worker")
void bpf_spin(u64 nanoseconds);

// Packets.

/// Sends the packet out of the device queue that it came from.
__contract("(own xdp_md<'p>) -> consumed 'p") __ends("'p") __roles("datapath")
void bpf_packet_transmit(struct xdp_md *ctx);

/// Sends the packet out of the device queue of that worker: as it is where that has its memory in common with the packet's own
/// queue, and else a copy. Dropped where there is no such worker, or no room.
__contract("(own xdp_md<'p>, _) -> consumed 'p") __ends("'p") __roles("datapath")
void bpf_packet_forward(struct xdp_md *ctx, u32 worker);

/// Gives the packet's memory back.
__contract("(own xdp_md<'p>) -> consumed 'p") __roles("datapath")
void bpf_packet_drop(struct xdp_md *ctx);

/// Gives the packet to the network stack of the worker that received it, which does all that there is to be done: answers
/// to ARP and ICMP, and what a segment says to its connection. Dropped where the worker is no host. The same in steps:
/// `netstack.h`.
__contract("(own xdp_md<'p>) -> consumed 'p") __ends("'p") BATON_TAKES_STACK __roles("datapath")
void net_rcv(struct xdp_md *ctx);

/// Has the services of this worker take a step: a request or some that have arrived, or a piece of a long one. Whether
/// there was anything to do: 1, else 0.
__contract("() -> 0..1") BATON_TAKES_STACK __roles("datapath, worker")
int net_serve(void);

/// Another packet with the same octets; null where there is no memory for one.
__contract("(xdp_md<'p>) -> own xdp_md<'q>?") __roles("datapath")
struct xdp_md *bpf_packet_copy(struct xdp_md *ctx);

/// Moves the packet's first octet by `delta`, into the headroom where that is negative.
__helper(44, long, bpf_xdp_adjust_head, (struct xdp_md * ctx, int delta),
         __contract("(xdp_md<'p>, _) -> ..0") __moves_packet("'p") __roles("xdp, datapath"));
/// Moves the packet's end by `delta`; new octets are zero.
__helper(65, long, bpf_xdp_adjust_tail, (struct xdp_md * ctx, int delta),
         __contract("(xdp_md<'p>, _) -> ..0") __moves_packet("'p") __roles("xdp, datapath"));
/// Moves the beginning of the packet's metadata by `delta`.
__helper(54, long, bpf_xdp_adjust_meta, (struct xdp_md * ctx, int delta),
         __contract("(xdp_md<'p>, _) -> ..0") __moves_packet("'p") __roles("xdp, datapath"));
/// How many octets the packet has.
__helper(188, u64, bpf_xdp_get_buff_len, (struct xdp_md * ctx),
         __contract("(xdp_md<'p>) -> _") __roles("xdp, datapath"));
/// Copies octets of the packet, from `offset` on.
__helper(189, long, bpf_xdp_load_bytes, (struct xdp_md * ctx, u32 offset, void *buffer, u32 size),
         __contract("(xdp_md<'p>, _, out mem<'n>, size<'n>) -> ..0") __reads_packet
         __roles("xdp, datapath"));
__helper(190, long, bpf_xdp_store_bytes,
         (struct xdp_md * ctx, u32 offset, void *buffer, u32 size),
         __contract("(xdp_md<'p>, _, mem<'n>, size<'n>) -> ..0") __reads_packet
         __roles("xdp, datapath"));
/// Where the packet is to go when the program returns what this does.
__helper(23, long, bpf_redirect, (u32 ifindex, u64 flags), __contract("(_, _) -> 0..4")
         __roles("xdp"));
__helper(51, long, bpf_redirect_map, (void *map, u64 key, u64 flags),
         __contract("(map<devmap|devmap_hash|cpumap|xskmap,'m>, _, _) -> 0..4") __roles("xdp"));

// Lists, trees and locks.

__contract("(bpf_list_head<'l>, own element<'l,'e>) -> consumed 'e") __requires_lock("guard 'l")
void bpf_list_push_front(struct bpf_list_head *head, struct bpf_list_node *node);

__contract("(bpf_list_head<'l>, own element<'l,'e>) -> consumed 'e") __requires_lock("guard 'l")
void bpf_list_push_back(struct bpf_list_head *head, struct bpf_list_node *node);

__contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head);

__contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *head);

/// Puts the node into the tree, behind those that it does not come before: `less` says whether its first argument
/// comes before its second.
__contract("(bpf_rb_root<'r>, own element<'r,'e>, callback<less>) -> consumed 'e")
__requires_lock("guard 'r") __not_in("less")
void bpf_rbtree_add(struct bpf_rb_root *root, struct bpf_rb_node *node,
                    int (*less)(struct bpf_rb_node *node, const struct bpf_rb_node *other));
__callback("less") __contract("(lent element<'r>, lent element<'r>) -> 0..1")
int baton_less_body(struct bpf_rb_node *node, const struct bpf_rb_node *other);

/// The node that comes before all others. It stays in the tree, and may be looked at until the lock is given up.
__contract("(bpf_rb_root<'r>) -> lent element<'r>?") __requires_lock("guard 'r")
struct bpf_rb_node *bpf_rbtree_first(struct bpf_rb_root *root);

/// Takes a node out that was looked at; null where it lies in another tree, or in none any more.
__contract("(bpf_rb_root<'r>, lent element<'r,'e>) -> own element<'r>?") __requires_lock("guard 'r")
__not_in("less")
struct bpf_rb_node *bpf_rbtree_remove(struct bpf_rb_root *root, struct bpf_rb_node *node);

/// Takes the node out that comes before all others.
__contract("(bpf_rb_root<'r>) -> own element<'r>?") __requires_lock("guard 'r") __not_in("less")
struct bpf_rb_node *bpf_rbtree_pop_first(struct bpf_rb_root *root);

// Rings between workers.

/// Hands coroutines from one worker to another without a lock, in order, up to 256 of them. It lies in the value of a
/// map. The first worker that pushes is its producer from then on, and the first one that pops its consumer. Best
/// aligned to a cache line of 64 bytes.
struct __kind("ring") bpf_spsc_ring {
  u64 opaque[304];
} __attribute__((aligned(8)));

/// The same from any number of workers to one. Only the order of each producer's is kept.
struct __kind("ring") bpf_mpsc_ring {
  u64 opaque[560];
} __attribute__((aligned(8)));

/// Hands the handle over. It stays with the caller where the ring is full (−11), or another worker's to push to (−1).
__contract("(bpf_spsc_ring<'r>, own coroutine<'h>) -> consumed 'h on 0 | coroutine<'h> on < 0")
int bpf_spsc_push(struct bpf_spsc_ring *ring, struct coroutine *handle);

/// The handle that was pushed first; null where there is none, or the ring is another worker's to pop from.
__contract("(bpf_spsc_ring<'r>) -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_spsc_pop(struct bpf_spsc_ring *ring);

/// Hands the handle over. It stays with the caller where the ring is full (−11).
__contract("(bpf_mpsc_ring<'r>, own coroutine<'h>) -> consumed 'h on 0 | coroutine<'h> on < 0")
int bpf_mpsc_push(struct bpf_mpsc_ring *ring, struct coroutine *handle);

/// The handle whose place in the ring is the first; null where there is none, or the ring is another worker's to pop
/// from.
__contract("(bpf_mpsc_ring<'r>) -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_mpsc_pop(struct bpf_mpsc_ring *ring);

// Queues of handles.

/// Declares a map that holds up to `entries` handles, of which the first one in is the first one out. It has a lock of its
/// own, and belongs to no worker.
#if defined(__bpf__)
#define BATON_HANDLES(name, entries)          \
  struct {                                    \
    int(*type)[BPF_MAP_TYPE_HANDLES];         \
    int(*max_entries)[entries];               \
    u64 *value;                               \
  } name SEC(".maps")
#else
#define BATON_HANDLES(name, entries) extern struct bpf_map name
#endif

/// Puts the handle behind all others. It stays with the caller where the map is full (−7).
__contract("(map<handles,'m>, own coroutine<'h>) -> consumed 'h on 0 | coroutine<'h> on < 0")
int bpf_handles_push(void *map, struct coroutine *handle);

/// The handle that was pushed first; null where there is none.
__contract("(map<handles,'m>) -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_handles_pop(void *map);

#if defined(__bpf__)
/// A line of the trace, with up to three arguments.
#define bpf_printk(format, ...)                                     \
  ({                                                                \
    static const char baton_format[] = format;                      \
    bpf_trace_printk(baton_format, sizeof baton_format, ##__VA_ARGS__); \
  })
#endif

/// Goes on in the program at `index` of the array, which gets `ctx`: at most 33 times in one run.
/// Returns only when there is none, or it was too often.
__helper(12, void, bpf_tail_call, (struct xdp_md * ctx, void *program_array, u32 index),
         __contract("(xdp_md<'p>, map<prog_array,'m>, _)") __tail_calls __moves_packet("'p")
         __roles("xdp"));

// Exceptions.

/// Ends the program, and the coroutine with it: everything that it owns is released.
__contract("(_)") __throws __attribute__((noreturn))
void bpf_throw(u64 cookie);

/// What the compilers emit where a program can't go on, such as an arithmetic overflow in Swift.
__contract("()") __throws __attribute__((noreturn))
void __bpf_trap(void);

#include "policy.h"
