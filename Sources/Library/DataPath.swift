import Contracts
import Devices
import ObjectFile
import Runtime
import Verifier

/// The verified programs that decide where and when a server's work is done: what each packet comes to, and what workers do
/// next.
public struct DataPath: Sendable {
  private enum Source: Sendable {
    case octets([UInt8])
    case file(String)
  }

  private let source: Source
  /// What it is called where it is refused.
  let name: String

  /// `Programs/network.c`, which ships with Baton: every packet goes to the network stack, and what has arrived is answered at
  /// once; workers sleep where there is nothing to do.
  public static let network = DataPath(
    source: .octets(networkObject), name: "Programs/network.c")

  /// The object that `Scripts/interface` has compiled.
  package static let networkObject = PackageResources.network_o

  /// A BPF object in memory, as `baton build` writes it.
  public static func object(_ octets: [UInt8], name: String = "the data path") -> DataPath {
    DataPath(source: .octets(octets), name: name)
  }

  /// The same in a file.
  public static func object(path: String) -> DataPath {
    DataPath(source: .file(path), name: path)
  }

  /// Verifies the programs and makes them ready to run.
  func load(workerCount: Int) throws(ServerError) -> LoadedUnit {
    let verified = try verify(try image())
    var random = SystemRandomNumberGenerator()
    do {
      return try LoadedUnit(
        verified, engine: .jit, workerCount: workerCount, seed: random.next())
    } catch {
      throw .badDataPath(name, "\(error)")
    }
  }

  private func image() throws(ServerError) -> ProgramImage {
    let octets = try octets()
    do {
      return try ProgramImage(parsing: octets)
    } catch {
      throw .badDataPath(name, "\(error)")
    }
  }

  private func octets() throws(ServerError) -> [UInt8] {
    switch source {
    case .octets(let octets): return octets
    case .file(let path):
      guard let octets = try? FileOctets.read(path) else { throw .unreadable(path) }
      return octets
    }
  }

  private func verify(_ image: ProgramImage) throws(ServerError) -> VerifiedUnit {
    let unit: ProgramUnit
    do {
      unit = try ProgramUnit(image: image, interface: .baton)
    } catch {
      throw .badDataPath(name, "\(error)")
    }
    do {
      return try VerifiedUnit.verifying(unit)
    } catch {
      throw .refused(
        name,
        error.verdicts.compactMap { verdict in
          verdict.rejection.map {
            "\(image.functions[verdict.entry].name): \($0.summary(for: image))"
          }
        })
    }
  }
}
