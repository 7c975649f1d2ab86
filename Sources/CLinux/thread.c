#define _GNU_SOURCE
#include <errno.h>
#include <linux/capability.h>
#include <linux/futex.h>
#include <linux/membarrier.h>
#include <poll.h>
#include <sched.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#include "CLinux.h"

int linux_thread_pin(uint32_t cpu) {
  if (cpu >= CPU_SETSIZE) return -EINVAL;
  cpu_set_t set;
  CPU_ZERO(&set);
  CPU_SET(cpu, &set);
  return sched_setaffinity(0, sizeof set, &set) < 0 ? -errno : 0;
}

int linux_thread_may_use_cpu(uint32_t cpu) {
  cpu_set_t set;
  if (cpu >= CPU_SETSIZE) return 0;
  if (sched_getaffinity(0, sizeof set, &set) < 0) return -errno;
  return CPU_ISSET(cpu, &set) ? 1 : 0;
}

int linux_has_ticks(void) {
#if defined(__x86_64__)
  unsigned int eax, ebx, ecx, edx;
  // Intel SDM volume 2, CPUID: an invariant counter is bit 8 at 0x80000007.
  return __get_cpuid(0x80000007, &eax, &ebx, &ecx, &edx) && edx & 1u << 8;
#else
  return 0;
#endif
}

int linux_thread_cpu(void) {
  int cpu = sched_getcpu();
  return cpu < 0 ? -errno : cpu;
}

int linux_futex_wait(const uint32_t *word, uint32_t expected, int64_t timeout_nanoseconds) {
  const int64_t second = 1000000000;
  struct timespec timeout = {timeout_nanoseconds / second, timeout_nanoseconds % second};
  long result = syscall(SYS_futex, word, FUTEX_WAIT_PRIVATE, expected,
                        timeout_nanoseconds < 0 ? NULL : &timeout, NULL, 0);
  return result < 0 ? -errno : 0;
}

int linux_futex_wake(const uint32_t *word, int count) {
  long result = syscall(SYS_futex, word, FUTEX_WAKE_PRIVATE, count, NULL, NULL, 0);
  return result < 0 ? -errno : (int)result;
}

int linux_event_create(void) {
  int event = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
  return event < 0 ? -errno : event;
}

int linux_event_signal(int event) { return eventfd_write(event, 1) < 0 ? -errno : 0; }

int linux_event_clear(int event) {
  eventfd_t count;
  int result = eventfd_read(event, &count) < 0 ? -errno : 0;
  return result == -EAGAIN ? 0 : result;
}

int linux_thread_run_first(void) {
  struct sched_param parameters = {.sched_priority = 1};
  return sched_setscheduler(0, SCHED_FIFO, &parameters) < 0 ? -errno : 0;
}

int linux_thread_run_by_deadline(uint64_t run, uint64_t period) {
  // SCHED_DEADLINE, and SCHED_FLAG_RESET_ON_FORK, without which such a thread could create no others.
  enum { by_deadline = 6, reset_on_fork = 1 };
  // As in linux/sched/types.h, which older C libraries' headers don't get on with.
  struct {
    uint32_t size, policy;
    uint64_t flags;
    int32_t nice;
    uint32_t priority;
    uint64_t runtime, deadline, period;
  } attributes = {
      .size = sizeof attributes,
      .policy = by_deadline,
      .flags = reset_on_fork,
      .runtime = run,
      .deadline = period,
      .period = period,
  };
  return syscall(SYS_sched_setattr, 0, &attributes, 0) < 0 ? -errno : 0;
}

int linux_thread_run_nicely(int nice) {
  // On Linux, it is the thread's own and not the process's.
  return setpriority(PRIO_PROCESS, syscall(SYS_gettid), nice) < 0 ? -errno : 0;
}

void linux_thread_yield(void) { sched_yield(); }

_Bool linux_may_schedule(void) {
  struct __user_cap_header_struct header = {_LINUX_CAPABILITY_VERSION_3, 0};
  struct __user_cap_data_struct data[_LINUX_CAPABILITY_U32S_3] = {};
  if (syscall(SYS_capget, &header, data) < 0) return 0;
  return data[CAP_TO_INDEX(CAP_SYS_NICE)].effective & CAP_TO_MASK(CAP_SYS_NICE);
}

void linux_thread_sleep_exactly(void) { prctl(PR_SET_TIMERSLACK, 1, 0, 0, 0); }

void linux_thread_sleep(uint64_t nanoseconds) {
  const uint64_t second = 1000000000;
  struct timespec length = {nanoseconds / second, nanoseconds % second};
  clock_nanosleep(CLOCK_MONOTONIC, 0, &length, NULL);
}

void linux_wait_readable(int first, int second, int64_t timeout_nanoseconds) {
  struct pollfd descriptors[] = {{first, POLLIN, 0}, {second, POLLIN, 0}};
  linux_wait_any(descriptors, 2, timeout_nanoseconds);
}

void linux_wait_any(struct pollfd *descriptors, uint32_t count, int64_t timeout_nanoseconds) {
  const int64_t second_length = 1000000000;
  struct timespec timeout = {timeout_nanoseconds / second_length, timeout_nanoseconds % second_length};
  ppoll(descriptors, count, &timeout, NULL);
}

int linux_barrier_register(void) {
  long result = syscall(SYS_membarrier, MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED, 0, 0);
  return result < 0 ? -errno : 0;
}

void linux_barrier_everywhere(void) {
  syscall(SYS_membarrier, MEMBARRIER_CMD_PRIVATE_EXPEDITED, 0, 0);
}

int linux_raise_locked_memory_limit(void) {
  struct rlimit limit = {RLIM_INFINITY, RLIM_INFINITY};
  if (setrlimit(RLIMIT_MEMLOCK, &limit) == 0) return 0;
  // Without the right to raise the hard limit, the soft one may still go up to it.
  if (getrlimit(RLIMIT_MEMLOCK, &limit) < 0) return -errno;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_MEMLOCK, &limit) < 0 ? -errno : 0;
}
