/// Baton's interface: everything that a program may call, with the rules for calling it.
///
/// Read by C programs, by Swift programs, by the Swift implementations of these functions and, as
/// BTF, by the verifier. A rule that is not written here is enforced nowhere.
#pragma once

#include "contracts.h"
#include "types.h"

/// Puts a function or variable into a section; a program's section names its role.
#define SEC(name) __attribute__((section(name), used))

/// Says of a function's declaration, which C and Swift share, that it is a program of that role.
#define __program(role) __attribute__((section(role)))

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

/// The object that contains `member` at `pointer`.
#define container_of(pointer, type, member) \
  ((type *)((char *)(pointer)-__builtin_offsetof(type, member)))

/// A map, seen from a program: only its address is of use.
struct __kind("map") bpf_map {
  u64 opaque;
};

/// Guards the lists and trees that lie in the same map value or object. One lock at a time.
struct __kind("lock") bpf_spin_lock {
  u32 opaque;
};

struct __kind("container") bpf_list_head {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct __kind("node") bpf_list_node {
  u64 opaque[3];
} __attribute__((aligned(8)));

/// Room for a record in a ring buffer, of as many bytes as were asked for: the owned, linear pointer to
/// it. Submit or discard it, exactly once.
struct __kind("memory") __destructor("bpf_ringbuf_discard") ringbuf_record {
  u64 opaque;
};

/// Memory together with its size, in the program's stack. One that `bpf_ringbuf_reserve_dynptr` has made
/// must be submitted or discarded, exactly once, even when there was no room.
struct __kind("local") __destructor("bpf_ringbuf_discard_dynptr") bpf_dynptr {
  u64 opaque[2];
} __attribute__((aligned(8)));

/// A suspended coroutine: the owned, linear handle to it. Stash, resume or destroy it, exactly once.
struct __destructor("bpf_co_destroy") coroutine {
  struct bpf_list_node node;
  u64 reserved __opaque;
  /// What the data path passed to `co_await` when it was suspended.
  u64 argument;
  /// When it was suspended, in nanoseconds of the world's clock.
  u64 suspended_at;
  /// The worker that ran it last.
  u32 worker;
  u32 generation;
};

/// A received packet, as the data path that owns it sees it. Layout of Linux's `struct xdp_md`.
struct __destructor("bpf_packet_drop") __native("baton_packet") xdp_md {
  u32 data __packet_data;
  u32 data_end __packet_end;
  u32 data_meta __packet_meta;
  u32 ingress_ifindex;
  u32 rx_queue_index;
  u32 egress_ifindex;
};

/// What a worker program knows about the thread that it runs on.
struct worker_ctx {
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
__role("datapath") __packets("write") __contract("(own xdp_md<'p>) -> _, xdp_md<'p> | 0, consumed 'p")
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

/// Takes handles out of where queue programs put them, and resumes them.
__role("worker") __contract("(worker_ctx) -> _")
int baton_worker(struct worker_ctx *ctx);

// Coroutines.

/// Suspends the caller and hands its handle to `queue`. Returns the queue program's negative result
/// at once when it refused the handle, else 0 when a worker has resumed the coroutine.
__contract("(program<queue>, _) -> ..0") __suspends __roles("datapath")
int co_await(int (*queue)(struct coroutine *handle, u64 argument), u64 argument);

enum co_status { CO_FINISHED = 0, CO_SUSPENDED = 1, CO_CANCELLED = 2 };

/// Runs the coroutine until it suspends again, ends or is cancelled: a `co_status`.
__contract("(own coroutine<'h>) -> 0..2, consumed 'h") __resumes __roles("worker")
int bpf_co_resume(struct coroutine *handle);

/// Ends the coroutine where it is and releases all that it owns.
__contract("(own coroutine<'h>) -> consumed 'h") __roles("datapath, queue, worker")
void bpf_co_destroy(struct coroutine *handle);

/// Keeps the handle on this worker: the last one in is the first one out. No lock, no other worker.
__contract("(own coroutine<'h>) -> consumed 'h") __roles("queue, worker")
void bpf_local_push(struct coroutine *handle);

/// The handle that was kept on this worker last.
__contract("() -> own coroutine<'h>?") __roles("worker")
struct coroutine *bpf_local_pop(void);

// Packets.

/// Sends the packet out of the device queue that it came from.
__contract("(own xdp_md<'p>) -> consumed 'p") __roles("datapath")
void bpf_packet_transmit(struct xdp_md *ctx);

/// Gives the packet's memory back.
__contract("(own xdp_md<'p>) -> consumed 'p") __roles("datapath")
void bpf_packet_drop(struct xdp_md *ctx);

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
         __contract("(xdp_md<'p>, _, out mem<'n>, size<'n>) -> ..0")
         __reads_packet __roles("xdp, datapath"));
__helper(190, long, bpf_xdp_store_bytes,
         (struct xdp_md * ctx, u32 offset, void *buffer, u32 size),
         __contract("(xdp_md<'p>, _, mem<'n>, size<'n>) -> ..0")
         __reads_packet __roles("xdp, datapath"));
/// What has to be added to an Internet checksum when `from` is replaced by `to` (RFC 1624).
__helper(28, s64, bpf_csum_diff, (void *from, u32 from_size, void *to, u32 to_size, u32 seed),
         __contract("(mem<'f>?, size<'f>?, mem<'t>?, size<'t>?, _) -> _")
         __reads_packet);
/// Where the packet is to go when the program returns what this does.
__helper(23, long, bpf_redirect, (u32 ifindex, u64 flags), __contract("(_, _) -> 0..4")
         __roles("xdp"));
__helper(51, long, bpf_redirect_map, (void *map, u64 key, u64 flags),
         __contract("(map<devmap|devmap_hash|cpumap|xskmap,'m>, _, _) -> 0..4") __roles("xdp"));

// Lists and locks.

__contract("(bpf_list_head<'l>, own element<'l,'e>) -> consumed 'e") __requires_lock("guard 'l")
void bpf_list_push_front(struct bpf_list_head *head, struct bpf_list_node *node);

__contract("(bpf_list_head<'l>, own element<'l,'e>) -> consumed 'e") __requires_lock("guard 'l")
void bpf_list_push_back(struct bpf_list_head *head, struct bpf_list_node *node);

__contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
struct bpf_list_node *bpf_list_pop_front(struct bpf_list_head *head);

__contract("(bpf_list_head<'l>) -> own element<'l>?") __requires_lock("guard 'l")
struct bpf_list_node *bpf_list_pop_back(struct bpf_list_head *head);

__helper(93, void, bpf_spin_lock, (struct bpf_spin_lock * lock),
         __contract("(bpf_spin_lock<'l>)") __acquires_lock("'l"));
__helper(94, void, bpf_spin_unlock, (struct bpf_spin_lock * lock),
         __contract("(bpf_spin_lock<'l>)") __releases_lock("'l"));

// Maps.

/// The maps that have keys and values of the program's.
#define __tables "hash|array|percpu_hash|percpu_array|lru_hash|lru_percpu_hash|lpm_trie"

/// In a map of maps, the value is a map. In one with a value for each worker, it is this worker's.
__helper(1, void *, bpf_map_lookup_elem, (void *map, const void *key),
         __contract("(map<" __tables "|array_of_maps|hash_of_maps|devmap|devmap_hash|xskmap,'m>, "
                    "key<'m>) -> value<'m>?")
         __reads_packet);
__helper(2, long, bpf_map_update_elem, (void *map, const void *key, const void *value, u64 flags),
         __contract("(map<" __tables ",'m>, key<'m>, value<'m>, _) -> ..0")
         __reads_packet);
__helper(3, long, bpf_map_delete_elem, (void *map, const void *key),
         __contract("(map<" __tables ",'m>, key<'m>) -> ..0")
         __reads_packet);
/// The value that another worker has.
__helper(195, void *, bpf_map_lookup_percpu_elem, (void *map, const void *key, u32 worker),
         __contract("(map<percpu_array|percpu_hash|lru_percpu_hash,'m>, key<'m>, _) "
                    "-> value<'m>?")
         __reads_packet);
__helper(87, long, bpf_map_push_elem, (void *map, const void *value, u64 flags),
         __contract("(map<queue|stack,'m>, value<'m>, _) -> ..0")
         __reads_packet);
__helper(88, long, bpf_map_pop_elem, (void *map, void *value),
         __contract("(map<queue|stack,'m>, out value<'m>) -> ..0")
         __reads_packet);
__helper(89, long, bpf_map_peek_elem, (void *map, void *value),
         __contract("(map<queue|stack,'m>, out value<'m>) -> ..0")
         __reads_packet);
/// A copy of the data becomes a record; −11 when there is no room.
__helper(130, long, bpf_ringbuf_output, (void *ring, void *data, u64 size, u64 flags),
         __contract("(map<ringbuf,'m>, mem<'n>, size<'n>?, _) -> ..0")
         __reads_packet);
__helper(134, u64, bpf_ringbuf_query, (void *ring, u64 flags),
         __contract("(map<ringbuf,'m>, _) -> _"));
/// Room for a record, or null. `flags` must be 0.
__helper(131, void *, bpf_ringbuf_reserve, (void *ring, u64 size, u64 flags),
         __contract("(map<ringbuf,'m>, size<'n>?, _) -> own ringbuf_record<'n>?"));
/// Hands the record to the consumer, which is woken as `flags` say.
__helper(132, void, bpf_ringbuf_submit, (void *data, u64 flags),
         __contract("(own ringbuf_record<'r>, _) -> consumed 'r"));
/// Gives the record up: the consumer passes over it.
__helper(133, void, bpf_ringbuf_discard, (void *data, u64 flags),
         __contract("(own ringbuf_record<'r>, _) -> consumed 'r"));

// Dynptrs.

/// A dynptr to `size` bytes of a map's value. −7 when that is too much, −22 for flags: it is empty then.
__helper(197, long, bpf_dynptr_from_mem,
         (void *data, u32 size, u64 flags, struct bpf_dynptr *dynptr),
         __contract("(stable out mem<'n>, size<'n>?, _, new bpf_dynptr<'d>) -> ..0")
         __reads_packet);
/// A dynptr to room for a record, whose size need not be a constant. Empty where the result is negative.
__helper(198, long, bpf_ringbuf_reserve_dynptr,
         (void *ring, u32 size, u64 flags, struct bpf_dynptr *dynptr),
         __contract("(map<ringbuf,'m>, _, _, new own bpf_dynptr<'d>) -> ..0"));
__helper(199, void, bpf_ringbuf_submit_dynptr, (struct bpf_dynptr * dynptr, u64 flags),
         __contract("(own bpf_dynptr<'d>, _) -> consumed 'd"));
__helper(200, void, bpf_ringbuf_discard_dynptr, (struct bpf_dynptr * dynptr, u64 flags),
         __contract("(own bpf_dynptr<'d>, _) -> consumed 'd"));
/// Copies out of a dynptr, from `offset` on. −7 where it has fewer bytes, −22 where it is empty.
__helper(201, long, bpf_dynptr_read,
         (void *to, u32 size, const struct bpf_dynptr *from, u32 offset, u64 flags),
         __contract("(out mem<'n>, size<'n>?, bpf_dynptr<'d>, _, _) -> ..0")
         __reads_packet);
__helper(202, long, bpf_dynptr_write,
         (const struct bpf_dynptr *to, u32 offset, void *from, u32 size, u64 flags),
         __contract("(bpf_dynptr<'d>, _, mem<'n>, size<'n>?, _) -> ..0")
         __reads_packet);
/// `size` bytes of the dynptr's memory, from `offset` on; null where it has fewer.
__helper(203, void *, bpf_dynptr_data, (const struct bpf_dynptr *dynptr, u32 offset, u32 size),
         __contract("(bpf_dynptr<'d>, _, size<'n>?) -> mem<'n,'d>?"));

// Text.

/// Writes a line to the trace of the run: `%d %i %u %x %X` with `l` or `ll`, `%c`, `%s`, `%p`, `%pI4`,
/// `%pI6`. How long it is, or −22 for a format with another conversion, or with more than three.
__helper(6, long, bpf_trace_printk, (const char *format, u32 format_size, __more),
         __contract("(mem<'f>, size<'f>, ...) -> _")
         __reads_packet);
/// The same with as many arguments as `data` has words of 64 bits: up to 12.
__helper(177, long, bpf_trace_vprintk,
         (const char *format, u32 format_size, const void *data, u32 data_size),
         __contract("(mem<'f>, size<'f>, mem<'d>?, size<'d>?) -> _")
         __reads_packet);
/// The same into `text`, with a zero at the end: what does not fit is left out, and counted. How much
/// room the whole would take.
__helper(165, long, bpf_snprintf,
         (char *text, u32 text_size, const char *format, const u64 *data, u32 data_size),
         __contract("(out mem<'t>?, size<'t>?, string, mem<'d>?, size<'d>?) -> _")
         __reads_packet);
/// Compares up to `text_size` characters: less than, equal to or greater than 0.
__helper(182, long, bpf_strncmp, (const char *text, u32 text_size, const char *other),
         __contract("(mem<'n>, size<'n>, string) -> -1..1")
         __reads_packet);

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
         __contract("(xdp_md<'p>, map<prog_array,'m>, _)") __tail_calls __roles("xdp"));

