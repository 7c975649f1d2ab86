# What the body does to the caller's stack is known to the caller: an index that grows has no bound.
# memory: 00000000
# refused: invalid access to memory, mem_size=4
  r6 = r1
  *(u64 *)(r10 - 8) = 0
  r1 = 300
  r2 = body ll
  r3 = r10
  r3 += -8
  r4 = 0
  call 181
  r1 = *(u64 *)(r10 - 8)
  if r1 > 10 goto out
  r6 += r1
  r0 = *(u8 *)(r6 + 0)
  exit
out:
  r0 = 0
  exit
body:
  r3 = *(u64 *)(r2 + 0)
  r3 += 1
  *(u64 *)(r2 + 0) = r3
  r0 = 0
  exit
