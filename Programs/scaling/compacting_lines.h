/// As `compacting.h`, for programs whose requests wait in a queue `line_up`, as those of `Programs/scheduling` do: it is told how
/// long the first one there has waited, and not of devices alone. In Swift the program is `compacting.swift` under another name.
#pragma once

#include "load.h"

/// Of the program which this one is linked with.
int line_up(struct coroutine *handle, u64 argument);

#define LINE line_up
#include "compacting.h"
