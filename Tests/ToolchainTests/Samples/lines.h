// Where instructions that Swift inlines from its library are said to come from; see lines.swift.
#pragma once
#include "baton.h"

__program("xdp") int stores(struct xdp_md *_Nonnull ctx);
__program("xdp") int sums(struct xdp_md *_Nonnull ctx);
