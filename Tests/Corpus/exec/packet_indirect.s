# memory: 0102030405060708
# result: 607
  r6 = r1
  r7 = 3
  r0 = *(u16 *)skb[r7]
  r8 = r0
  r7 = 5
  r0 = *(u16 *)skb[r7]
  exit
