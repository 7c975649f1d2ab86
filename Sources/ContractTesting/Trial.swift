import CBaton
import Contracts
import Devices
import Monitors
import ObjectFile
import Runtime
import Verifier

/// Runs programs that were made from contracts, unverified, in checked mode, and asks the verifier what it thinks.
public struct Trial {
  let interface: Interface
  /// What the verifier goes by; monitors go by `interface`.
  let judge: Interface
  /// All programs, compiled.
  let image: ProgramImage

  /// - Parameter judge: contracts with a piece deleted, to see whether that is found.
  public init(_ image: ProgramImage, _ interface: Interface, judgedBy judge: Interface? = nil) {
    self.image = image
    self.interface = interface
    self.judge = judge ?? interface
  }

  public struct Outcome: Sendable {
    /// Why the verifier refuses the program.
    public var rejection: Rejection?
    public var violations: [Violation]
    /// What the program is, for reports of both.
    public var image: ProgramImage
  }

  public func outcome(of program: ContractProgram) throws -> Outcome {
    let (unit, entry) = try unit(of: program, by: interface)
    return Outcome(
      rejection: try verdict(on: program).rejection,
      violations: try run(unit, entry, program), image: unit.image)
  }

  /// What the verifier alone thinks of a program.
  func verdict(on program: ContractProgram) throws -> Verdict {
    let (unit, entry) = try unit(of: program, by: judge)
    return Verifier(unit).verify(entry: entry)
  }

  /// Whether Baton has what the program calls.
  func load(_ program: ContractProgram) throws {
    _ = try LoadedUnit(
      try VerifiedUnit.trusting(try unit(of: program, by: interface).0), engine: .interpreter,
      workerCount: 1,
      seed: 1)
  }

  /// The program with its companions, and which function it is.
  private func unit(
    of program: ContractProgram, by interface: Interface
  ) throws -> (ProgramUnit, Int) {
    guard let entry = function(named: program.name) else { throw TrialError.missing(program.name) }
    let companions = program.companions.compactMap(function(named:))
    let (part, entries) = image.part(of: [entry] + companions)
    return (try ProgramUnit(image: part, interface: interface), entries[0])
  }

  private func function(named name: String) -> Int? {
    image.functions.firstIndex { $0.name == name }
  }

  private func run(
    _ unit: ProgramUnit, _ entry: Int, _ program: ContractProgram
  ) throws -> [Violation] {
    let loaded = try LoadedUnit(
      try VerifiedUnit.trusting(unit), engine: .interpreter, workerCount: 1, seed: 1,
      isChecked: true, mutation: program.mutation)
    switch program.role {
    case "xdp": _ = try TestRun(loaded).call(entry, onPacket: Self.packet)
    case "exec":
      var memory = Self.packet
      _ = try TestRun(loaded).call(entry, on: &memory)
    default: try runWithPackets(loaded)
    }
    return loaded.violations
  }

  private static let packet = [UInt8](repeating: 7, count: 64)

  /// Lets a worker of the virtual world, which is a host, have some packets: such that are nothing, and those of a client.
  private func runWithPackets(_ unit: LoadedUnit) throws {
    var configuration = MemoryLink.Configuration()
    configuration.queueCount = 1
    configuration.wireCapacity = 32
    // The host keeps some to send with.
    configuration.shape.chunkCount = Self.chunkCount
    let link = try MemoryLink(configuration)
    let runtime = try VirtualRuntime(
      unit: unit, workerCount: 1, frameLimit: 16, chunkCount: 2 * Self.chunkCount, seed: 1,
      network: TrialClient.server
    ) { worker in DeviceQueue(try link.openQueue(worker, at: .near, poolID: 0)) }
    var peer = DeviceQueue(try link.openQueue(0, at: .far, poolID: 100))
    for _ in 0..<Self.packetCount {
      guard let packet = unsafe peer.allocate() else { break }
      unsafe peer.fill(packet, with: Self.packet.span)
      _ = unsafe peer.transmit(packet)
    }
    peer.flush()
    var client = try TrialClient(peer, at: runtime.world.now)
    for _ in 0..<Self.turnCount {
      runtime.turn()
      client.poll(at: runtime.world.now)
    }
    runtime.shutDown()
  }

  private static let packetCount = 2
  private static let chunkCount = 128
  private static let turnCount = 120
}

/// Why a trial can't be held.
public enum TrialError: Error, CustomStringConvertible {
  case missing(String)

  public var description: String {
    switch self {
    case .missing(let name): "the object has no program “\(name)”"
    }
  }
}
