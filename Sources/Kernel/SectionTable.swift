import ObjectFile

/// Which program and attach type each section stands for (facts: libbpf's documentation, “Program Types
/// and ELF Sections”). A name that ends in `+` may be followed by a slash and more.
enum SectionTable {
  struct Row {
    var type: UInt32
    var attachType: UInt32
    var flags: ProgramFlags = []
    var binding = Binding.nothing
  }

  /// What the rest of the section's name is bound to, behind a prefix.
  enum Binding {
    case nothing
    case function(prefix: String)
    case typedef(prefix: String)
    case program
    case structure
  }

  static func row(of section: String) -> Row? {
    if let row = exact[section] { return row }
    let head = String(section.prefix { $0 != "/" })
    return open[head]
  }

  /// Sections that are what they are, without anything behind.
  private static let exact = rows { !$0.hasSuffix("+") }
  private static let open = rows { $0.hasSuffix("+") }

  private static func rows(where isWanted: (String) -> Bool) -> [String: Row] {
    var table: [String: Row] = [:]
    for (names, row) in network + cgroups + tracing + bound {
      for name in names.split(separator: " ").map(String.init) where isWanted(name) {
        table[name.hasSuffix("+") ? String(name.dropLast()) : name] = row
      }
    }
    return table
  }

  private static let network: [(String, Row)] = [
    ("socket", Row(type: 1, attachType: 0)),
    ("tc classifier", Row(type: 3, attachType: 0)),
    ("tc/ingress tcx/ingress", Row(type: 3, attachType: 46)),
    ("tc/egress tcx/egress", Row(type: 3, attachType: 47)),
    ("netkit/primary", Row(type: 3, attachType: 54)),
    ("netkit/peer", Row(type: 3, attachType: 55)),
    ("action", Row(type: 4, attachType: 0)),
    ("xdp", Row(type: 6, attachType: 37)),
    ("xdp/devmap", Row(type: 6, attachType: 33)),
    ("xdp/cpumap", Row(type: 6, attachType: 35)),
    ("xdp.frags", Row(type: 6, attachType: 37, flags: .xdpFragments)),
    ("xdp.frags/devmap", Row(type: 6, attachType: 33, flags: .xdpFragments)),
    ("xdp.frags/cpumap", Row(type: 6, attachType: 35, flags: .xdpFragments)),
    ("lwt_in", Row(type: 10, attachType: 0)),
    ("lwt_out", Row(type: 11, attachType: 0)),
    ("lwt_xmit", Row(type: 12, attachType: 0)),
    ("lwt_seg6local", Row(type: 19, attachType: 0)),
    ("sockops", Row(type: 13, attachType: 3)),
    ("sk_skb", Row(type: 14, attachType: 0)),
    ("sk_skb/stream_parser", Row(type: 14, attachType: 4)),
    ("sk_skb/stream_verdict", Row(type: 14, attachType: 5)),
    ("sk_skb/verdict", Row(type: 14, attachType: 38)),
    ("sk_msg", Row(type: 16, attachType: 7)),
    ("sk_reuseport", Row(type: 21, attachType: 39)),
    ("sk_reuseport/migrate", Row(type: 21, attachType: 40)),
    ("sk_lookup", Row(type: 30, attachType: 36)),
    ("flow_dissector", Row(type: 22, attachType: 17)),
    ("lirc_mode2", Row(type: 20, attachType: 16)),
    ("netfilter", Row(type: 32, attachType: 45)),
  ]

