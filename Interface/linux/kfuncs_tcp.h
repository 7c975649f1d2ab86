/// The kernel's congestion controls, for programs that stand in for one. Those of a module are there only
/// when it is.
#pragma once

#include "kfuncs_base.h"

/// A function of a socket, and of one or two numbers.
#define LINUX_TCP(name) \
  LINUX_KFUNC(u64, name, (void *sock), __contract("(kernel sock<'s>) -> _") __roles("struct_ops"))
#define LINUX_TCP_NUMBER(name)                                                    \
  LINUX_KFUNC(u64, name, (void *sock, u32 number),                                \
              __contract("(kernel sock<'s>, _) -> _") __roles("struct_ops"))
#define LINUX_TCP_AVOID(name)                                                     \
  LINUX_KFUNC(void, name, (void *sock, u32 acknowledgement, u32 acknowledged),    \
              __contract("(kernel sock<'s>, _, _)") __roles("struct_ops"))
/// The same where nothing is returned.
#define LINUX_TCP_EVENT(name) \
  LINUX_KFUNC(void, name, (void *sock), __contract("(kernel sock<'s>)") __roles("struct_ops"))
#define LINUX_TCP_NUMBER_EVENT(name)                                              \
  LINUX_KFUNC(void, name, (void *sock, u32 number),                               \
              __contract("(kernel sock<'s>, _)") __roles("struct_ops"))

LINUX_TCP(tcp_reno_ssthresh);
LINUX_TCP(tcp_reno_undo_cwnd);
LINUX_TCP_AVOID(tcp_reno_cong_avoid);
LINUX_KFUNC(u64, tcp_slow_start, (void *sock, u32 acknowledged),
            __contract("(kernel tcp_sock<'s>, _) -> _") __roles("struct_ops"));
LINUX_KFUNC(void, tcp_cong_avoid_ai, (void *sock, u32 window, u32 acknowledged),
            __contract("(kernel tcp_sock<'s>, _, _)") __roles("struct_ops"));

LINUX_TCP_EVENT(cubictcp_init);
LINUX_TCP(cubictcp_recalc_ssthresh);
LINUX_TCP_AVOID(cubictcp_cong_avoid);
LINUX_TCP_NUMBER_EVENT(cubictcp_state);
LINUX_TCP_NUMBER_EVENT(cubictcp_cwnd_event);
LINUX_KFUNC(void, cubictcp_acked, (void *sock, const void *sample),
            __contract("(kernel sock<'s>, kernel ack_sample<'a>)") __roles("struct_ops"));

LINUX_TCP_EVENT(dctcp_init);
LINUX_TCP_NUMBER_EVENT(dctcp_update_alpha);
LINUX_TCP_NUMBER_EVENT(dctcp_cwnd_event);
LINUX_TCP(dctcp_ssthresh);
LINUX_TCP(dctcp_cwnd_undo);
LINUX_TCP_NUMBER_EVENT(dctcp_state);

LINUX_TCP_EVENT(bbr_init);
LINUX_KFUNC(void, bbr_main, (void *sock, u32 acknowledgement, s32 flag, const void *sample),
            __contract("(kernel sock<'s>, _, _, kernel rate_sample<'r>)") __roles("struct_ops"));
LINUX_TCP(bbr_sndbuf_expand);
LINUX_TCP(bbr_undo_cwnd);
LINUX_TCP_NUMBER_EVENT(bbr_cwnd_event);
LINUX_TCP(bbr_ssthresh);
LINUX_TCP(bbr_min_tso_segs);
LINUX_TCP_NUMBER_EVENT(bbr_set_state);
