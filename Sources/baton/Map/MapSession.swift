import ArgumentParser
import Control
import Foundation

extension MapCommand {
  /// A connection to an instance, in whose answers refusals are errors.
  struct Session: ~Copyable {
    private var client: ControlClient
    private let isJSON: Bool

    init(_ target: Target) throws(BadInput) {
      client = try target.connect()
      isJSON = target.json
    }

    mutating func ask(_ request: ControlRequest) throws(BadInput) -> ControlAnswer {
      do {
        return try client.ask(request)
      } catch {
        throw BadInput("\(error)")
      }
    }

    mutating func maps() throws(BadInput) -> [ControlMap] {
      guard case .maps(let maps) = try ask(.maps) else {
        throw BadInput("an answer of another kind")
      }
      return maps
    }

    mutating func dump(_ map: String, _ body: (ControlEntry) -> Void) throws(BadInput) {
      do {
        try client.dump(map: map, body)
      } catch {
        throw BadInput("\(error)")
      }
    }

    mutating func key(_ text: String, of map: String) throws(BadInput) -> Data {
      try Self.octets(text, try self.map(map).keyByteCount, "the key")
    }

    mutating func value(_ text: String, of map: String) throws(BadInput) -> Data {
      try Self.octets(text, try self.map(map).valueByteCount, "the value")
    }

    private mutating func map(_ name: String) throws(BadInput) -> ControlMap {
      let maps = try maps()
      guard let map = maps.first(where: { $0.name == name }) else {
        throw BadInput("there is no map “\(name)”: there are \(maps.map(\.name))")
      }
      return map
    }

    private static func octets(
      _ text: String, _ byteCount: Int, _ what: String
    ) throws(BadInput) -> Data {
      if text.hasPrefix("hex:") {
        return Data(try Hex.octets(String(text.dropFirst(4)), of: what))
      }
      let number = try ObjectOptions.number(text, of: what)
      let octets = (0..<byteCount).map { index in
        index < 8 ? UInt8(truncatingIfNeeded: number >> (8 * index)) : number < 0 ? 0xff : 0
      }
      let isWhole =
        byteCount >= 8 || number >> (8 * byteCount) == 0 || number >> (8 * byteCount - 1) == -1
      guard isWhole else { throw BadInput("\(what) has \(byteCount) octets: \(text) does not fit") }
      return Data(octets)
    }

    /// The value that an answer has; exit status 1 where it has none.
    func printValue(_ answer: ControlAnswer) throws {
      guard case .value(let value?) = answer else {
        if isJSON { try printJSON(["value": NSNull()]) }
        throw ExitCode(1)
      }
      let text = Hex.text([UInt8](value))
      if isJSON { try printJSON(["value": text]) } else { print(text) }
    }
  }
}
