import Contracts
import Testing

/// Linux's interface as it ships: that it can be read at all, and what it says in a few places.
@Suite struct LinuxInterfaceTests {
  private let linux = Interface.linux

  @Test func allHelpersAreDeclared() {
    for number in Int32(1)...211 {
      #expect(linux.function(helper: number) != nil, "helper \(number)")
    }
    #expect(linux.function(helper: 212) == nil)
  }

  @Test func everyProgramIsGivenAContext() throws {
    for (name, role) in linux.roles {
      guard case .value(let pattern)? = role.signature.parameters.first else {
        Issue.record("programs of the role \(name) are given nothing")
        continue
      }
      if pattern.type == .typed {
        #expect(role.program?.typedBy != nil, "\(name)")
        continue
      }
      let rule = linux.typeRules[try #require(pattern.typeNames.first)]
      #expect(rule?.kind == .context, "\(name)")
    }
  }

  @Test(arguments: [
    ("lsm.s/file_open", "lsm", "file_open", true), ("lsm/file_open", "lsm", "file_open", false),
    ("tp/sched/sched_switch", "tracepoint", "sched/sched_switch", false),
    ("xdp.frags/devmap", "xdp/devmap", "", false), ("syscall", "syscall", "", true),
    ("cgroup/sendmsg_unix", "sock_addr/sendmsg_unix", "", false),
    ("sockops", "sock_ops", "", false),
    ("kprobe.session/x", "kprobe/session", "x", false), ("sk_skb", "sk_skb/verdict", "", false),
  ])
  func sectionsTellRoles(_ section: String, _ role: String, _ rest: String, _ maySleep: Bool) throws
  {
    let found = try #require(linux.role(ofSection: section))
    #expect(found.role == role)
    #expect(found.rest == rest)
    #expect(found.maySleep == maySleep)
  }

  @Test(arguments: ["xdp/frags", "sk_lookup/x", "cgroup/bind", "lsm.t/file_open"])
  func otherSectionsHaveNoRole(_ section: String) {
    #expect(linux.role(ofSection: section) == nil)
  }

  @Test func listsOfRolesNameGroupsAndTheirMembers() throws {
    let bind = try callers(ofHelper: 64)
    #expect(bind.contains("sock_addr/connect4"))
    #expect(!bind.contains("sock_addr/bind4"))
    let skbLoad = try callers(ofHelper: 26)
    #expect(skbLoad.contains("cgroup_skb/egress"))
    #expect(!skbLoad.contains("xdp"))
  }

  private func callers(ofHelper number: Int32) throws -> RoleList {
    let index = try #require(linux.function(helper: number))
    return try #require(linux.functions[index].callers)
  }
}
