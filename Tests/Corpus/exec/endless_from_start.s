# The loop's only other way in is the program's start.
# memory:
# refused: infinite loop detected
again:
  r0 = 0
  if r0 == 0 goto again
  exit
