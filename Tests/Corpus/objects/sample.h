// What the samples in this folder share; they include nothing else, so that they never change.
typedef unsigned char u8;
typedef unsigned short u16;
typedef unsigned int u32;
typedef unsigned long long u64;
typedef long long s64;

#define SEC(name) __attribute__((section(name), used))
#define __uint(name, value) int(*name)[value]
#define __type(name, type) typeof(type) *name
#define __array(name, type) typeof(type) *name[]
#define __tag(text) __attribute__((btf_decl_tag(text)))
#define noinline __attribute__((noinline))

struct xdp_md {
  u32 data;
  u32 data_end;
};

static void *(*const map_lookup)(void *map, const void *key) = (void *)1;
