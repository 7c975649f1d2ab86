/// All of Baton's interface, and what the run time keeps of its types. Not for programs.
#pragma once

#include "netstack.h"

#include "layout.h"
