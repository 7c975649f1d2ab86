# memory:
# result: 0
  r1 = 0
  r2 = body ll
  r3 = 0
  r4 = 0
  call 181
  exit
body:
  r0 = 0
  exit
