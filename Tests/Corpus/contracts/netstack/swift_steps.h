/// What the programs of this folder that are written in Swift have in common.
#pragma once

#include "steps.h"

static const int drop = XDP_DROP;
static const int pass = XDP_PASS;
