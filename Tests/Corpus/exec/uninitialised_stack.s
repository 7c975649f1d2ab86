# A slot that was never written reads as zero.
# memory:
# result: 0
  r0 = *(u64 *)(r10 - 8)
  exit
