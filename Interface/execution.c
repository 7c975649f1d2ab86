#include "CBaton.h"

_Thread_local struct baton_execution *baton_thread_execution = 0;
