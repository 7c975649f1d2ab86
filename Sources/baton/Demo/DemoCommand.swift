import ArgumentParser

/// `baton demo`: what there is to see. Without the name of a demo, services on the memory device.
struct DemoCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "demo",
    abstract: "Show services, and the case studies: who is served next, and on how many cores.",
    discussion: """
      Without a name it is “services”, whose options may follow at once: UDP and TCP served by verified \
      coroutine data paths on the in-memory device, or with --afxdp (root) beside the kernel's stack. \
      “dispatch” and “scaling” compare policies under a load, and draw what comes of it.

      Examples:
        baton demo
        baton demo --language swift --engine interpreter
        sudo baton demo --afxdp
        baton demo dispatch
        baton demo scaling
      """,
    subcommands: [ServicesCommand.self, DispatchCommand.self, ScalingCommand.self],
    defaultSubcommand: ServicesCommand.self)
}
