# Neither an offset from a header nor one in the packet.
# memory: 0102030405060708
# result: 0
  r6 = r1
  r7 = -2097153
  r0 = *(u8 *)skb[r7]
  r0 = 7
  exit
