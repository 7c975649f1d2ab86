// One of each kind of type, and relocations for types of another system.
#include "sample.h"

enum small { ONE = 1, MINUS = -1 };
enum large { HUGE = 0x123456789abcdef0ull };
union either {
  u32 word;
  u8 octets[4];
};
struct opaque;
#define __rcu __attribute__((btf_type_tag("rcu")))

struct inner {
  u16 a;
  union either e;
} __attribute__((packed));

struct everything {
  enum small small;
  enum large large;
  struct inner inner[3];
  float real;
  double wide;
  _Bool yes;
  u32 low : 5;
  u32 high : 9;
  const volatile char *restrict text;
  struct opaque *next;
  struct everything __rcu *self;
  int (*compare)(const struct everything *, u64, ...);
  char *(*matrix)[4];
  struct opaque *const fixed;
  u32 tail[];
} __tag("whole");

struct pair {
  int first __tag("one") __tag("another");
  int second;
} __attribute__((preserve_access_index));

struct {
  __uint(type, 12);
  __uint(key_size, 4);
  __uint(max_entries, 3);
  __uint(pinning, 1);
  __array(values, struct {
    __uint(type, 1);
    __type(key, u64);
    __type(value, struct inner);
    __uint(max_entries, 5);
    __uint(map_flags, 1);
  });
} outer SEC(".maps");

struct everything *everything;
extern const volatile int tick_rate __attribute__((section(".ksyms")));

int noinline sum(struct pair *pair __tag("arg:pair"), int more) {
  return pair ? pair->first + pair->second + more : 0;
}

SEC("xdp") int main_program(struct xdp_md *ctx) {
  u32 key = 0;
  struct pair *pair = map_lookup(&outer, &key);
  if (!everything || !pair)
    return 0;
  return sum(pair, tick_rate) + everything->high + __builtin_preserve_enum_value(
      *(enum small *)ONE, 0);
}

char license_text[] SEC("license") = "GPL";
