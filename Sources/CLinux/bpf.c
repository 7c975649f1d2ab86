#define _GNU_SOURCE
#include <errno.h>
#include <linux/bpf.h>
#include <string.h>
#include <sys/mman.h>
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
  struct linux_bpf_map map = {
      .type = type,
      .key_byte_count = key_byte_count,
      .value_byte_count = value_byte_count,
      .entry_count = entry_count,
      .flags = flags,
      .types = -1,
      .inner_map = -1,
  };
  return linux_bpf_described_map_create(map, name);
}

int linux_bpf_described_map_create(struct linux_bpf_map map, const char *name) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.map_type = map.type;
  attributes.key_size = map.key_byte_count;
  attributes.value_size = map.value_byte_count;
  attributes.max_entries = map.entry_count;
  attributes.map_flags = map.flags;
  attributes.map_extra = map.extra;
  if (map.inner_map >= 0) attributes.inner_map_fd = (uint32_t)map.inner_map;
  if (map.types >= 0) {
    attributes.btf_fd = (uint32_t)map.types;
    attributes.btf_key_type_id = map.key_type;
    attributes.btf_value_type_id = map.value_type;
  }
  copy_name(attributes.map_name, name);
  return call_bpf(BPF_MAP_CREATE, &attributes);
}

int linux_bpf_arena_place(int map, size_t byte_count) {
  // The address of the first mapping is the arena's for good.
  void *mapping = mmap(NULL, byte_count, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0);
  return mapping == MAP_FAILED || munmap(mapping, byte_count) < 0 ? -errno : 0;
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
  struct linux_bpf_program program = {
      .type = type,
      .types = -1,
      .instruction_count = instruction_count,
  };
  return linux_bpf_described_program_load(program, name, license, instructions, NULL, NULL,
                                          (struct linux_bpf_log){log, log_byte_count, .level = 1});
}

int linux_bpf_described_program_load(struct linux_bpf_program program, const char *name,
                                     const char *license, const uint64_t *instructions,
                                     const struct linux_bpf_function_info *functions,
                                     const struct linux_bpf_line_info *lines,
                                     struct linux_bpf_log log) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.prog_type = program.type;
  attributes.expected_attach_type = program.attach_type;
  attributes.prog_flags = program.flags;
  attributes.attach_btf_id = program.attach_type_id;
  attributes.insns = address_of(instructions);
  attributes.insn_cnt = (uint32_t)program.instruction_count;
  attributes.license = address_of(license);
  if (program.types >= 0) {
    attributes.prog_btf_fd = (uint32_t)program.types;
    attributes.func_info = address_of(functions);
    attributes.func_info_cnt = (uint32_t)program.function_count;
    attributes.func_info_rec_size = sizeof *functions;
    attributes.line_info = address_of(lines);
    attributes.line_info_cnt = (uint32_t)program.line_count;
    attributes.line_info_rec_size = sizeof *lines;
  }
  if (log.text && log.byte_count > 0) {
    log.text[0] = 0;
    attributes.log_buf = address_of(log.text);
    attributes.log_size = (uint32_t)log.byte_count;
    attributes.log_level = log.level;
  }
  copy_name(attributes.prog_name, name);
  return call_bpf(BPF_PROG_LOAD, &attributes);
}

int linux_bpf_types_load(const void *types, size_t byte_count, struct linux_bpf_log log) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.btf = address_of(types);
  attributes.btf_size = (uint32_t)byte_count;
  if (log.text && log.byte_count > 0) {
    log.text[0] = 0;
    attributes.btf_log_buf = address_of(log.text);
    attributes.btf_log_size = (uint32_t)log.byte_count;
    attributes.btf_log_level = log.level;
  }
  return call_bpf(BPF_BTF_LOAD, &attributes);
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

int linux_bpf_program_send(int program, const void *packet, uint32_t byte_count, uint32_t repeat) {
  union bpf_attr attributes;
  memset(&attributes, 0, sizeof attributes);
  attributes.test.prog_fd = (uint32_t)program;
  attributes.test.data_in = address_of(packet);
  attributes.test.data_size_in = byte_count;
  attributes.test.repeat = repeat;
  attributes.test.flags = BPF_F_TEST_XDP_LIVE_FRAMES;
  return call_bpf(BPF_PROG_TEST_RUN, &attributes);
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
