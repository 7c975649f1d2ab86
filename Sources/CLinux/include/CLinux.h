/// Linux system calls that Swift can't make by itself: variadic ones, and those behind macros.
///
/// A function that returns `int` returns a result ≥ 0, or the negated `errno`. No kernel header is
/// included here, since `linux/bpf.h` declares the names of `Interface/types.h` over again.
#pragma once

#include <poll.h>
#include <stddef.h>
#include <stdint.h>

// bpf(2). Descriptors are close-on-exec. Constants are those of `linux/bpf.h`.

enum {
  LINUX_BPF_MAP_TYPE_XSKMAP = 17,
  LINUX_BPF_PROGRAM_TYPE_XDP = 6,
  LINUX_BPF_F_RDONLY_PROG = 128,
  LINUX_XDP_SKB_MODE = 2,
  LINUX_XDP_NATIVE_MODE = 4,
};

/// Creates a map; sizes in bytes. `name` has at most 15 characters, or is null; `flags` are those of
/// `linux/bpf.h`.
int linux_bpf_map_create(uint32_t type, const char *name, uint32_t key_byte_count,
                         uint32_t value_byte_count, uint32_t entry_count, uint32_t flags);

int linux_bpf_map_update(int map, const void *key, const void *value, uint64_t flags);

/// No more updates from here on: what programs read is known to the verifier.
int linux_bpf_map_freeze(int map);

/// Loads a program of `instruction_count` instructions of eight bytes. The verifier's words, ended
/// by a zero, go to `log` when it isn't null. Some helpers are for a `license` like "GPL" only.
int linux_bpf_program_load(uint32_t type, const char *name, const char *license,
                           const uint64_t *instructions, size_t instruction_count, char *log,
                           size_t log_byte_count);

/// All that a definition may say of a map, but for its name. Sizes in bytes; what is 0 is not said.
struct linux_bpf_map {
  uint32_t type;
  uint32_t key_byte_count;
  uint32_t value_byte_count;
  uint32_t entry_count;
  uint32_t flags;
  /// What it means depends on the type.
  uint64_t extra;
  /// The descriptor of the types that the next two are of; negative: none.
  int types;
  uint32_t key_type;
  uint32_t value_type;
  /// A map that the values are like; negative: none.
  int inner_map;
};

int linux_bpf_described_map_create(struct linux_bpf_map map, const char *name);

/// Lets an arena that was created without an address have one.
int linux_bpf_arena_place(int map, size_t byte_count);

/// Which function begins at an instruction: `struct bpf_func_info`.
struct linux_bpf_function_info {
  uint32_t instruction;
  uint32_t type;
};

/// Which line an instruction comes from: `struct bpf_line_info`. Names are offsets into the types' strings.
struct linux_bpf_line_info {
  uint32_t instruction;
  uint32_t file_name;
  uint32_t text;
  /// The line in the upper 22 bits, the column in the lower ten.
  uint32_t place;
};

/// All that an object may say of a program, but for names and code. What is 0 is not said.
struct linux_bpf_program {
  uint32_t type;
  uint32_t attach_type;
  uint32_t flags;
  /// The kernel's type that the program attaches to.
  uint32_t attach_type_id;
  /// The descriptor of the program's own types; negative: none, and no information either.
  int types;
  size_t instruction_count;
  size_t function_count;
  size_t line_count;
};

/// Where the kernel writes what it finds, ended by a zero, and how much of it; null: nowhere.
struct linux_bpf_log {
  char *text;
  size_t byte_count;
  /// `BPF_LOG_…` in the kernel: 1 instructions, 2 states, 4 figures.
  uint32_t level;
};

int linux_bpf_described_program_load(struct linux_bpf_program program, const char *name,
                                     const char *license, const uint64_t *instructions,
                                     const struct linux_bpf_function_info *functions,
                                     const struct linux_bpf_line_info *lines,
                                     struct linux_bpf_log log);

/// Loads types in the format BTF.
int linux_bpf_types_load(const void *types, size_t byte_count, struct linux_bpf_log log);

/// What a test run of a program came to.
struct linux_bpf_test_run {
  /// What the last run returned.
  uint32_t value;
  /// The mean of one run.
  uint32_t nanoseconds;
};

/// Runs a program on a packet, `repeat` times, each run on what the one before has left.
int linux_bpf_program_test_run(int program, void *packet, uint32_t byte_count, uint32_t repeat,
                               struct linux_bpf_test_run *result);

/// Runs an XDP program on `repeat` copies of a packet, which then go where it says: real frames, of its redirections.
int linux_bpf_program_send(int program, const void *packet, uint32_t byte_count, uint32_t repeat);

/// Attaches an XDP program; it stays until the returned descriptor's last copy is closed.
/// `flags` is one of the `LINUX_XDP_…_MODE`s.
int linux_bpf_xdp_link_create(int program, uint32_t interface_index, uint32_t flags);

