/// Places in the order in which data paths come, which is that of their frames.
#include "places.h"

static u32 place_of(u32 number) { return number; }
