# Memory has no headers, from which negative offsets are counted.
# memory: 0102030405060708
# result: 0
  r6 = r1
  r0 = *(u8 *)skb[-2097152]
  r0 = 7
  exit
