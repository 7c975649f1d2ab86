#pragma once
#include "corpus.h"

__program("datapath") int case_program(struct xdp_md *ctx);
