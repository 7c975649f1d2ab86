# access: at insn 16: atomic access to 0x7f85d3261f41, which is not aligned
# role: xdp
# input: packet 58, seed 3033164370244811355, words 0xd26ea68c5ba900ca
  r6 = r1
  w8 = *(u32 *)(r6 + 0x14)
  r9 = r8
  ld_pseudo r1, 0x5, 0x3
  r2 = 0x6
  r3 = 0x0
  r4 = r10
  r4 += -0x60
  call 0xc6
  r1 = r10
  r1 += -0x60
  r2 = 0x1
  r3 = 0x4
  call 0xcb
  if r0 == 0x0 goto +0x1
  w9 = atomic_fetch_xor((u32 *)(r0 + 0x0), w9)
  r1 = r10
  r1 += -0x60
  r2 = 0x0
  call 0xc7
  r0 = 0x1
  exit
