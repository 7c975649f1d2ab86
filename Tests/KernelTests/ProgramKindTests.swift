import Kernel
import Testing

/// What sections say; the numbers are those of Linux's `bpf.h`.
@Suite struct ProgramKindTests {
  @Test func sectionsNameTypesAndAttachTypes() throws {
    let cases: [(String, UInt32, UInt32)] = [
      ("socket", 1, 0), ("tc", 3, 0), ("tcx/egress", 3, 47), ("action", 4, 0), ("xdp", 6, 37),
      ("cgroup/skb", 8, 0), ("cgroup_skb/egress", 8, 1), ("cgroup/connect6", 18, 11),
      ("tracepoint/syscalls/sys_enter_open", 5, 0), ("tp", 5, 0), ("raw_tp/sched_switch", 17, 0),
      ("kprobe/vfs_open", 2, 0), ("kprobe.multi/vfs_*", 2, 42), ("sk_reuseport/migrate", 21, 40),
      ("netfilter", 32, 45),
    ]
    for (section, type, attachType) in cases {
      let kind = try #require(ProgramKind(section: section), "\(section)")
      #expect(kind.type == type, "\(section)")
      #expect(kind.attachType == attachType, "\(section)")
      #expect(kind.flags == [] && kind.target == .none, "\(section)")
    }
  }

  @Test func theRestOfASectionNamesWhatAProgramIsBoundTo() throws {
    func target(_ section: String) throws -> ProgramKind.Target {
      try #require(ProgramKind(section: section), "\(section)").target
    }
    #expect(try target("lsm/file_open") == .function("bpf_lsm_file_open"))
    #expect(try target("iter/task") == .function("bpf_iter_task"))
    #expect(try target("fentry/vfs_open") == .function("vfs_open"))
    #expect(try target("tp_btf/sched_switch") == .typedef("btf_trace_sched_switch"))
    #expect(try target("fexit") == .function(nil))
    #expect(try target("freplace/other") == .program)
    #expect(try target("struct_ops/init") == .structure)
  }

  @Test func sectionsGiveFlags() throws {
    #expect(ProgramKind(section: "syscall")?.flags == .sleepable)
    #expect(ProgramKind(section: "lsm.s/file_open")?.flags == .sleepable)
    #expect(ProgramKind(section: "xdp.frags")?.flags == .xdpFragments)
  }

  /// Only where libbpf says so something may follow, and only behind a slash.
  @Test(arguments: [
    "socket/first", "xdp/first", "kprobes", "kprobe.other/x", "cgroup", "", "queue",
  ])
  func otherSectionsAreUnknown(_ section: String) {
    #expect(ProgramKind(section: section) == nil)
  }
}
