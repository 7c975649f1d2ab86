#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

#include "CLinux.h"

static uint64_t address_of(const void *pointer) { return (uint64_t)(uintptr_t)pointer; }

/// The kernel sets close-on-exec on every descriptor it makes here.
static int call_bpf(enum bpf_cmd command, union bpf_attr *attributes) {
  long result = syscall(SYS_bpf, command, attributes, sizeof *attributes);
  return result < 0 ? -errno : (int)result;
}

static void copy_name(char *to, const char *name) {
  if (name) strncpy(to, name, BPF_OBJ_NAME_LEN - 1);
}

int linux_bpf_map_create(uint32_t type, const char *name, uint32_t key_byte_count,
                         uint32_t value_byte_count, uint32_t entry_count, uint32_t flags) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.map_type = type;
  attributes.key_size = key_byte_count;
  attributes.value_size = value_byte_count;
  attributes.max_entries = entry_count;
  attributes.map_flags = flags;
  copy_name(attributes.map_name, name);
  return call_bpf(BPF_MAP_CREATE, &attributes);
}

int linux_bpf_map_update(int map, const void *key, const void *value, uint64_t flags) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.map_fd = (uint32_t)map;
  attributes.key = address_of(key);
  attributes.value = address_of(value);
  attributes.flags = flags;
  return call_bpf(BPF_MAP_UPDATE_ELEM, &attributes);
}

int linux_bpf_map_freeze(int map) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.map_fd = (uint32_t)map;
  return call_bpf(BPF_MAP_FREEZE, &attributes);
}

int linux_bpf_program_load(uint32_t type, const char *name, const char *license,
                           const uint64_t *instructions, size_t instruction_count, char *log,
                           size_t log_byte_count) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = type;
  attributes.insns = address_of(instructions);
  attributes.insn_cnt = (uint32_t)instruction_count;
  attributes.license = address_of(license);
  if (log && log_byte_count > 0) {
    log[0] = 0;
    attributes.log_buf = address_of(log);
    attributes.log_size = (uint32_t)log_byte_count;
    attributes.log_level = 1;
  }
  copy_name(attributes.prog_name, name);
  return call_bpf(BPF_PROG_LOAD, &attributes);
}

int linux_bpf_program_test_run(int program, void *packet, uint32_t byte_count, uint32_t repeat,
                               struct linux_bpf_test_run *result) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.test.prog_fd = (uint32_t)program;
  attributes.test.data_in = address_of(packet);
  attributes.test.data_size_in = byte_count;
  attributes.test.repeat = repeat;
  int status = call_bpf(BPF_PROG_TEST_RUN, &attributes);
  result->value = attributes.test.retval;
  result->nanoseconds = attributes.test.duration;
  return status;
}

int linux_bpf_xdp_link_create(int program, uint32_t interface_index, uint32_t flags) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.link_create.prog_fd = (uint32_t)program;
  attributes.link_create.target_ifindex = interface_index;
  attributes.link_create.attach_type = BPF_XDP;
  attributes.link_create.flags = flags;
  return call_bpf(BPF_LINK_CREATE, &attributes);
}
