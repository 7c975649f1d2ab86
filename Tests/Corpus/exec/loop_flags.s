# There are no flags: −22 (EINVAL).
# memory:
# result: ffffffffffffffea
  r1 = 1
  r2 = body ll
  r3 = 0
  r4 = 5
  call 181
  exit
body:
  r0 = 0
  exit
