/// What the XDP corpus shares. Each program checks itself: it returns XDP_PASS, or, where something is
/// not as it has to be, the number of the line. The test runs it on both engines and, as root, in the kernel.
#pragma once

#include "baton.h"
#include "packet.h"

#define CHECK(condition) \
  do {                   \
    if (!(condition)) return __LINE__; \
  } while (0)
