/// Classes have shares of a worker's time: weighted round robin by what they have had of it. The first class goes before all
/// others, for requests that can't wait; so that these find the worker soon, turns of others end after a quantum. However
/// much there is of the first class, the others get a least part of the time.
#pragma once

#include "synthetic.h"

/// In nanoseconds.
BATON_VARIABLE(u64, quantum, 5000);
/// The weights of the other classes.
BATON_VARIABLE(u32, weight_1, 9);
BATON_VARIABLE(u32, weight_2, 1);
BATON_VARIABLE(u32, weight_3, 1);
/// What the other classes get together while they wait, in thousandths of the time; 0 for nothing while urgent ones come.
BATON_VARIABLE(u32, least_share, 50);

struct class_line {
  struct bpf_spin_lock lock;
  struct bpf_list_head head __contains(coroutine, node);
  u32 length;
  /// What the class has had, in nanoseconds by weight.
  u64 had;
};

BATON_MAP(classes, ARRAY, u32, struct class_line, CLASS_COUNT);

struct ledger {
  struct bpf_spin_lock lock;
  /// What the class that was chosen last had had by then: who comes has not had less.
  u64 level;
  /// What the urgent class has had of the others' least share, in nanoseconds; less than 0 where they have had more, of which
  /// a quantum is remembered.
  s64 debt;
};

BATON_MAP(ledgers, ARRAY, u32, struct ledger, 1);

enum { URGENT = 0, WHOLE = 1000 };
