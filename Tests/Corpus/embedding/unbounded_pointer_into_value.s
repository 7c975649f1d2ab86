# trap: at insn 5: the sum of what may be read overflowed when it was compared with the value's fields
# role: xdp
# input: packet 58, seed 1, words 0x0
  ld_pseudo r1, 0x6, 0x5
  r2 = *(u64 *)(r1 + 0x0)
  r2 >>= 0x1
  r1 += r2
  r0 = *(u8 *)(r1 + 0x0)
  r0 = 0x0
  exit
