/// What Linux's test run gives to programs of a role (`net/bpf/test_run.c`).
enum TestContext: Equatable {
  /// A null pointer.
  case nothing
  /// A packet as the device delivers it.
  case frame
  /// A packet in the stack. `isWhole`: it begins with its Ethernet header, which is behind those of others
  /// by then. `isReadable`: its end is known; otherwise it has none, and nothing of it may be read.
  case packet(isWhole: Bool, isReadable: Bool)

  private static let byRole: [String: TestContext] = [
    "syscall": .nothing,
    "xdp": .frame,
    "tc": .packet(isWhole: true, isReadable: true),
    "lwt_in": .packet(isWhole: false, isReadable: true),
    "lwt_out": .packet(isWhole: false, isReadable: true),
    "lwt_xmit": .packet(isWhole: false, isReadable: true),
    "socket": .packet(isWhole: false, isReadable: false),
    "cgroup_skb/ingress": .packet(isWhole: false, isReadable: false),
    "cgroup_skb/egress": .packet(isWhole: false, isReadable: false),
  ]

  private static let reasonsByRole: [String: String] = {
    let attached = "it runs where it is attached, and a test run only calls kernel functions"
    let packetless = "Linux runs it without a packet only"
    return [
      "fentry": attached, "fexit": attached, "fmod_ret": attached,
      "raw_tp": packetless, "raw_tp_writable": packetless, "sk_lookup": packetless,
      "netfilter": "Baton has no hooks of netfilter", "struct_ops": "Baton has no struct_ops",
      "flow_dissector": "Baton dissects no flows",
    ]
  }()

  init(role: String) throws(LinuxTest.NotRun) {
    guard let context = Self.byRole[role] else {
      throw LinuxTest.NotRun(
        reason: Self.reasonsByRole[role] ?? "Linux has no test run for programs of the role \(role)"
      )
    }
    self = context
  }

  /// Pointers in a context that lead to something.
  var servedPointers: Set<String> {
    switch self {
    case .nothing, .frame: []
    case .packet: ["sk"]
    }
  }
}
