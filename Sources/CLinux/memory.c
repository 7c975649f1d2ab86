#define _GNU_SOURCE
#include <errno.h>
#include <sys/mman.h>

#include "CLinux.h"

int linux_memory_file(const char *name) {
  int file = memfd_create(name, MFD_CLOEXEC);
  return file < 0 ? -errno : file;
}
