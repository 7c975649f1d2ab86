/// What Linux and Baton both have: the helpers that need no context, and the types that they work on.
///
/// A header that includes this one defines before what differs between the two: words of contracts, and
/// annotations that may be empty.
#pragma once

#include "contracts.h"
#include "types.h"

/// Guards the lists and trees that lie in the same map value or object. One lock at a time.
struct __kind("lock") __base_bars_lock __holds("held", "opaque != 0") bpf_spin_lock {
  u32 opaque;
};

struct __kind("container") __linked_by("bpf_list_node") __base_bars_containers bpf_list_head {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct __kind("node") bpf_list_node {
  u64 opaque[3];
} __attribute__((aligned(8)));

struct __kind("container") __linked_by("bpf_rb_node") __base_bars_containers bpf_rb_root {
  u64 opaque[2];
} __attribute__((aligned(8)));

struct __kind("node") bpf_rb_node {
  u64 opaque[4];
} __attribute__((aligned(8)));

/// Room for a record in a ring buffer, of as many bytes as were asked for: the owned, linear pointer to
/// it. Submit or discard it, exactly once.
struct __kind("memory") __called("ringbuf_mem") __destructor("bpf_ringbuf_discard") ringbuf_record {
  u64 opaque;
};

/// Memory together with its size, in the program's stack. One that `bpf_ringbuf_reserve_dynptr` has made
/// must be submitted or discarded, exactly once, even when there was no room.
struct __kind("local") __called("dynptr") __states(__base_dynptrs)
__destructor("bpf_ringbuf_discard_dynptr") bpf_dynptr {
  u64 opaque[2];
} __attribute__((aligned(8)));

// Locks.

__helper(93, void, bpf_spin_lock, (struct bpf_spin_lock * lock),
         __contract("(bpf_spin_lock<'l>)") __acquires_lock("'l") __not_in("less") __base_roles);
__helper(94, void, bpf_spin_unlock, (struct bpf_spin_lock * lock),
         __contract("(bpf_spin_lock<'l>)") __releases_lock("'l") __not_in("less") __base_roles);

// Maps.

/// In a map of maps, the value is a map. In one with a value for each worker, it is this worker's.
__helper(1, void *, bpf_map_lookup_elem, (void *map, const void *key),
         __contract("(map<" __base_tables "|" __base_more_to_look_up ",'m>, key<'m>) -> value<'m>?")
         __reads_packet);
__helper(2, long, bpf_map_update_elem, (void *map, const void *key, const void *value, u64 flags),
         __contract("(map<" __base_changed_tables ",'m>, key<'m>, value<'m>, _) -> " __base_status)
         __reads_packet);
__helper(3, long, bpf_map_delete_elem, (void *map, const void *key),
         __contract("(map<" __base_changed_tables ",'m>, key<'m>) -> " __base_status)
         __reads_packet);
/// The value that another worker has.
__helper(195, void *, bpf_map_lookup_percpu_elem, (void *map, const void *key, u32 worker),
         __contract("(map<percpu_array|percpu_hash|lru_percpu_hash,'m>, key<'m>, _) "
                    "-> value<'m>?") __reads_packet __base_roles);
__helper(87, long, bpf_map_push_elem, (void *map, const void *value, u64 flags),
         __contract("(map<" __base_queues ",'m>, value<'m>, _) -> " __base_status) __reads_packet);
__helper(88, long, bpf_map_pop_elem, (void *map, void *value),
         __contract("(map<queue|stack,'m>, out value<'m>) -> " __base_status) __base_reads_packet);
__helper(89, long, bpf_map_peek_elem, (void *map, void *value),
         __contract("(map<" __base_queues ",'m>, out value<'m>) -> " __base_status)
         __base_reads_packet);

// Ring buffers.

/// A copy of the data becomes a record; −11 when there is no room.
__helper(130, long, bpf_ringbuf_output, (void *ring, void *data, u64 size, u64 flags),
         __contract("(map<ringbuf,'m>, mem<'n>, size<'n>?, _) -> " __base_status)
         __base_reads_packet __base_roles);
__helper(134, u64, bpf_ringbuf_query, (void *ring, u64 flags),
         __contract("(map<ringbuf,'m>, _) -> _") __base_roles);
/// Room for a record, or null. `flags` must be 0.
__helper(131, void *, bpf_ringbuf_reserve, (void *ring, u64 size, u64 flags),
         __contract("(map<ringbuf,'m>, size<'n>?, _) -> own ringbuf_record<'n>?") __base_roles);
/// Hands the record to the consumer, which is woken as `flags` say.
__helper(132, void, bpf_ringbuf_submit, (void *data, u64 flags),
         __contract("(own ringbuf_record<'r>, _) -> consumed 'r") __base_roles);
/// Gives the record up: the consumer passes over it.
__helper(133, void, bpf_ringbuf_discard, (void *data, u64 flags),
         __contract("(own ringbuf_record<'r>, _) -> consumed 'r") __base_roles);

// Dynptrs.

/// A dynptr to `size` bytes of a map's value. −7 when that is too much, −22 for flags: it is empty then.
__helper(197, long, bpf_dynptr_from_mem,
         (void *data, u32 size, u64 flags, struct bpf_dynptr *dynptr),
         __contract("(stable out mem<'n>, size<'n>?, _, new bpf_dynptr<Local,'d>) -> " __base_status)
         __base_reads_packet __base_roles);
/// A dynptr to room for a record, whose size need not be a constant. Empty where the result is negative.
__helper(198, long, bpf_ringbuf_reserve_dynptr,
         (void *ring, u32 size, u64 flags, struct bpf_dynptr *dynptr),
         __contract("(map<ringbuf,'m>, _, _, new own bpf_dynptr<Ringbuf,'d>) -> " __base_status)
         __base_roles);
__helper(199, void, bpf_ringbuf_submit_dynptr, (struct bpf_dynptr * dynptr, u64 flags),
         __contract("(own bpf_dynptr<Ringbuf,'d>, _) -> consumed 'd") __base_roles);
__helper(200, void, bpf_ringbuf_discard_dynptr, (struct bpf_dynptr * dynptr, u64 flags),
         __contract("(own bpf_dynptr<Ringbuf,'d>, _) -> consumed 'd") __base_roles);
/// Copies out of a dynptr, from `offset` on. −7 where it has fewer bytes, −22 where it is empty.
__helper(201, long, bpf_dynptr_read,
         (void *to, u32 size, const struct bpf_dynptr *from, u32 offset, u64 flags),
         __contract("(out mem<'n>, size<'n>?, bpf_dynptr<'d>, _, _) -> " __base_status)
         __base_reads_packet __base_roles);
__helper(202, long, bpf_dynptr_write,
         (const struct bpf_dynptr *to, u32 offset, void *from, u32 size, u64 flags),
         __contract("(bpf_dynptr<'d>, _, mem<'n>, size<'n>?, _) -> " __base_status)
         __base_reads_packet __base_moves_skb __base_roles);
/// `size` bytes of the dynptr's memory, from `offset` on; null where it has fewer.
__helper(203, void *, bpf_dynptr_data, (const struct bpf_dynptr *dynptr, u32 offset, u32 size),
         __contract("(bpf_dynptr<'d>, _, size<'n>?) -> mem<'n,'d>?") __base_roles);

// Text.

/// Writes a line to the trace of the run: `%d %i %u %x %X` with `l` or `ll`, `%c`, `%s`, `%p`, `%pI4`,
/// `%pI6`. How long it is, or −22 for a format with another conversion, or with more than three.
__helper(6, long, bpf_trace_printk, (const char *format, u32 format_size, __more),
         __contract("(mem<'f>, size<'f>, ...) -> _") __base_reads_packet __base_gpl);
/// The same with as many arguments as `data` has words of 64 bits: up to 12.
__helper(177, long, bpf_trace_vprintk,
         (const char *format, u32 format_size, const void *data, u32 data_size),
         __contract("(mem<'f>, size<'f>, mem<'d>?, size<'d>?) -> _")
         __base_reads_packet __base_gpl __base_roles);
/// The same into `text`, with a zero at the end: what does not fit is left out, and counted. How much
/// room the whole would take.
__helper(165, long, bpf_snprintf,
         (char *text, u32 text_size, const char *format, const u64 *data, u32 data_size),
         __contract("(out mem<'t>?, size<'t>?, string, mem<'d>?, size<'d>?) -> _")
         __base_reads_packet __base_gpl __base_roles);
/// Compares up to `text_size` characters: less than, equal to or greater than 0.
__helper(182, long, bpf_strncmp, (const char *text, u32 text_size, const char *other),
         __contract("(mem<'n>, size<'n>, string) -> " __base_order)
         __base_reads_packet __base_roles);

// Checksums.

/// What has to be added to an Internet checksum when `from` is replaced by `to` (RFC 1624).
__helper(28, s64, bpf_csum_diff, (void *from, u32 from_size, void *to, u32 to_size, u32 seed),
         __contract("(mem<'f>?, size<'f>?, mem<'t>?, size<'t>?, _) -> _") __reads_packet
         __base_checksums);

// Loops.

/// Calls `body` with 0 up to one less than `count`, until it returns 1; how often it was called.
/// −7 for more than 8,388,608 times.
__helper(181, long, bpf_loop, (u32 count, void *body, void *context, u64 flags),
         __contract("(count, callback<loop>, " __base_handed_on ", _) -> _") __base_roles);
__callback("loop") __contract("(_, 'c) -> 0..1")
long baton_loop_body(u32 index, void *context);

/// Calls `body` with each entry of the map, until it returns 1; how often it was called. Where each
/// worker has values of its own, with this worker's. Entries that come or go meanwhile may be missed.
__helper(164, long, bpf_for_each_map_elem, (void *map, void *body, void *context, u64 flags),
         __contract("(map<" __base_walked_tables ",'m>, callback<entry>, " __base_handed_on ", _) -> _")
         __base_roles);
__callback("entry") __contract("(map<'m>, key<'m>, value<'m>, 'c) -> 0..1")
long baton_entry_body(void *map, const void *key, void *value, void *context);

// Clocks, chance and place.

/// Nanoseconds of the world's clock, which never goes back.
__helper(5, u64, bpf_ktime_get_ns, (void), __contract("() -> _"));
/// The same clock: Baton has one.
__helper(125, u64, bpf_ktime_get_boot_ns, (void), __contract("() -> _"));
__helper(160, u64, bpf_ktime_get_coarse_ns, (void), __contract("() -> _") __base_coarse_clock);
__helper(7, u32, bpf_get_prandom_u32, (void), __contract("() -> _"));
/// The worker that runs the program.
__helper(8, u32, bpf_get_smp_processor_id, (void), __contract("() -> _") __base_roles);
