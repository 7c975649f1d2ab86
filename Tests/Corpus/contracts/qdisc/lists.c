#include "stash.h"

/// Lists of packets and trees of objects: under the lock that guards them, and of what they are
/// declared to hold.

struct turn {
  struct bpf_rb_node node;
  u64 time;
};

struct note {
  struct bpf_list_node node;
  u64 text;
};

struct bpf_spin_lock turns_lock GUARDED(turns);
struct bpf_rb_root turns GUARDED(turns) __contains(turn, node);
struct bpf_list_head notes GUARDED(turns) __contains(note, node);

static u64 comes_before(const struct bpf_rb_node *one, const struct bpf_rb_node *other) {
  return CONTAINER_OF(one, turn, node)->time < CONTAINER_OF(other, turn, node)->time;
}

// Without the lock, or with another one.

ENQUEUE(kept_without_the_lock) {
  bpf_list_push_back(&packets, &skb->node);  // refused: bpf_spin_lock at off=16 must be held
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_under_another_lock) {
  bpf_spin_lock(&turns_lock);
  bpf_list_push_back(&packets, &skb->node);  // refused: not in the same allocation
  bpf_spin_unlock(&turns_lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_after_the_lock) {
  bpf_spin_lock(&lock);
  bpf_spin_unlock(&lock);
  bpf_list_push_back(&packets, &skb->node);  // refused: bpf_spin_lock at off=16 must be held
  return NET_XMIT_SUCCESS;
}

ENQUEUE(dropped_under_the_lock) {
  bpf_spin_lock(&lock);
  bpf_qdisc_skb_drop(skb, to_free);  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&lock);
  return NET_XMIT_DROP;
}

ENQUEUE(hashed_under_the_lock) {
  bpf_spin_lock(&lock);
  bpf_skb_get_hash(skb);  // refused: function calls are not allowed while holding a lock
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(scheduled_under_the_lock) {
  bpf_spin_lock(&lock);
  bpf_qdisc_watchdog_schedule(sch, 1, 0);  // refused: function calls are not allowed while holding
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(still_locked) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &skb->node);
  return NET_XMIT_SUCCESS;  // refused: bpf_spin_unlock is missing
}

ENQUEUE(locked_twice) {
  bpf_spin_lock(&lock);
  bpf_spin_lock(&lock);  // refused: Locking two bpf_spin_locks are not allowed
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(two_locks) {
  bpf_spin_lock(&lock);
  bpf_spin_lock(&turns_lock);  // refused: Locking two bpf_spin_locks are not allowed
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&turns_lock);
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(unlocked_twice) {
  put(skb);
  bpf_spin_unlock(&lock);  // refused: bpf_spin_unlock without taking a lock
  return NET_XMIT_SUCCESS;
}

// What does not belong there.

ENQUEUE(kept_among_notes) {
  bpf_spin_lock(&turns_lock);
  bpf_list_push_back(&notes, &skb->node);  // refused: expected pointer to allocated
  bpf_spin_unlock(&turns_lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(note_among_packets) {
  struct note *note = bpf_obj_new(note);
  put(skb);
  if (!note) return NET_XMIT_SUCCESS;
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, &note->node);  // refused: expected=node at offset=0
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_by_another_place) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, (void *)skb->cb_data);  // refused: expected=node at offset=0
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_in_a_tree) {
  bpf_spin_lock(&turns_lock);
  bpf_rbtree_add(&turns, (void *)skb, comes_before);  // refused: expected pointer to allocated
  bpf_spin_unlock(&turns_lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(kept_in_the_discipline) {
  bpf_spin_lock(&lock);
  bpf_list_push_back((void *)&sch->q_head, &skb->node);  // refused: R1 type=ptr_Qdisc
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

ENQUEUE(discipline_kept) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, (void *)sch);  // refused: R2 type=ptr_Qdisc expected=node
  bpf_list_push_back(&packets, &skb->node);
  bpf_spin_unlock(&lock);
  return NET_XMIT_SUCCESS;
}

// What is taken out.

DEQUEUE(taken_without_the_lock) {
  return (void *)bpf_list_pop_front(&packets);  // refused: bpf_spin_lock at off=16 must be held
}

DEQUEUE(taken_under_another_lock) {
  bpf_spin_lock(&turns_lock);
  struct sk_buff *skb = (void *)bpf_list_pop_front(&packets);  // refused: not in the same
  bpf_spin_unlock(&turns_lock);
  return skb;
}

DEQUEUE(given_under_the_lock) {
  bpf_spin_lock(&lock);
  return (void *)bpf_list_pop_front(&packets);  // refused: bpf_spin_unlock is missing
}

DEQUEUE(note_given) {
  bpf_spin_lock(&turns_lock);
  void *note = bpf_list_pop_front(&notes);
  bpf_spin_unlock(&turns_lock);
  return note;  // refused: Unreleased reference
}

DEQUEUE(turn_removed_that_may_be_null) {
  bpf_spin_lock(&turns_lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&turns);
  first = bpf_rbtree_remove(&turns, first);  // refused: Possibly NULL pointer passed
  bpf_spin_unlock(&turns_lock);
  if (first) bpf_obj_drop(CONTAINER_OF(first, turn, node));
  return 0;
}

DEQUEUE(turn_read_when_the_lock_is_given_up) {
  bpf_spin_lock(&turns_lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&turns);
  bpf_spin_unlock(&turns_lock);
  if (!first) return 0;
  u64 time = CONTAINER_OF(first, turn, node)->time;  // refused: invalid mem access 'scalar'
  bpf_qdisc_watchdog_schedule(sch, time, 0);
  return 0;
}

DEQUEUE(turn_dropped_that_is_lent) {
  bpf_spin_lock(&turns_lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&turns);
  if (first) bpf_obj_drop(first);  // refused: function calls are not allowed while holding a lock
  bpf_spin_unlock(&turns_lock);
  return 0;
}

DEQUEUE(turn_forgotten) {
  bpf_spin_lock(&turns_lock);
  struct bpf_rb_node *first = bpf_rbtree_first(&turns);
  if (first) bpf_rbtree_remove(&turns, first);
  bpf_spin_unlock(&turns_lock);
  return 0;  // refused: Unreleased reference
}

DEQUEUE(turn_added_that_may_be_null) {
  struct turn *turn = bpf_obj_new(turn);
  bpf_spin_lock(&turns_lock);
  bpf_rbtree_add(&turns, &turn->node, comes_before);  // refused: Possibly NULL pointer passed
  bpf_spin_unlock(&turns_lock);
  return 0;
}

INIT(list_filled_with_nothing) {
  bpf_spin_lock(&lock);
  bpf_list_push_back(&packets, 0);  // refused: R2 type=scalar expected=node at offset=0
  bpf_spin_unlock(&lock);
  return 0;
}

RESET(packets_forgotten) {
  taken();
}  // refused: Unreleased reference

DESTROY(all_but_the_first_freed) {
  taken();
  struct sk_buff *skb = taken();
  if (skb) bpf_kfree_skb(skb);
}  // refused: Unreleased reference
