# A number that only a second round of an open loop makes an offset has its bound forgotten: both ways
# into the loop are told apart by it.
# memory: 0000000000000000000000000000000000000000000000000000000000000000
# refused: R6 max value is outside of the allowed memory range
  r6 = r1
  r9 = *(u64 *)(r6 + 8)
  r3 = *(u64 *)(r6 + 0)
  if r9 != 0 goto large
  r3 &= 7
  goto begin
large:
  r3 &= 1023
begin:
  r7 = 0
again:
  may_goto end
  r8 = *(u64 *)(r6 + 16)
  if r8 == 0 goto again
  r7 = r3
  r7 ^= 0
  goto again
end:
  r6 += r7
  r0 = *(u8 *)(r6 + 0)
  exit
