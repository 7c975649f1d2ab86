# No path comes to the loop, so the verifier has seen no body.
# memory:
# result: 5
  r0 = 5
  if r0 == 5 goto done
  r1 = 3
  r2 = body ll
  r3 = 0
  r4 = 0
  call 181
done:
  exit
body:
  r0 = 0
  exit
