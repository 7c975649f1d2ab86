# Two paths enter the loop at different places.
# memory: 00
# refused: infinite loop detected
  r0 = *(u8 *)(r1 + 0)
  r3 = 0
  if r0 == 7 goto middle
again:
  r3 ^= 1
middle:
  r3 ^= 1
  if r3 != 5 goto again
  exit
