# A loop that only its budget ends: 8,388,608 iterations.
# memory:
# result: 800000
  r0 = 0
again:
  may_goto end
  r0 += 1
  goto again
end:
  exit
