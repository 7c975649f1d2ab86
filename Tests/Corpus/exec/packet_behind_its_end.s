# What lies behind the end ends the program with 0.
# memory: 0102030405060708
# result: 0
  r6 = r1
  r0 = 5
  r0 = *(u32 *)skb[5]
  r0 = 7
  exit
