/// The sections whose programs a further figure counts: XDP, traffic control, sockets, packets of
/// control groups, trace points and system calls.
enum ScoredSections {
  private static let heads: Set<String> = [
    "xdp", "xdp.frags", "tc", "tcx", "socket", "cgroup_skb", "tracepoint", "tp", "syscall",
  ]

  /// In words, for reports.
  static let names = "xdp, tc, socket, cgroup/skb, tracepoint, syscall"

  /// Takes the section's name without a question mark, with whatever is behind its slash.
  static func contains(_ section: String) -> Bool {
    heads.contains(String(section.prefix { $0 != "/" }))
      || section == "cgroup/skb" || section.hasPrefix("cgroup/skb/")
  }
}
