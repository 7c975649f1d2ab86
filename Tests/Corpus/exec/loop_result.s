# A body returns 0 or 1.
# memory:
# refused: At callback return the register R0
  r1 = 3
  r2 = body ll
  r3 = 0
  r4 = 0
  call 181
  r0 = 0
  exit
body:
  r0 = 2
  exit
