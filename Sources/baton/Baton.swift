import ArgumentParser
import Foundation

@main
struct Baton: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "baton",
    abstract: "Decide where and when I/O work runs, with verified BPF programs.",
    discussion: """
      Examples:
        baton build Programs/udp_echo.c
        baton verify udp_echo.o
        baton run udp_echo.o --device afxdp:eth0
        baton demo
      """,
    subcommands: [
      BuildCommand.self, VerifyCommand.self, RunCommand.self, ExecCommand.self, AsmCommand.self,
      DisasmCommand.self, ObjdumpCommand.self, MapCommand.self, TraceCommand.self,
      TopCommand.self, ReplaceCommand.self, DemoCommand.self,
      BenchCommand.self, FuzzCommand.self, ContractsCommand.self,
    ])

  static func main() {
    do {
      var command = try parseAsRoot()
      try command.run()
    } catch let error as BadInput {
      FileHandle.standardError.write(Data("baton: \(error.description)\n".utf8))
      exit(withError: ExitCode(2))
    } catch let error as Refused {
      FileHandle.standardError.write(Data("baton: \(error.description)\n".utf8))
      exit(withError: ExitCode(1))
    } catch {
      // Wrong usage is bad input, too.
      let code = exitCode(for: error)
      guard code == .validationFailure else { exit(withError: error) }
      FileHandle.standardError.write(Data((fullMessage(for: error) + "\n").utf8))
      exit(withError: ExitCode(2))
    }
  }
}
