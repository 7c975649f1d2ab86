import CBaton
import Contracts
import Interpreter
import SampleUnits
import Verifier

/// A worker with just enough of a run time behind it: it counts and logs what programs make it do.
@safe
final class TestWorld {
  typealias Execution = UnsafeMutablePointer<baton_execution>
  typealias Frame = UnsafeMutablePointer<baton_frame>

  let verified: VerifiedUnit
  let unit: InterpreterUnit
  let execution: Execution
  /// What happened, in order; frames and packets by the numbers they were spawned with.
  private(set) var events: [String] = []
  /// How often a lock is to be found held.
  var heldLockCount = 0
  private var frames: [Frame] = unsafe []
  private var packets: [UnsafeMutableRawPointer] = unsafe []
  private let mapValue: UnsafeMutableRawPointer

  init(_ sample: Sample, isChecked: Bool = true) throws {
    verified = try sample.verified()
    unsafe mapValue = .allocate(byteCount: GuardedList.byteCount, alignment: 8)
    unsafe mapValue.initializeMemory(as: UInt8.self, repeating: 0, count: GuardedList.byteCount)
    let value = unsafe UInt64(UInt(bitPattern: mapValue))
    unit = InterpreterUnit(
      verified,
      addresses: InterpreterAddresses(
        exported: verified.unit.interface.functions.map { TestExports.address(of: $0.name) },
        maps: [0], mapValues: [value], finish: TestExports.finish, abandon: TestExports.abandon,
        destructors: ["coroutine": TestExports.address(of: "bpf_co_destroy")]),
      isChecked: isChecked)
    unsafe execution = .allocate(capacity: 1)
    unsafe execution.initialize(to: baton_execution())
    unsafe execution.pointee.now = 1_000
    unsafe execution.pointee.worker = 3
    unsafe execution.pointee.services = Unmanaged.passUnretained(self).toOpaque()
    unsafe baton_set_current_execution(execution)
  }

  deinit {
    baton_set_current_execution(nil)
    while let frame = unsafe frames.popLast() { unsafe frame.deallocate() }
    while let packet = unsafe packets.popLast() { unsafe packet.deallocate() }
    unsafe execution.deallocate()
    unsafe mapValue.deallocate()
  }

  static var current: TestWorld {
    // Sound: a test keeps its world alive while programs run on it.
    unsafe Unmanaged<TestWorld>.fromOpaque(baton_current_execution()!.pointee.services)
      .takeUnretainedValue()
  }

  /// Of `ingress_ifindex` in `baton_packet`.
  static let ingressOffset = 40

  // MARK: What tests do

  /// A coroutine of program `entry` over a packet of its own, suspended at its start.
  func spawn(entry: Int) -> Frame {
    let byteCount = unsafe MemoryLayout<baton_frame>.size + verified.frameByteCount(entry: entry)
    let memory = UnsafeMutableRawPointer.allocate(byteCount: byteCount, alignment: 64)
    // Nothing may rely on what a frame's body holds.
    unsafe memory.initializeMemory(as: UInt8.self, repeating: 0xa5, count: byteCount)
    // Swift doesn't import a type that is aligned to a cache line: the packet is raw memory.
    let packet = UnsafeMutableRawPointer.allocate(byteCount: 64, alignment: 64)
    unsafe packet.initializeMemory(as: UInt8.self, repeating: 0, count: 64)
    unsafe packet.storeBytes(
      of: UInt32(70 + packets.count), toByteOffset: Self.ingressOffset, as: UInt32.self)
    unsafe packets.append(packet)
    let frame = unsafe memory.bindMemory(to: baton_frame.self, capacity: 1)
    unsafe frame.initialize(to: baton_frame())
    let record = unsafe UInt64(UInt(bitPattern: frame + 1))
    unsafe frame.pointee.record = record
    unsafe memory.storeBytes(
      of: UInt64(UInt(bitPattern: packet)),
      toByteOffset: MemoryLayout<baton_frame>.offset(of: \.packet)!, as: UInt64.self)
    unsafe frame.pointee.program = UInt32(entry)
    unsafe UnsafeMutablePointer<UInt64>(bitPattern: UInt(record))!.pointee =
      InterpreterUnit.startLink
    unsafe frames.append(frame)
    return unsafe frame
  }

  /// Runs what was started to its end, `stepLimit` instructions at a time.
  func finish(_ thread: inout InterpreterThread, stepLimit: Int) -> UInt64 {
    for _ in 0..<100_000 {
      switch thread.run(stepLimit: stepLimit) {
      case .finished(let result):
        note("finished \(result)")
        return result
      case .blocked: note("blocked")
      case .outOfSteps: break
      }
    }
    preconditionFailure("the program does not end")
  }

  func resume(
    _ frame: Frame, on thread: inout InterpreterThread, stepLimit: Int
  ) -> UInt64 {
    unsafe thread.startResume(frame, of: unit, on: execution)
    return finish(&thread, stepLimit: stepLimit)
  }

  func run(
    program: Int, r1: UInt64 = 0, on thread: inout InterpreterThread, stepLimit: Int
  ) -> UInt64 {
    unsafe thread.start(program: program, r1: r1, of: unit, on: execution)
    return finish(&thread, stepLimit: stepLimit)
  }

  /// The plain word of the map's value.
  var mapWord: UInt64 {
    get { unsafe mapValue.load(fromByteOffset: GuardedList.wordOffset, as: UInt64.self) }
    set {
      unsafe mapValue.storeBytes(
        of: newValue, toByteOffset: GuardedList.wordOffset, as: UInt64.self)
    }
  }

  func thrownRegister(_ number: Int) -> UInt64 {
    unsafe withUnsafeBytes(of: execution.pointee.thrown_registers) {
      unsafe $0.load(fromByteOffset: 8 * number, as: UInt64.self)
    }
  }

  // MARK: What programs make it do

  func note(_ event: String) { events.append(event) }

  func name(_ frame: UnsafeRawPointer?) -> String {
    unsafe frames.firstIndex { unsafe UnsafeRawPointer($0) == frame }.map { "#\($0)" } ?? "nothing"
  }
}
