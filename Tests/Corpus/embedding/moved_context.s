# access: at insn 6: r5 is 0x7f31668ab005, and not the context
# role: xdp
# input: packet 32, seed 3050705602189770687, words 0x3f
  r6 = r1
  r2 = 0x1
  r9 = r2
  r9 += 0x4
  r5 = r6
  r5 += r9
  w8 = *(u8 *)(r5 + 0x8)
  r0 = 0x1
  exit
