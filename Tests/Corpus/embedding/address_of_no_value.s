# not embedded: at insn 2: r2 is 0x0, and should be mapValue #7 + 0 + 0x0, named 0
# role: xdp
# input: packet 115, seed 6527232945327048881, words 0xa0760c27035
  ld_pseudo r2, 0x6, 0x7
  r0 = 0x1
  exit
