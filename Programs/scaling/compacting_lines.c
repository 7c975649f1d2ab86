#include "compacting_lines.h"

#include "compacting.c"
