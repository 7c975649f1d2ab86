/// How the run time lays out in memory what programs, engines and devices share. Not for programs.
#pragma once

#include "baton.h"
#include "descriptor.h"

/// The head of a map that programs hold the address of.
struct baton_map {
  u32 type;
  u32 key_size;
  u32 value_size;
  u32 max_entries;
  /// Distance between two values of an array map, or between two elements of another.
  u64 stride;
  /// The first value of an array map, or the first element of another.
  u64 storage;
  /// What the map keeps for itself.
  u64 control;
};

/// A program, as the values of a program array name it.
struct baton_program {
  /// Its machine code; 0 under the interpreter.
  u64 code;
  /// Its first instruction in its unit.
  u64 slot;
};

/// What a function needs to go on once its callee, or its resumer, returns.
struct baton_record {
  /// Where it goes on: a native address under the JIT, a slot of the unit under the interpreter.
  u64 link;
  u64 r6;
  u64 r7;
  u64 r8;
  u64 r9;
};

/// What a coroutine held that was suspended at a safe point, at the end of its frame. The record has the rest.
struct baton_stopped {
  /// `r0` to `r5`.
  u64 registers[6];
  /// `r10`.
  u64 frame_pointer;
  /// Where it goes on: a native address; not of use under the interpreter.
  u64 link;
};
_Static_assert(sizeof(struct baton_stopped) == 64, "the verifier sets as much aside in frames");

/// A coroutine's frame: this head, then the BPF stacks of its functions, the innermost lowest.
///
/// Below each function's stack lies its linkage record. A call and a suspension both write it, so
/// that resuming is returning:
///
///     high  | root link                    |  r10 of f0 points here: where f0 returns to
///           | stack of f0                  |
///           | record: link r6 r7 r8 r9     |  r10 of f1 points at it: where f0 goes on after f1
///           | stack of f1                  |
///           | record: link r6 r7 r8 r9     |  `record` while suspended in f1
///     low   | this head                    |
struct baton_frame {
  struct coroutine handle;
  // What is used each time that it goes on comes first.
  /// Address of the innermost linkage record while suspended.
  u64 record;
  /// What a coroutine owns from the start: null once it gave the packet away.
  struct baton_packet *packet;
  /// The program that the frame runs, an index into the tables of the run time.
  u32 program;
  /// The worker whose slab the frame belongs to.
  u32 home;
  union {
    /// The next frame, in a slab's free list or in the list of those to destroy.
    struct baton_frame *next;
    /// Of a coroutine: when its sleep on a timer wheel ends or ended last, in nanoseconds; 0 where it never slept.
    u64 due;
  };
  /// What the call returns that has suspended it, where the call has a part of its own.
  s64 outcome;
  /// How many children have not ended, and whether it waits for that: see `baton_adopt`.
  u64 children;
  /// The coroutine that has spawned it, and its generation; null where a packet has.
  struct baton_frame *parent;
  u64 parent_generation;
};

/// What a coroutine is linked by while it sleeps on a worker's timer wheel: in the place of its `order`, or in its ticket.
struct baton_sleeper {
  u64 next;
  u64 previous;
  /// When it wakes.
  u64 tick;
  /// One more than its slot on the wheel; 0 while it lies on none.
  u32 place;
  u32 is_ticket;
};
_Static_assert(sizeof(struct baton_sleeper) == sizeof(struct bpf_rb_node), "either lies in a handle's `order`");

/// The `program` of a frame that is none, but a ticket's head.
#define BATON_TICKET 0xffffffffu

/// Stands for a coroutine that waits in a queue until a deadline: its handle is what the queue program gets. So the
/// coroutine may go on by itself, wherever that lies. It ends when its handle is resumed or destroyed.
struct baton_ticket {
  /// What containers, programs and engines take for a coroutine's frame: its innermost record is `link`.
  struct baton_frame head;
  /// Code that lets the coroutine go on, if it still waits.
  u64 link;
  struct baton_frame *frame;
  /// Who takes the coroutine changes it first, from `BATON_WAITS`.
  u64 state;
  /// The number of the program whose coroutine it is: as long as there is the ticket, there is the program's code.
  u64 program;
  /// On the wheel of the worker whose ticket it is.
  struct baton_sleeper sleeper;
};
enum { BATON_WAITS = 0, BATON_CLAIMED = 1, BATON_EXPIRED = 2 };

