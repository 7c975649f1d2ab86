# Paths meet again only behind the call.
# memory:
# refused: infinite loop detected
  r6 = 0
again:
  call body
  if r0 == 0 goto again
  exit
body:
  r0 = 0
  exit
