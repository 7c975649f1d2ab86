# Nested loops: 6 × 7 iterations of the inner body.
# memory:
# result: 2a
  *(u64 *)(r10 - 8) = 0
  r1 = 6
  r2 = outer ll
  r3 = r10
  r3 += -8
  r4 = 0
  call 181
  r0 = *(u64 *)(r10 - 8)
  exit
outer:
  r3 = r2
  r1 = 7
  r2 = inner ll
  r4 = 0
  call 181
  r0 = 0
  exit
inner:
  r3 = *(u64 *)(r2 + 0)
  r3 += 1
  *(u64 *)(r2 + 0) = r3
  r0 = 0
  exit
