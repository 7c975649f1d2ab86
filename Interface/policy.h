/// Policies: programs that say on which cores workers run, by what they are told of their load.
///
/// Workers, cores and groups of workers have numbers from 0 on. Whatever a policy wishes, each group keeps at least as many
/// cores as it must have, and gets no more than it may; wishes are granted when the program has ended.
#pragma once

#include "contracts.h"
#include "types.h"

/// What a policy program is told whenever it is run.
struct __version(BATON_INTERFACE_VERSION) policy_ctx {
  /// In nanoseconds of `bpf_ktime_get_ns`.
  u64 now;
  u32 worker_count;
  u32 core_count;
  u32 group_count;
  /// How many of its wishes were refused in the last run.
  u32 refused;
  /// How long a packet may wait, in nanoseconds, as whoever runs the instance has it; 0 for no wish.
  u64 target;
};

/// What is known of a worker, of which counts are since it began.
struct worker_signals {
  /// Packets that have arrived in its queue, and those that it has taken out of it.
  u64 arrived;
  u64 received;
  /// Packets that were dropped: by programs, for want of memory, or as a ring was full.
  u64 dropped;
  /// Coroutines that have ended.
  u64 finished;
  /// Nanoseconds that it has worked, and turns that it has taken, and those of them without anything to do.
  u64 busy;
  u64 turns;
  u64 idle_turns;
  /// How late its first timer was at the end of its last turn, in nanoseconds.
  u64 lag;
  /// Coroutines that it has begun and that have not ended.
  u32 live;
  /// Its group, and its core, counted among those of its group.
  u32 group;
  u32 core;
  /// Whether it sleeps, and has had nothing to do since it fell asleep.
  u32 is_parked;
  /// How often it found a `bpf_spin_lock` held by another worker, and how long it has waited for those, in nanoseconds.
  u64 lock_waits;
  u64 lock_waited;
  /// How long it has worked on cores that its group was lent, in nanoseconds, and how often a coroutine of it was suspended
  /// there to give the core back.
  u64 borrowed;
  u64 given_back;
  /// How many of the `bpf_spin_lock`s that it has taken were timed, one of 251, how long those were held together, and the one
  /// that was held longest, in nanoseconds.
  u64 locks_timed;
  u64 lock_held;
  u64 lock_held_longest;
};

/// What is known of a group of workers.
struct group_signals {
  u32 first_worker;
  u32 worker_count;
  /// How many cores it has, and may have.
  u32 cores;
  u32 least_cores;
  u32 most_cores;
  /// How many of its idle cores do not sleep.
  u32 warm;
  /// How many of its cores stand still, as a turn there does not end, or the system does not let them run.
  u32 stalled;
  u32 reserved;
  /// How long its cores were lent to others, and how long its workers have worked on cores that it was lent, in nanoseconds
  /// since the instance began.
  u64 lent;
  u64 borrowed;
};

/// What is known of a queue, which is a queue program, and of what waits there: of all workers, with counts since the
/// instance began. Workers are not stopped for it.
struct queue_signals {
  /// Coroutines that its program was given, those that it did not keep, and those that were destroyed where they waited.
  u64 arrived;
  u64 refused;
  u64 destroyed;
  /// How long those that went on had waited, all together, in nanoseconds.
  u64 waited;
  /// How long the one that waits longest has waited, in nanoseconds.
  u64 oldest;
  /// Those that wait.
  u32 depth;
  u32 reserved;
};

/// Decides where workers run. Returns in how many nanoseconds it is to be run again: no sooner than a microsecond, and a
/// second at most. 0: as soon as a worker that sleeps has something to do, and after a second at the latest.
__role("policy") __contract("(policy_ctx) -> _")
u64 baton_policy(struct policy_ctx *ctx);

/// Tells what is known of a worker, as much as there is room for. −22 where there is no such worker.
__contract("(_, out mem<'n>, size<'n>) -> ..0") __roles("policy")
int bpf_worker_signals(u32 worker, struct worker_signals *signals, u32 size);

/// The same of a group.
__contract("(_, out mem<'n>, size<'n>) -> ..0") __roles("policy")
int bpf_group_signals(u32 group, struct group_signals *signals, u32 size);

struct coroutine;

/// The same of a queue, without those that wait for a version before the present one: takes the longer the more coroutines there have been at a time.
__contract("(program<queue>, out mem<'n>, size<'n>) -> 0") __roles("policy")
int bpf_queue_signals(int (*queue)(struct coroutine *handle, u64 argument), struct queue_signals *signals, u32 size);

/// Has a group have so many cores, as far as others leave it them. −22 where there are no such group, or not so many cores.
__contract("(_, _) -> ..0") __roles("policy")
int bpf_group_want(u32 group, u32 cores);

/// Has the first `cores` of a group's cores not sleep when they are idle: a worker that comes to one runs at once. −22 where
/// there are no such group, or not so many cores.
__contract("(_, _) -> ..0") __roles("policy")
int bpf_group_warm(u32 group, u32 cores);

/// Has a worker run on that core of its group's, counted from 0; where the group has fewer, the count goes on from the first.
/// −22 where there is no such worker or core, −16 where it was moved too short a time ago.
__contract("(_, _) -> ..0") __roles("policy")
int bpf_worker_place(u32 worker, u32 core);
