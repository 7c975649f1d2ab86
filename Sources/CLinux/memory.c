#define _GNU_SOURCE
#include <errno.h>
#include <malloc.h>
#include <sys/mman.h>
#include <sys/uio.h>
#include <unistd.h>

#include "CLinux.h"

int linux_memory_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC);
  return file < 0 ? -errno : file;
}

size_t linux_read_own_memory(uint64_t address, void *to, size_t byte_count) {
  enum { PAGE = 4096 };
  size_t done = 0;
  while (done < byte_count) {
    // A call that meets an unmapped page may copy nothing at all, so each stays within one.
    size_t part = PAGE - ((address + done) & (PAGE - 1));
    if (part > byte_count - done) part = byte_count - done;
    struct iovec local = {(char *)to + done, part};
    struct iovec remote = {(void *)(uintptr_t)(address + done), part};
    if (process_vm_readv(getpid(), &local, 1, &remote, 1, 0) != (ssize_t)part) break;
    done += part;
  }
  return done;
}

void linux_memory_trim(void) { malloc_trim(0); }
