#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/if_tun.h>
#include <net/if.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <sys/uio.h>
#include <unistd.h>

#include "CLinux.h"

int linux_tap_open(const char *name, _Bool has_queues) {
  struct ifreq request = {.ifr_flags = (short)(IFF_TAP | IFF_NO_PI | (has_queues ? IFF_MULTI_QUEUE : 0))};
  if (strlen(name) >= IFNAMSIZ) return -ENODEV;
  strcpy(request.ifr_name, name);
  int tap = open("/dev/net/tun", O_RDWR | O_NONBLOCK | O_CLOEXEC);
  if (tap < 0) return -errno;
  if (ioctl(tap, TUNSETIFF, &request) == 0) return tap;
  int error = -errno;
  close(tap);
  return error;
}

int linux_tap_is_persistent(int tap) {
  struct ifreq request = {0};
  if (ioctl(tap, TUNGETIFF, &request) < 0) return -errno;
  return (request.ifr_flags & IFF_PERSIST) != 0;
}

int64_t linux_tap_read(int tap, void *packet, size_t byte_count) {
  // The kernel cuts off what doesn't fit, and doesn't say so: one octet more tells.
  char rest;
  struct iovec parts[] = {{packet, byte_count}, {&rest, 1}};
  ssize_t result = readv(tap, parts, 2);
  return result < 0 ? -errno : result;
}

int64_t linux_tap_write(int tap, const void *packet, size_t byte_count) {
  ssize_t result = write(tap, packet, byte_count);
  return result < 0 ? -errno : result;
}

int linux_interface_set_up(const char *name) {
  struct ifreq request = {0};
  if (strlen(name) >= IFNAMSIZ) return -ENODEV;
  strcpy(request.ifr_name, name);
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return -errno;
  int result = ioctl(any, SIOCGIFFLAGS, &request);
  request.ifr_flags |= IFF_UP;
  if (result == 0) result = ioctl(any, SIOCSIFFLAGS, &request);
  if (result < 0) result = -errno;
  close(any);
  return result;
}
