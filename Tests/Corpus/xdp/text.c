/// Formatting and comparing of text.
#include "check.h"

char _license[] SEC("license") = "GPL";

static const char all[] = "%d %i %u %x %X %lx %lld|%5d|%05d|%c|%%";
static const char address[] = "%pI4 %pi4";
static const char six[] = "%pI6";
static const char expected[] =
    "-1 -2 4294967293 2a 2A ffffffffffffffff -1|   42|00042|A|%";
static const char expected_address[] = "10.0.1.200 010.000.001.200";
static const char expected_six[] = "0102:0304:0506:0708:0000:0000:0000:0001";
static const char word[] = "baton";

SEC("xdp") int program(struct xdp_md *ctx) {
  char text[80] = {};
  u64 numbers[10] = {-1, -2, -3, 42, 42, -1, -1, 42, 42, 'A'};
  long length = bpf_snprintf(text, sizeof text, all, numbers, sizeof numbers);
  CHECK(length == sizeof expected);
  CHECK(bpf_strncmp(text, sizeof text, expected) == 0);

  u8 octets[4] = {10, 0, 1, 200};
  u64 places[2] = {(u64)octets, (u64)octets};
  length = bpf_snprintf(text, sizeof text, address, places, sizeof places);
  CHECK(length == sizeof expected_address);
  CHECK(bpf_strncmp(text, sizeof text, expected_address) == 0);

  u8 wide[16] = {1, 2, 3, 4, 5, 6, 7, 8, [15] = 1};
  u64 place = (u64)wide;
  length = bpf_snprintf(text, sizeof text, six, &place, sizeof place);
  CHECK(length == sizeof expected_six);
  CHECK(bpf_strncmp(text, sizeof text, expected_six) == 0);

  // What does not fit is counted, and a zero ends what does.
  char tiny[4] = {1, 1, 1, 1};
  u64 number = 12345;
  static const char decimal[] = "%d";
  static const char beginning[] = "123";
  CHECK(bpf_snprintf(tiny, sizeof tiny, decimal, &number, sizeof number) == 6);
  CHECK(tiny[3] == 0 && bpf_strncmp(tiny, sizeof tiny, beginning) == 0);

  char words[] = "batch";
  CHECK(bpf_strncmp(words, 3, word) == 0);
  CHECK(bpf_strncmp(words, sizeof words, word) < 0);
  words[3] = 'z';
  CHECK(bpf_strncmp(words, sizeof words, word) > 0);
  CHECK(bpf_trace_printk(word, sizeof word) == sizeof word - 1);
  bpf_printk("%d and %s", 1, word);
  return XDP_PASS;
}
