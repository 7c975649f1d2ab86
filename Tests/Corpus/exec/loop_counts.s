# bpf_loop calls its body with 0, 1, 2 … and a context, here a sum on the caller's stack.
# memory:
# result: 2d
  r6 = 7
  *(u64 *)(r10 - 8) = 0
  r1 = 10
  r2 = body ll
  r3 = r10
  r3 += -8
  r4 = 0
  call 181
  if r0 != 10 goto wrong
  if r6 != 7 goto wrong
  r0 = *(u64 *)(r10 - 8)
  exit
wrong:
  r0 = 0
  exit
body:
  r6 = 99
  r3 = *(u64 *)(r2 + 0)
  r3 += r1
  *(u64 *)(r2 + 0) = r3
  r0 = 0
  exit
