#define _GNU_SOURCE
#include <errno.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "CLinux.h"

/// Fills the address in, and makes a socket.
static int unix_address(const char *path, struct sockaddr_un *address) {
  memset(address, 0, sizeof *address);
  address->sun_family = AF_UNIX;
  if (strlen(path) >= sizeof address->sun_path) return -ENAMETOOLONG;
  strcpy(address->sun_path, path);
  return socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
}

int linux_unix_listen(const char *path) {
  struct sockaddr_un address;
  // What a process that died has left behind is nobody's.
  int other = linux_unix_connect(path);
  if (other >= 0) {
    close(other);
    return -EADDRINUSE;
  }
  if (other == -ECONNREFUSED) unlink(path);
  int descriptor = unix_address(path, &address);
  if (descriptor < 0) return descriptor;
  mode_t mask = umask(0077);
  int status = bind(descriptor, (struct sockaddr *)&address, sizeof address);
  umask(mask);
  if (status < 0 || listen(descriptor, 8) < 0) {
    int error = errno;
    close(descriptor);
    return -error;
  }
  return descriptor;
}

int linux_unix_connect(const char *path) {
  struct sockaddr_un address;
  int descriptor = unix_address(path, &address);
  if (descriptor < 0) return descriptor;
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) < 0) {
    int error = errno;
    close(descriptor);
    return -error;
  }
  return descriptor;
}
