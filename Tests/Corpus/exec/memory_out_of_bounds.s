# memory: 01020304
# refused: invalid access to memory, mem_size=4 off=0 size=8
  r0 = *(u64 *)(r1 + 0)
  exit