/// How long coroutines have waited in one queue before they went on, on the worker on which they did, which alone
/// writes. Who is resumed in the turn in which it was suspended has waited no time, and is counted nowhere.
struct baton_waits {
  /// Of all of them together.
  u64 nanoseconds;
  /// How many were handed over, and not kept.
  u64 refused;
  /// How many were destroyed while they waited.
  u64 destroyed;
  /// How many waited 2^n ns and more, but not 2^(n + 1), at n. At 63: those that were suspended by a worker whose
  /// turn began later.
  u64 counts[64];
};

/// A worker's time in the virtual world, in picoseconds: how far it has come is `end` less what its steps that are left
/// cost, and more what is charged.
struct baton_time {
  /// When it has used up its steps.
  u64 end;
  /// Its steps until then, as of the last call of an exported function or look at a safe point.
  s64 left;
  /// What a step costs.
  u64 rate;
  /// What exported functions have cost since then.
  u64 charge;
  /// When another worker has woken it last, in nanoseconds and one; 0 where that is known.
  u64 woken;
};

/// What the code that runs on a worker knows about where it runs. One a worker, at the beginning of a pair of cache lines, as
/// processors fetch them in pairs.
struct baton_execution {
  // What the worker itself writes all the time: a pair of lines.

  /// The world's clock in nanoseconds, read once for each batch of work.
  u64 now;
  /// Handles that programs keep on this worker, newest first, linked by their nodes.
  struct coroutine *local;
  /// What stands for the coroutine that is being handed to a queue program until a deadline.
  struct baton_frame *ticket;
  /// What is left until the next look at the clock and at requests, in instructions: each safe point takes the cost of
  /// a round.
  s64 budget;
  /// What it becomes then, where there is nothing to be done.
  s64 refill;
  /// How many looks more need not go to the clock: where nobody asks for anything, machine code goes on by itself.
  s32 quick_looks;
  /// One more than the instruction of the unit that called an exported function last; 0 before that.
  u32 last_call;
  /// How many locks are still taken until one is timed; 0 while that is held.
  u32 untimed_locks;
  /// Set by a lock that is not free where waiting would stop the virtual world.
  u32 is_blocked;
  /// Tail calls since the outermost program began.
  u32 tail_calls;
  u32 reserved;
  /// Which request was seen last: there is something to be done while `request` is another one.
  u64 seen_request;
  /// By queue program, in the order of the object, from 1 on; the first is for coroutines that have not begun. Null
  /// where `run_counts` is.
  struct baton_waits *waits;
  /// When those were suspended of whom nothing is noted where they go on: at `now`; never where the worker is traced.
  u64 unnoted;
  /// What legacy packet access reads: from the first address up to the second.
  u64 packet_start;
  u64 packet_end;
  /// Where its network header and its link-layer header begin, for offsets from −0x100000 and −0x200000 on
  /// (Linux: `SKF_NET_OFF`, `SKF_LL_OFF`); `packet_end` for a packet that has none.
  u64 packet_network;
  u64 packet_link;
  /// The object of the run time that serves this worker.
  void *services;

  // What other threads look at while the worker goes on: a line of what changes seldom, so that a look takes little from the
  // worker.

  /// The coroutine that runs, or that a queue program is looking at.
  struct baton_frame *current;
  /// How often coroutines went on here: each time is another run.
  u64 runs;
  /// What others ask for.
  const u64 *request;
  u32 worker;
  u32 worker_count;
  /// The worker's time; null in the real world.
  struct baton_time *time;
  /// Where the run time notes what happens to coroutines on this worker; null while nobody traces it.
  void *trace;
  /// How often each program has begun, by its first instruction in its unit; null where nobody counts.
  u64 *run_counts;
  u64 reserved2;

  /// `r0` to `r9` where a program threw.
  u64 thrown_registers[10];
};
_Static_assert(__builtin_offsetof(struct baton_execution, current) == 128, "in a line for others");

/// Where a call stands that runs a function of the program with one thing after another, in the stack of the function
/// that makes it: a loop over the entries of a map, or a search in a tree.
struct baton_walk {
  /// What the call returns: how often the function was run.
  u64 count;
  /// What the function is given next, in `r1` to `r4`.
  u64 arguments[4];
  u64 cursor[8];
};
_Static_assert(sizeof(struct baton_walk) == 104, "the verifier sets as much aside in stacks");