  private static let cgroups: [(String, Row)] = [
    ("cgroup/skb", Row(type: 8, attachType: 0)),
    ("cgroup_skb/ingress", Row(type: 8, attachType: 0)),
    ("cgroup_skb/egress", Row(type: 8, attachType: 1)),
    ("cgroup/sock cgroup/sock_create", Row(type: 9, attachType: 2)),
    ("cgroup/sock_release", Row(type: 9, attachType: 34)),
    ("cgroup/post_bind4", Row(type: 9, attachType: 12)),
    ("cgroup/post_bind6", Row(type: 9, attachType: 13)),
    ("cgroup/bind4", Row(type: 18, attachType: 8)),
    ("cgroup/bind6", Row(type: 18, attachType: 9)),
    ("cgroup/connect4", Row(type: 18, attachType: 10)),
    ("cgroup/connect6", Row(type: 18, attachType: 11)),
    ("cgroup/connect_unix", Row(type: 18, attachType: 49)),
    ("cgroup/sendmsg4", Row(type: 18, attachType: 14)),
    ("cgroup/sendmsg6", Row(type: 18, attachType: 15)),
    ("cgroup/sendmsg_unix", Row(type: 18, attachType: 50)),
    ("cgroup/recvmsg4", Row(type: 18, attachType: 19)),
    ("cgroup/recvmsg6", Row(type: 18, attachType: 20)),
    ("cgroup/recvmsg_unix", Row(type: 18, attachType: 51)),
    ("cgroup/getpeername4", Row(type: 18, attachType: 29)),
    ("cgroup/getpeername6", Row(type: 18, attachType: 30)),
    ("cgroup/getpeername_unix", Row(type: 18, attachType: 52)),
    ("cgroup/getsockname4", Row(type: 18, attachType: 31)),
    ("cgroup/getsockname6", Row(type: 18, attachType: 32)),
    ("cgroup/getsockname_unix", Row(type: 18, attachType: 53)),
    ("cgroup/dev", Row(type: 15, attachType: 6)),
    ("cgroup/sysctl", Row(type: 23, attachType: 18)),
    ("cgroup/getsockopt", Row(type: 25, attachType: 21)),
    ("cgroup/setsockopt", Row(type: 25, attachType: 22)),
  ]

  private static let tracing: [(String, Row)] = [
    (
      "kprobe+ kretprobe+ uprobe+ uretprobe+ ksyscall+ kretsyscall+",
      Row(type: 2, attachType: 0)
    ),
    ("uprobe.s+ uretprobe.s+", Row(type: 2, attachType: 0, flags: .sleepable)),
    ("kprobe.multi+ kretprobe.multi+", Row(type: 2, attachType: 42)),
    ("kprobe.session+", Row(type: 2, attachType: 56)),
    ("uprobe.multi+ uretprobe.multi+ usdt+", Row(type: 2, attachType: 48)),
    (
      "uprobe.multi.s+ uretprobe.multi.s+ usdt.s+",
      Row(type: 2, attachType: 48, flags: .sleepable)
    ),
    ("tracepoint+ tp+", Row(type: 5, attachType: 0)),
    ("perf_event", Row(type: 7, attachType: 0)),
    ("raw_tracepoint+ raw_tp+", Row(type: 17, attachType: 0)),
    ("raw_tracepoint.w+ raw_tp.w+", Row(type: 24, attachType: 0)),
    ("syscall", Row(type: 31, attachType: 0, flags: .sleepable)),
  ]

  private static let kernelFunction = Binding.function(prefix: "")
  private static let hook = Binding.function(prefix: "bpf_lsm_")
  private static let walk = Binding.function(prefix: "bpf_iter_")

  /// What is bound to something of the kernel, or to another program.
  private static let bound: [(String, Row)] = [
    ("tp_btf+", Row(type: 26, attachType: 23, binding: .typedef(prefix: "btf_trace_"))),
    ("fentry+", Row(type: 26, attachType: 24, binding: kernelFunction)),
    ("fexit+", Row(type: 26, attachType: 25, binding: kernelFunction)),
    ("fmod_ret+", Row(type: 26, attachType: 26, binding: kernelFunction)),
    ("fentry.s+", Row(type: 26, attachType: 24, flags: .sleepable, binding: kernelFunction)),
    ("fexit.s+", Row(type: 26, attachType: 25, flags: .sleepable, binding: kernelFunction)),
    ("fmod_ret.s+", Row(type: 26, attachType: 26, flags: .sleepable, binding: kernelFunction)),
    ("iter+", Row(type: 26, attachType: 28, binding: walk)),
    ("iter.s+", Row(type: 26, attachType: 28, flags: .sleepable, binding: walk)),
    ("lsm+", Row(type: 29, attachType: 27, binding: hook)),
    ("lsm.s+", Row(type: 29, attachType: 27, flags: .sleepable, binding: hook)),
    ("lsm_cgroup+", Row(type: 29, attachType: 43, binding: hook)),
    ("freplace+", Row(type: 28, attachType: 0, binding: .program)),
    ("struct_ops+", Row(type: 27, attachType: 0, binding: .structure)),
    ("struct_ops.s+", Row(type: 27, attachType: 0, flags: .sleepable, binding: .structure)),
  ]
}
