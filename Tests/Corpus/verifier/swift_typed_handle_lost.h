#pragma once
#include "corpus.h"

__program("queue") int case_program(struct coroutine *handle, u64 argument);
