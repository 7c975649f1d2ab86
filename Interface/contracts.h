/// The vocabulary of contracts: C macros over `btf_decl_tag`, which clang keeps in the object's
/// BTF and Baton's verifier reads back. docs/contracts.md has the grammar.
#pragma once

#if defined(__bpf__)
#define __annotation(text) __attribute__((btf_decl_tag(text)))
#else
#define __annotation(text)
#endif

/// What a call demands and establishes, as a type signature over states, instances and ownership.
#define __contract(signature) __annotation("contract:" signature)
/// The lock that must be held at the call, that it takes, or that it gives up.
#define __requires_lock(lock) __annotation("requires_lock:" lock)
#define __acquires_lock(lock) __annotation("acquires_lock:" lock)
#define __releases_lock(lock) __annotation("releases_lock:" lock)
/// The lock that may not be held at the call: `'s::lock`, or `socket::lock`, any of that class.
#define __excludes_lock(lock) __annotation("excludes_lock:" lock)
/// Who holds a lock of one of these classes, `socket::lock`, may take one of a later class, and no other.
#define __lock_order(classes) __annotation("lock_order:" classes)
/// The program roles that may call the function; without it, every role may.
#define __roles(list) __annotation("roles:" list)
/// The call may suspend the coroutine that makes it.
#define __suspends __annotation("suspends")
/// The call runs a suspended coroutine until it suspends again or ends.
#define __resumes __annotation("resumes")
/// The call doesn't return: it unwinds the program and releases what it owns.
#define __throws __annotation("throws")
/// The call ends the program, which may hold nothing then. The result is the argument, or what a global
/// function makes of it that the program names (`btf_decl_tag("exception_callback:NAME")`).
#define __ends_program __annotation("ends_program")
/// The call moves the packet that this instance is: pointers into it are of no use afterwards. `'d Skb` moves
/// the packet that `'d` was made of, where it is in that state.
#define __moves_packet(instance) __annotation("moves_packet:" instance)
/// Parts of this value that calls have returned, memory that lies in it, are of no use afterwards.
#define __ends_parts(instance) __annotation("ends_parts:" instance)
/// The call gives up this value for good, which must be in a final state.
#define __ends(instance) __annotation("ends:" instance)
/// The version of the interface that the type is of: objects say which one they were built against.
#define __version(number) __version_text(number)
#define __version_text(number) __annotation("version:" #number)
/// The field is read, or written, only while the value is in one of these states.
#define __readable_in(list) __annotation("readable_in:" list)
#define __writable_in(list) __annotation("writable_in:" list)
/// The type of the members that link what such a container holds.
#define __linked_by(node) __annotation("linked_by:" node)
/// How to tell at run time that a value of the type is in a state, `__holds("PostIP", "network > 0")`: a field that is
/// compared (`== != < <= > >= &`) with a number. A lock's state is `held`, also that of a field that is one. Monitors check it
/// after each call.
#define __holds(state, predicate) __annotation("holds:" state ":" predicate)
/// The call goes on in another program, in the place of the calling function, when it succeeds.
#define __tail_calls __annotation("tail_calls")
/// The function is the prototype of what a parameter `callback<name>` is: what it may assume, and
/// what it must return.
#define __callback(name) __annotation("callback:" name)
/// The function is the prototype of a program role: its contract is what such a program must prove.
#define __role(name) __annotation("role:" name)
/// Programs of this role may read packets by the legacy instructions for that, too.
#define __loads_packets __annotation("loads_packets")
/// In programs of this role, global functions are verified by themselves, once, on what their declarations
/// let them assume, and calls of them believe these.
#define __modular __annotation("modular")
/// Programs of this role are judged as Linux judges them, also where Baton knows better: what the
/// instruction set leaves to machines is refused or unknown (a division by a constant zero, a shift by as
/// many bits as there are), what a division gives is unknown, the halves of numbers are not followed by themselves, and a context, a stack or
/// a packet may be compared with null.
#define __judged_as_linux __annotation("judged_as_linux")
/// Programs of this role may be marked `__preemptible`: at their safe points they are suspended into the program `name`
/// of the role `queue`, which the object must have.
#define __preempted_into(queue, name) __annotation("preempted_into:" queue ":" name)
/// How many bytes of stack the functions of a chain of calls have together in programs of this role.
#define __stack(count) __annotation("stack:" #count)
/// The function that disposes of an owned value of this type, whatever its state.
#define __destructor(function) __annotation("destructor:" function)
/// The sections of an object that hold programs of this role, as libbpf writes them: behind a `+` may
/// stand `/` and more, and programs behind `sleepable` may sleep. Without it, those with its name.
#define __sections(list) __annotation("sections:" list)
/// Programs of this role may read the packet's octets, or write them, too: `read` or `write`.
#define __packets(access) __annotation("packets:" access)
/// Programs of this role, or callbacks of this name, may sleep, whatever section they lie in.
#define __may_sleep __annotation("may_sleep")
/// What the context of such programs holds is said by the kernel's types: by the one of this name, with
/// the rest of the section's name in the place of `*`.
#define __typed_by(name) __annotation("typed_by:" name)
/// What a program is told whose role may not call it.
#define __refusal(words) __annotation("refusal:" words)
/// Behind the arguments that such programs are given lies what the function has returned.
#define __sees_result __annotation("sees_result")
/// Such programs stand for the function: they return what it does, and anything where it returns nothing.
#define __stands_for_function __annotation("stands_for_function")
/// Only programs under a licence compatible with the GPL may call the function.
#define __gpl __annotation("gpl")
/// The call may sleep: only programs that may sleep may make it.
#define __sleeps __annotation("sleeps")
/// The memory that the call is given may be a packet's.
#define __reads_packet __annotation("reads_packet")
/// Loads from this type are rewritten to loads of the native type's member of the same name. A native type
/// that begins with this one has only what lies elsewhere.
#define __native(type) __annotation("native:" type)
/// What the verifier takes values of this type for: `lock`, `container`, `node`, `refcount`, `timer`,
/// `workqueue`, `map`, `ring` (what calls put into it, and take out, their contracts say) or `local` (a value in the
/// program's stack), which programs hand on, and never read or write; `memory`, bytes that a call gives out; `context`, what a program of some role is given; or `object`,
/// what is reached from there, and from what calls return.
#define __kind(name) __annotation("kind:" name)
/// What messages call a pointer to this type.
#define __called(word) __annotation("called:" word)
/// The states that a value of this type may be in, the first one that of a new value; of several state machines:
/// `__states("ip: Raw, PostIP; tcp: Closed, Open")`. On a function, `__states(xdp_md, Raw, PostIP)` says it of
/// a type that is declared elsewhere.
#define __states(...) \
  __states_of_many(__VA_ARGS__, MORE, MORE, MORE, MORE, MORE, MORE, MORE, MORE, MORE, MORE, MORE, \
                   MORE, MORE, MORE, MORE, OWN, )(__VA_ARGS__)
