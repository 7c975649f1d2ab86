/// A place for one handle in the value of a map.
#pragma once

#include "corpus.h"

struct waiting {
  struct coroutine __kptr *handle;
};

BATON_MAP(waits, ARRAY, u32, struct waiting, 4);