// Memory that may not be there.

/// Copies up to `byte_count` bytes of this process's memory, as far as they can be read; how many those
/// are. Nothing faults.
size_t linux_read_own_memory(uint64_t address, void *to, size_t byte_count);

// Unix stream sockets. Descriptors are close-on-exec.

/// Listens at `path`, where nobody but the user may connect; −EADDRINUSE when somebody else listens there.
int linux_unix_listen(const char *path);

int linux_unix_connect(const char *path);

// Text.

/// How a number is written: the flags, width and conversion of `printf`.
struct linux_number_format {
  _Bool is_left;
  _Bool has_plus;
  _Bool has_space;
  _Bool is_zero_padded;
  int width;
  /// `d`, `u`, `x`, `X` or `c`.
  char conversion;
};

/// Writes a number as C's `snprintf` does; how long it is as a whole.
size_t linux_format_number(char *to, size_t byte_count, struct linux_number_format format,
                           long long number);

// AF_XDP (`linux/if_xdp.h`).

/// One entry of a receive or transmit ring: `struct xdp_desc`.
struct linux_xdp_descriptor {
  uint64_t address;
  uint32_t length;
  uint32_t options;
};

/// What the kernel counted on one socket: `struct xdp_statistics`.
struct linux_xdp_statistics {
  uint64_t receive_dropped;
  uint64_t receive_invalid;
  uint64_t transmit_invalid;
  uint64_t receive_ring_full;
  uint64_t fill_ring_empty;
  uint64_t transmit_ring_empty;
};

enum linux_xdp_ring_kind {
  LINUX_XDP_RECEIVE_RING = 0,
  LINUX_XDP_TRANSMIT_RING = 1,
  LINUX_XDP_FILL_RING = 2,
  LINUX_XDP_COMPLETION_RING = 3,
};

/// A mapped ring. Unmap `byte_count` bytes at `mapping` to be rid of it.
struct linux_xdp_ring {
  void *mapping;
  size_t byte_count;
  uint32_t *producer;
  uint32_t *consumer;
  /// Bit 0: the kernel wants to be woken.
  uint32_t *flags;
  void *slots;
};

int linux_xdp_socket(void);

/// Registers packet memory (UMEM) of aligned chunks. `headroom` is on top of the kernel's 256.
int linux_xdp_register_memory(int socket, void *memory, uint64_t byte_count,
                              uint32_t chunk_byte_count, uint32_t headroom);

/// Sets the entry count of a ring, a power of two, and maps it.
int linux_xdp_map_ring(int socket, enum linux_xdp_ring_kind kind, uint32_t entry_count,
                       struct linux_xdp_ring *ring);

/// Binds to one queue. Zero-copy is used when the driver has it, unless `copy` is set.
int linux_xdp_bind(int socket, uint32_t interface_index, uint32_t queue, int copy);

/// The same with the packet memory, and in the mode, of a socket that is bound. Linux 5.10 or later.
int linux_xdp_bind_sharing(int socket, uint32_t interface_index, uint32_t queue, int owner);

/// 1 when the bound socket is in zero-copy mode, 0 in copy mode.
int linux_xdp_is_zero_copy(int socket);

int linux_xdp_read_statistics(int socket, struct linux_xdp_statistics *statistics);

/// Has the kernel look at the transmit ring.
int linux_xdp_kick_transmit(int socket);

/// Has the kernel look at the fill ring, and poll the queue when busy polling.
int linux_xdp_kick_receive(int socket);

/// Prefers busy polling to interrupts: for `microseconds` at a time, of up to `budget` packets.
int linux_socket_set_busy_poll(int socket, int microseconds, int budget);

// Network interfaces.

/// The index of an interface of the calling thread's network namespace.
int linux_interface_index(const char *name);

/// How many queues packets are received on; -EOPNOTSUPP where the driver doesn't tell.
int linux_interface_queue_count(const char *name);

int linux_interface_hardware_address(const char *name, uint8_t address[6]);

/// The largest packet after the Ethernet header, in bytes.
int linux_interface_mtu(const char *name);

/// Sets the interface up.
int linux_interface_set_up(const char *name);

/// A non-blocking descriptor of a queue of a TAP interface, which is made where there is none: whole Ethernet frames, without
/// a header of TAP's own. With `has_queues`, further calls open further queues. −EINVAL where an interface has the name
/// that is no such one, −EBUSY where all queues are open.
int linux_tap_open(const char *name, _Bool has_queues);

/// 1 when the interface stays when all descriptors are closed, 0 when it goes away.
int linux_tap_is_persistent(int tap);