#define __states_of_many(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, form, ...) __states_##form
#define __states_OWN(list) __annotation("states:" list)
#define __states_MORE(type, ...) __annotation("states_of:" #type ":" #__VA_ARGS__)
/// The states in which such a value may be given up: by its destructor, by calls that say `__ends`, and where the
/// program ends.
#define __final(list) __annotation("final:" list)
/// On a function: the same of a type that is declared elsewhere, `__final_of(xdp_md, Raw, PostIP)`.
#define __final_of(type, ...) __annotation("final_of:" #type ":" #__VA_ARGS__)
/// Each value belongs to one of another type: `socket<'a>` is then a socket of the packet `'a`.
#define __belongs_to(type) __annotation("belongs_to:" type)
/// Programs of these roles may use no map in whose values this type lies: `words` are what they are told.
#define __barred(words, list) __annotation("barred:" words ":" list)
/// A value with more special fields than this, some of this type, has none that calls could be given.
#define __at_most(count) __annotation("at_most:" #count)
/// The field is read only as a whole. Other scalars are read in parts, too, where these are aligned.
#define __whole __annotation("field:whole")
/// Parts of the field are read only where they begin within its first octets.
#define __narrow(count) __annotation("narrow:" #count)
/// The roles whose programs may read the field; without it, every role's may.
#define __readable(list) __annotation("readable:" list)
/// The roles whose programs may write the field: as a whole, or whole elements of an array.
#define __writable(list) __annotation("writable:" list)
/// The same, for any aligned part of it.
#define __writable_narrow(list) __annotation("writable_narrow:" list)
/// A load of the whole field gives this pointer.
#define __yields(pattern) __annotation("yields:" pattern)
/// The field yields a pointer to the packet's first octet, to its metadata, or behind its last octet.
#define __packet_data __annotation("field:packet_data")
#define __packet_meta __annotation("field:packet_meta")
#define __packet_end __annotation("field:packet_end")
/// The field is Baton's own: programs hand its address on, and never read or write it.
#define __opaque __annotation("field:opaque")
/// A list head or tree root holds objects of `type`, linked through their member `node`.
#define __contains(type, node) __annotation("contains:" #type ":" #node)

// What only Linux's functions say.

/// The call begins or ends a section of this name, by itself or in the calling function: `rcu`, in which
/// what readers see is not freed, or `preemption`, in which nobody else runs on the processor.
#define __enters(section) __annotation("enters:" section)
#define __leaves(section) __annotation("leaves:" section)
/// What the call makes is of use in such a section only.
#define __in_section(section) __annotation("in_section:" section)
/// Values of this type, of the kind `local`, are asked for one thing after another by a loop.
#define __iterator __annotation("iterator")
/// The call asks an iterator for its next thing, as often as a loop likes.
#define __iterates __annotation("iterates")
/// The call can bring the system down: who makes it needs the right to do so.
#define __destructive __annotation("destructive")
/// Only programs that may sleep may call it, and those of these roles.
#define __sleeps_outside(list) __annotation("sleeps_outside:" list)
/// What the kernel has in the place of such a context: a structure of its own. A role's prototype may say
/// that it is another one there.
#define __seen_as(type) __annotation("seen_as:" type)
/// The type of this instance must have a `bpf_refcount` in it; where it is owned, the result is not null.
#define __needs_refcount(instance) __annotation("needs_refcount:" instance)
/// The call may also be made while a lock is held.
#define __while_locked __annotation("while_locked")
/// The callback `name` may not make the call.
#define __not_in(name) __annotation("not_in:" name)
/// Programs may leave values of the kernel's type `type` in their maps: this function disposes of them.
#define __kernel_destructor(type, function) \
  __annotation("kernel_destructor:" type ":" function)

/// Further arguments of any number, of which C programs leave out what they don't need.
#if defined(__bpf__) && !defined(BATON_INTERFACE)
#define __more ...
#else
#define __more u64 first, u64 second, u64 third
#endif

/// A function that Linux knows by number. C programs call it by that number, so that an object
/// which uses nothing else also loads in a stock kernel; all other readers see a declaration.
#if defined(__bpf__) && !defined(BATON_INTERFACE)
#define __helper(number, result, name, parameters, ...) \
  static result(*const name) parameters __attribute__((unused)) = (void *)number
#else
#define __helper(number, result, name, parameters, ...) \
  __VA_ARGS__ __annotation("helper:" #number) result name parameters
#endif
