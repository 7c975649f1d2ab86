# A body that returns 1 ends the loop; the call says how often it ran.
# memory:
# result: 4
  r1 = 100
  r2 = body ll
  r3 = 0
  r4 = 0
  call 181
  exit
body:
  r0 = 0
  if r1 < 3 goto end
  r0 = 1
end:
  exit
