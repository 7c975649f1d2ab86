/// What the verifier's corpus shares: one list of suspended data paths, under its lock.
///
/// A case is a program of its own, in C or in Swift. A line that ends in `refused: WORDS` is the one
/// that the verifier must blame, with a reason that contains the words; a case without is accepted.
#pragma once

#include "baton.h"
#include "packet.h"

struct place {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
};

BATON_MAP(places, ARRAY, u32, struct place, 4);