/// What lies in a `bpf_rb_root`; all zero when it is empty.
struct baton_tree {
  /// Where searches begin.
  u64 top;
  u64 first;
};

/// What lies in a `bpf_rb_node`; all zero while it is in no tree.
struct baton_tree_node {
  /// The lowest bit says whether the node is red.
  u64 parent;
  u64 left;
  u64 right;
  /// The root of the tree that the node is in.
  u64 owner;
};
_Static_assert(sizeof(struct baton_tree) == sizeof(struct bpf_rb_root), "programs declare the latter");
_Static_assert(sizeof(struct baton_tree_node) == sizeof(struct bpf_rb_node), "programs declare the latter");

/// How many handles a ring between workers holds: a power of two.
enum { BATON_RING_CAPACITY = 256 };

/// Which workers a ring belongs to: their numbers and one; 0 while there is none.
struct baton_ring_ends {
  u64 producer;
  u64 consumer;
};

/// What lies in a `bpf_spsc_ring`; all zero when it is new.
///
/// What different workers write lies 64 bytes apart or more, and so on different cache lines, wherever the ring begins.
///
///     slots | 64 | ends 16 | 112 | tail, known_head | 112 | head | 56
struct baton_spsc_ring {
  /// Addresses of handles. The lowest bit tells those of one round from those of the next; it is 1 in the first.
  u64 slots[BATON_RING_CAPACITY];
  u64 padding_of_slots[8];
  struct baton_ring_ends ends;
  u64 padding_of_ends[14];
  /// How many were pushed. With what the producer knows of `head`, its own alone.
  u64 tail;
  u64 known_head;
  u64 padding_of_tail[14];
  /// How many were popped. Written by the consumer alone; the producer looks when there seems to be no room.
  u64 head;
  u64 padding_of_head[7];
};
/// Where its members begin, in bytes.
enum {
  BATON_SPSC_ENDS = __builtin_offsetof(struct baton_spsc_ring, ends),
  BATON_SPSC_TAIL = __builtin_offsetof(struct baton_spsc_ring, tail),
  BATON_SPSC_KNOWN_HEAD = __builtin_offsetof(struct baton_spsc_ring, known_head),
  BATON_SPSC_HEAD = __builtin_offsetof(struct baton_spsc_ring, head),
};
_Static_assert(sizeof(struct baton_spsc_ring) == sizeof(struct bpf_spsc_ring), "programs declare the latter");

/// A place in a ring of many producers.
struct baton_ring_slot {
  /// How often it was filled and emptied: odd while it is full.
  u64 turn;
  /// Address of a handle.
  u64 handle;
};

/// What lies in a `bpf_mpsc_ring`; all zero when it is new. As for the padding, see `baton_spsc_ring`.
struct baton_mpsc_ring {
  struct baton_ring_slot slots[BATON_RING_CAPACITY];
  u64 padding_of_slots[8];
  struct baton_ring_ends ends;
  u64 padding_of_ends[14];
  /// How many places were taken by producers, which all write it.
  u64 tail;
  u64 padding_of_tail[15];
  /// How many were popped: the consumer's own.
  u64 head;
  u64 padding_of_head[7];
};
/// Where its members begin, in bytes.
enum {
  BATON_MPSC_ENDS = __builtin_offsetof(struct baton_mpsc_ring, ends),
  BATON_MPSC_TAIL = __builtin_offsetof(struct baton_mpsc_ring, tail),
  BATON_MPSC_HEAD = __builtin_offsetof(struct baton_mpsc_ring, head),
};
_Static_assert(sizeof(struct baton_mpsc_ring) == sizeof(struct bpf_mpsc_ring), "programs declare the latter");

/// What lies in a `bpf_dynptr`; all zero when it is empty.
struct baton_dynptr {
  u64 data;
  /// In bytes.
  u64 size;
};
_Static_assert(sizeof(struct baton_dynptr) == sizeof(struct bpf_dynptr), "programs declare the latter");

/// Where to go on after a throw.
struct baton_landing {
  u64 stack_pointer;
  u64 result;
};
