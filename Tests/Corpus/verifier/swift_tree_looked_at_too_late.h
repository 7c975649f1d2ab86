#pragma once
#include "tree.h"

__program("worker") int case_program(struct worker_ctx *ctx);
