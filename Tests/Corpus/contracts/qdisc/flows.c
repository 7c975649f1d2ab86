#include "qdisc_program.h"

/// Flows are objects of the program's own, which a table keeps.

struct flow {
  u64 time;
  u32 length;
};

struct place {
  struct flow KPTR *flow;
};

struct {
  int (*type)[BPF_MAP_TYPE_ARRAY];
  int (*max_entries)[16];
  u32 *key;
  struct place *value;
} places SEC(".maps");

INLINE struct place *place_of(struct Qdisc *sch) {
  u32 index = sch->handle & 15;
  return bpf_map_lookup_elem(&places, &index);
}

DEQUEUE(flow_kept) {
  struct place *place = place_of(sch);
  if (!place) return 0;
  struct flow *flow = bpf_kptr_xchg(&place->flow, 0);
  if (!flow) flow = bpf_obj_new(flow);
  if (!flow) return 0;
  flow->length++;
  flow = bpf_kptr_xchg(&place->flow, flow);
  if (flow) bpf_obj_drop(flow);
  return 0;
}

DEQUEUE(flow_not_compared_with_null) {
  struct place *place = place_of(sch);
  if (!place) return 0;
  struct flow *flow = bpf_kptr_xchg(&place->flow, 0);
  flow->length++;  // refused: invalid mem access 'ptr_or_null_
  bpf_obj_drop(flow);
  return 0;
}

DEQUEUE(place_not_compared_with_null) {
  struct place *place = place_of(sch);
  struct flow *flow = bpf_kptr_xchg(&place->flow, 0);  // refused: R1 type=map_value_or_null
  if (flow) bpf_obj_drop(flow);
  return 0;
}

DEQUEUE(flow_forgotten) {
  struct place *place = place_of(sch);
  if (place) bpf_kptr_xchg(&place->flow, 0);
  return 0;  // refused: Unreleased reference
}

DEQUEUE(older_flow_forgotten) {
  struct flow *flow = bpf_obj_new(flow);
  if (!flow) return 0;
  struct place *place = place_of(sch);
  if (place) {
    bpf_kptr_xchg(&place->flow, flow);
  } else {
    bpf_obj_drop(flow);
  }
  return 0;
}  // refused: Unreleased reference

DEQUEUE(flow_used_when_it_is_kept) {
  struct place *place = place_of(sch);
  struct flow *flow = place ? bpf_obj_new(flow) : 0;
  if (!place || !flow) return 0;
  struct flow *older = bpf_kptr_xchg(&place->flow, flow);
  flow->length++;  // refused: invalid mem access 'scalar'
  if (older) bpf_obj_drop(older);
  return 0;
}

DEQUEUE(flow_stored) {
  struct place *place = place_of(sch);
  struct flow *flow = place ? bpf_obj_new(flow) : 0;
  if (!place || !flow) return 0;
  place->flow = flow;  // refused: store to referenced kptr disallowed
  return 0;
}

DEQUEUE(flow_given_out) {
  return (void *)bpf_obj_new(flow);  // refused: Unreleased reference
}

DEQUEUE(flow_of_another_type_kept) {
  struct place *place = place_of(sch);
  if (!place) return 0;
  void *flow = bpf_kptr_xchg(&place->flow, sch);  // refused: invalid kptr access
  if (flow) bpf_obj_drop(flow);
  return 0;
}