// Loops.

/// Calls `body` with 0 up to one less than `count`, until it returns 1; how often it was called.
/// −7 for more than 8,388,608 times.
__helper(181, long, bpf_loop, (u32 count, void *body, void *context, u64 flags),
         __contract("(_, callback<loop>, 'c, _) -> _"));
__callback("loop") __contract("(_, 'c) -> 0..1")
long baton_loop_body(u32 index, void *context);

/// Calls `body` with each entry of the map, until it returns 1; how often it was called. Where each
/// worker has values of its own, with this worker's. Entries that come or go meanwhile may be missed.
__helper(164, long, bpf_for_each_map_elem, (void *map, void *body, void *context, u64 flags),
         __contract("(map<" __tables ",'m>, callback<entry>, 'c, _) -> _"));
__callback("entry") __contract("(map<'m>, key<'m>, value<'m>, 'c) -> 0..1")
long baton_entry_body(void *map, const void *key, void *value, void *context);

// The world.

/// Nanoseconds of the world's clock, which never goes back.
__helper(5, u64, bpf_ktime_get_ns, (void), __contract("() -> _"));
/// The same clock: Baton has one.
__helper(125, u64, bpf_ktime_get_boot_ns, (void), __contract("() -> _"));
__helper(160, u64, bpf_ktime_get_coarse_ns, (void), __contract("() -> _"));
__helper(7, u32, bpf_get_prandom_u32, (void), __contract("() -> _"));
/// The worker that runs the program.
__helper(8, u32, bpf_get_smp_processor_id, (void), __contract("() -> _"));

// Exceptions.

/// Ends the program, and the coroutine with it: everything that it owns is released.
__contract("(_)") __throws __attribute__((noreturn))
void bpf_throw(u64 cookie);

/// What the compilers emit where a program can't go on, such as an arithmetic overflow in Swift.
__contract("()") __throws __attribute__((noreturn))
void __bpf_trap(void);