/// Reads the next packet; its length. `byte_count + 1` for one that is longer than `byte_count`, and that is gone.
int64_t linux_tap_read(int tap, void *packet, size_t byte_count);

/// Sends a packet; −EIO while the interface is down.
int64_t linux_tap_write(int tap, const void *packet, size_t byte_count);

/// Opens a socket inside the network namespace at `path`, such as `/run/netns/peer`. A socket
/// stays in its namespace; the calling thread is back in its own on return.
int linux_socket_in_namespace(const char *path, int domain, int type, int protocol);

/// A raw packet socket on an interface of the network namespace at `path`, such as
/// `/run/netns/peer`: whole Ethernet frames. A socket stays in its namespace; the calling thread is
/// back in its own on return.
int linux_packet_socket_in_namespace(const char *path, const char *interface);

// Threads.

/// Binds the calling thread to one CPU.
int linux_thread_pin(uint32_t cpu);

/// Has the calling thread run before all ordinary ones (SCHED_FIFO, the lowest priority of it). −EPERM without the right.
int linux_thread_run_first(void);

/// Has the calling thread run for so long of each period before all others (SCHED_DEADLINE), in nanoseconds, and no longer.
/// −EPERM without CAP_SYS_NICE, and where the thread is bound to fewer processors than its part of the system has: that
/// takes an exclusive cpuset; −EBUSY where not that much of the time is left, −EINVAL for periods that the system doesn't do.
int linux_thread_run_by_deadline(uint64_t run, uint64_t period);

/// Sets the calling thread's nice value, from −20, which has most of the time, to 19. −EACCES without the right.
int linux_thread_run_nicely(int nice);

/// Lets others run; a thread that runs by deadline gives up the rest of its period.
void linux_thread_yield(void);

/// Whether the calling thread has the capability CAP_SYS_NICE.
_Bool linux_may_schedule(void);

/// Has the calling thread's sleeps end when they are to, and not up to 50 microseconds later.
void linux_thread_sleep_exactly(void);

/// Sleeps for as long, in nanoseconds, or until a signal comes.
void linux_thread_sleep(uint64_t nanoseconds);

/// 1 when the calling thread may run on the CPU, 0 when it may not or there is no such CPU.
int linux_thread_may_use_cpu(uint32_t cpu);

/// Whether ``linux_ticks`` can be used: the counter runs evenly, whatever the CPU does.
int linux_has_ticks(void);

/// The CPU's time-stamp counter, at about this place in the program: RDTSC waits for nothing, which RDTSCP and fences
/// before it do for twice the time.
static inline uint64_t linux_ticks(void) {
#if defined(__x86_64__)
  return __builtin_ia32_rdtsc();
#else
  return 0;
#endif
}

/// The CPU that the calling thread is on.
int linux_thread_cpu(void);

/// Sleeps while `*word == expected`, until woken or `timeout_nanoseconds` have passed (negative:
/// no limit). 0 when woken, else -EAGAIN (the word had changed), -ETIMEDOUT or -EINTR.
int linux_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_nanoseconds);

/// Wakes up to `count` sleepers; returns how many.
int linux_futex_wake(const uint32_t *word, int count);

/// A descriptor that is readable once it was signalled (eventfd, non-blocking).
int linux_event_create(void);
int linux_event_signal(int event);
/// Makes the event unreadable again.
int linux_event_clear(int event);

/// Sleeps until one of the descriptors is readable or `timeout_nanoseconds` have passed; a negative descriptor is none.
void linux_wait_readable(int first, int second, int64_t timeout_nanoseconds);

/// The same of `count` descriptors. What was seen of each is left in it.
void linux_wait_any(struct pollfd *descriptors, uint32_t count, int64_t timeout_nanoseconds);

/// Allows `linux_barrier_everywhere`. −ENOSYS or −EPERM where the system doesn't.
int linux_barrier_register(void);
/// Has every thread of this process that runs pass a full memory barrier (membarrier(2)).
void linux_barrier_everywhere(void);
/// Keeps the compiler from moving accesses across; the processor may.
static inline void linux_compiler_barrier(void) { __atomic_signal_fence(__ATOMIC_SEQ_CST); }

/// A file of no bytes that lives in memory, for mapping it more than once.
int linux_memory_file(const char *name);

/// Gives memory back to the system that was freed and that the allocator keeps.
void linux_memory_trim(void);

/// Raises the limit of locked memory as far as the caller may.
int linux_raise_locked_memory_limit(void);

/// Has the processor fetch what lies at an address, which need not be one of this process.
static inline void linux_prefetch(const void *address) { __builtin_prefetch(address); }

/// Tells the processor that the thread spins.
static inline void linux_spin_hint(void) {
#if defined(__x86_64__)
  __builtin_ia32_pause();
#elif defined(__aarch64__)
  __asm__ volatile("yield");
#endif
}
