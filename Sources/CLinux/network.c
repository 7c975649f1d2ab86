#define _GNU_SOURCE
#include <arpa/inet.h>
#include <errno.h>
#include <fcntl.h>
#include <linux/ethtool.h>
#include <linux/if_packet.h>
#include <linux/sockios.h>
#include <net/if.h>
#include <sched.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>
#include <unistd.h>

#include "CLinux.h"

// `net/if_ether.h` by its one constant that is used here.
enum { ETHERTYPE_ALL = 0x0003 };

int linux_interface_index(const char *name) {
  unsigned index = if_nametoindex(name);
  return index == 0 ? -errno : (int)index;
}

/// Asks the kernel about an interface; `request` is filled in but for the name.
static int ask(const char *name, unsigned long command, struct ifreq *request) {
  if (strlen(name) >= IFNAMSIZ) return -ENODEV;
  strcpy(request->ifr_name, name);
  int any = socket(AF_INET, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (any < 0) return -errno;
  int result = ioctl(any, command, request) < 0 ? -errno : 0;
  close(any);
  return result;
}

int linux_interface_queue_count(const char *name) {
  struct ethtool_channels channels = {.cmd = ETHTOOL_GCHANNELS};
  struct ifreq request = {.ifr_data = (char *)&channels};
  int result = ask(name, SIOCETHTOOL, &request);
  return result < 0 ? result : (int)(channels.combined_count + channels.rx_count);
}

int linux_interface_hardware_address(const char *name, uint8_t address[6]) {
  struct ifreq request = {0};
  int result = ask(name, SIOCGIFHWADDR, &request);
  if (result == 0) memcpy(address, request.ifr_hwaddr.sa_data, 6);
  return result;
}

int linux_interface_mtu(const char *name) {
  struct ifreq request = {0};
  int result = ask(name, SIOCGIFMTU, &request);
  return result < 0 ? result : request.ifr_mtu;
}

/// Moves the calling thread into the namespace at `path`. Returns a descriptor of the one it left.
static int enter_namespace(const char *path) {
  int home = open("/proc/thread-self/ns/net", O_RDONLY | O_CLOEXEC);
  if (home < 0) return -errno;
  int target = open(path, O_RDONLY | O_CLOEXEC);
  int result = target < 0 || setns(target, CLONE_NEWNET) < 0 ? -errno : home;
  if (target >= 0) close(target);
  if (result < 0) close(home);
  return result;
}

/// Moves the calling thread back. Going on in a foreign namespace would be worse than to stop.
static void leave_namespace(int home) {
  if (setns(home, CLONE_NEWNET) < 0) __builtin_trap();
  close(home);
}

/// Opens and binds a packet socket in the thread's present namespace.
static int open_packet_socket(const char *interface) {
  struct sockaddr_ll address = {.sll_family = AF_PACKET, .sll_protocol = htons(ETHERTYPE_ALL)};
  int index = linux_interface_index(interface);
  if (index < 0) return index;
  address.sll_ifindex = index;
  // Protocol 0 until it is bound: nothing of other interfaces gets in.
  int result = socket(AF_PACKET, SOCK_RAW | SOCK_CLOEXEC, 0);
  if (result < 0) return -errno;
  if (bind(result, (struct sockaddr *)&address, sizeof address) == 0) return result;
  int error = -errno;
  close(result);
  return error;
}

int linux_packet_socket_in_namespace(const char *path, const char *interface) {
  int home = enter_namespace(path);
  if (home < 0) return home;
  int result = open_packet_socket(interface);
  leave_namespace(home);
  return result;
}
