# memory:
# result: 5
  r0 = 0
again:
  may_goto end
  r0 += 1
  if r0 != 5 goto again
end:
  exit
