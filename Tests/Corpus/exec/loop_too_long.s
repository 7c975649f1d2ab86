# More than 8,388,608 iterations are refused by the call: −7 (E2BIG).
# memory:
# result: fffffffffffffff9
  r1 = 8388609
  r2 = body ll
  r3 = 0
  r4 = 0
  call 181
  exit
body:
  r0 = 0
  exit
