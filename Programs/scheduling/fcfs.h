/// First come, first served: one line for all workers, and whoever is served is served to the end.
#pragma once

#include "line.h"
