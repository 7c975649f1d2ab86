/// As `compacting.c`, for programs whose requests wait in a queue `line_up`, as those of `Programs/scheduling` do: it is told how
/// long the first one there has waited, and not of devices alone.
#include "compacting_lines.h"

#define LINE line_up
#include "compacting.c"
