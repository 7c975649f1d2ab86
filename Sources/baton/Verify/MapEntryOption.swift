import ArgumentParser
import Runtime

/// `OBJECT:MAP:KEY=VALUE`: an entry of a map of an object, in hexadecimal.
struct MapEntryOption: ExpressibleByArgument {
  /// The object's file, without folders and `.o`.
  let object: String
  let entry: LinuxTest.MapEntry

  init?(argument: String) {
    let parts = argument.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else { return nil }
    let octets = parts[2].split(separator: "=", omittingEmptySubsequences: false)
      .map { try? Hex.octets(String($0), of: argument) }
    guard octets.count == 2, let key = octets[0], let value = octets[1] else { return nil }
    object = parts[0]
    entry = LinuxTest.MapEntry(map: parts[1], key: key, value: value)
  }
}
