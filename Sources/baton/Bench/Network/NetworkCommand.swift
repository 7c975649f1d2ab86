import ArgumentParser
import Foundation

extension BenchCommand {
  struct NetworkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "network",
      abstract:
        "Packets, TCP and services: on the memory device, and on AF_XDP beside the kernel's.",
      discussion: """
        As root, the parts echo, receive, redis and http run over veth pairs and network namespaces. \
        redis-server, redis-benchmark, nginx and wrk are used where they are installed. The others \
        need nothing.
        """)

    @OptionGroup var options: BenchOptions

    @Option(help: "Measure one part only.")
    var part: NetworkBench.Part?

    @Option(help: "The hosts' program. Default: Programs/network.c.")
    var program: String?

    func run() throws {
      try withTemporaryFolder { folder in
        let bench = NetworkBench(
          folder: folder, repetitions: options.repetitions,
          program: program ?? "\(Installation.root)/Programs/network.c")
        let parts = part.map { [$0] } ?? NetworkBench.Part.allCases
        print(try BenchReport(rows: try bench.rows(parts)).text(asJSON: options.json))
      }
    }
  }
}
