/// All of Baton's interface, and what the run time keeps of its types. Not for programs.
#pragma once

#include "layout.h"
#include "netstack.h"
