# not embedded: at insn 15: r7 is 0x1, and should be unsigned 0x0…0x1, signed 0…1, lower half 0x0…0x1, bits 0x0 of 0xfffffffffffffffe (linked to 0xdfa71000, which lies 0x0 below)
# role: xdp
# input: packet 51, seed 12294594801597485869, words 0xb
  r6 = r1
  r1 = 0x24
  *(u64 *)(r10 - 0x20) = r6
  r5 = r10
  r5 += -0x38
  r1 &= -0x8
  r4 = r5
  r4 += r1
  r0 = *(u64 *)(r4 - 0x8)
  r7 = *(u64 *)(r4 - 0x8)
  w7 = w7
  if w7 > 0x1 goto +0x1
  goto +0x1
  r7 = 0x1
  w0 = w0
  exit
