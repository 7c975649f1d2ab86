/// The interface of this folder's programs: the one that ships.
#pragma once

#include "../../../../Interface/qdisc.h"
