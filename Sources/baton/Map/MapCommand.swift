import ArgumentParser
import Control
import Foundation

/// `baton map`: the maps of a running instance.
struct MapCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Look at the maps of a running instance, and change them.",
    discussion: """
      Talks to a `baton run` of the same user. Keys and values are numbers (decimal, or hexadecimal after \
      0x) of the size that the map has, or hex:OCTETS. Where each worker has its own value, a value is \
      those of all workers.

      Exit status: 0 done, 1 when there is no such entry, 2 when the instance refuses or can't be reached.

      Examples:
        baton map list
        baton map dump counts
        baton map lookup counts 3
        baton map update limits 1 5000
        baton map delete flows hex:0a0000010a000002
      """,
    subcommands: [
      ListCommand.self, DumpCommand.self, LookupCommand.self, UpdateCommand.self,
      DeleteCommand.self, PushCommand.self, PopCommand.self,
    ])

  /// Which instance is meant.
  struct Target: ParsableArguments {
    @Option(
      help: "The instance: its process, or the path of its control socket (default: the only one).")
    var instance: String?

    @Flag(help: "Print JSON.")
    var json = false

    func connect() throws(BadInput) -> ControlClient {
      let path = try path()
      do {
        return try ControlClient(path: path)
      } catch {
        throw BadInput("no instance answers: \(error)")
      }
    }

    private func path() throws(BadInput) -> String {
      if let instance {
        return Int32(instance).map(ControlPath.path(ofProcess:)) ?? instance
      }
      let processes = ControlPath.processes()
      guard processes.count == 1 else {
        throw BadInput(
          processes.isEmpty
            ? "no instance runs: start one with `baton run`"
            : "--instance is missing: there are \(processes.map(String.init).joined(separator: ", "))"
        )
      }
      return ControlPath.path(ofProcess: processes[0])
    }
  }

  struct ListCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "list", abstract: "Show which maps there are.")

    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      let maps = try session.maps()
      guard target.json else {
        var table = TextTable(["map", "type", "key", "value", "entries", "at most"])
        for map in maps {
          table.add([
            map.name, mapTypeName(map.type), "\(map.keyByteCount)", "\(map.valueByteCount)",
            "\(map.count)", "\(map.maxEntries)",
          ])
        }
        return print(table.text)
      }
      try printJSON([
        "maps": maps.map { map -> [String: Any] in
          [
            "name": map.name, "type": mapTypeName(map.type), "keySize": map.keyByteCount,
            "valueSize": map.valueByteCount, "entries": map.count, "maxEntries": map.maxEntries,
          ]
        }
      ])
    }
  }

  struct DumpCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "dump", abstract: "Show all entries, in hexadecimal.")

    @Argument(help: "The map.") var map: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      var entries: [[String: String]] = []
      try session.dump(map) { entry in
        let (key, value) = (Hex.text([UInt8](entry.key)), Hex.text([UInt8](entry.value)))
        if target.json {
          entries.append(["key": key, "value": value])
        } else {
          print("\(key): \(value)")
        }
      }
      if target.json { try printJSON(["map": map, "entries": entries]) }
    }
  }

  struct LookupCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "lookup", abstract: "Show the value of a key, in hexadecimal.")

    @Argument(help: "The map.") var map: String
    @Argument(help: "A number, or hex:OCTETS.") var key: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      let key = try session.key(key, of: map)
      try session.printValue(try session.ask(.lookUp(map: map, key: key)))
    }
  }

  struct UpdateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "update", abstract: "Give a key another value.")

    @Argument(help: "The map.") var map: String
    @Argument(help: "A number, or hex:OCTETS.") var key: String
    @Argument(help: "A number, or hex:OCTETS.") var value: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      let key = try session.key(key, of: map)
      _ = try session.ask(.update(map: map, key: key, value: try session.value(value, of: map)))
    }
  }

  struct DeleteCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "delete", abstract: "Delete the entry of a key.")

    @Argument(help: "The map.") var map: String
    @Argument(help: "A number, or hex:OCTETS.") var key: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      _ = try session.ask(.delete(map: map, key: try session.key(key, of: map)))
    }
  }

  struct PushCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "push", abstract: "Put a value into a queue or onto a stack.")

    @Argument(help: "The map.") var map: String
    @Argument(help: "A number, or hex:OCTETS.") var value: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      _ = try session.ask(.push(map: map, value: try session.value(value, of: map)))
    }
  }

  struct PopCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "pop", abstract: "Take the next value out of a queue or stack, in hexadecimal.")

    @Argument(help: "The map.") var map: String
    @OptionGroup var target: Target

    func run() throws {
      var session = try Session(target)
      try session.printValue(try session.ask(.pop(map: map)))
    }
  }
}
