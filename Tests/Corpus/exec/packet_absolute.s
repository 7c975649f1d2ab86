# Legacy packet access is in network byte order.
# memory: 0102030405060708
# result: 3040506
  r6 = r1
  r0 = *(u32 *)skb[2]
  exit
