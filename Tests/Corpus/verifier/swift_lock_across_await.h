#pragma once
#include "corpus.h"

__program("queue") int keep(struct coroutine *handle, u64 argument);
__program("datapath") int case_program(struct xdp_md *ctx);
