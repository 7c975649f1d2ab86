import Bytecode
import ObjectFile
import World

/// Makes bytecode of a data path.
///
/// Variables that are needed across calls live in `r6` to `r9` or in the stack, wherever the routine's seed puts them;
/// `r0` to `r5` are free between statements. The lowest slots of each stack are for what calls are given in memory:
///
///     r10 - 8    the packet's number   } what `bpf_loop` hands on
///     r10 - 16   a number              }
///     r10 - 24   the key of a lookup
struct DataPathEmitter {
  var code = CodeBuilder()
  private(set) var links: [Link] = []
  /// The routines that are called, and where each begins.
  private(set) var starts: [(routine: Int, slot: Int)] = []
  var layout = Layout()
  let path: DataPath
  /// Without, every `co_await` is an instruction that says it has returned at once.
  let suspends: Bool

  /// A slot that names something of the surroundings.
  struct Link {
    var slot: Int
    var target: Target

    enum Target {
      case function(String)
      case map(String)
      case extern(String)
      /// A routine whose address is taken.
      case routine(Int)
    }
  }

  init(_ path: DataPath, suspends: Bool) {
    self.path = path
    self.suspends = suspends
    for (index, routine) in path.routines.enumerated() where path.isCalled(index) {
      emit(routine, index)
    }
    if path.isWrong(.handleResumedTwice) { emitWrongWorker() }
  }

  /// Where a worker program begins that makes a mistake, if there is one.
  private(set) var workerStart: Int?

  private mutating func emitWrongWorker() {
    workerStart = code.slotCount
    let end = code.makeLabel()
    call("bpf_local_pop")
    code.branch(.equal, .word64, .r0, .immediate(0), to: end)
    code.add(.move(.word64, destination: .r6, operand: .register(.r0)))
    callNear("go_wrong")
    for _ in 0..<2 {
      code.add(.move(.word64, destination: .r1, operand: .register(.r6)))
      call("bpf_co_resume")
    }
    code.place(end)
    emitReturn(.immediate(0))
  }

  /// Where the routines lie that are called.
  var ranges: [(routine: Int, slots: Range<Int>)] {
    let ends = starts.dropFirst().map(\.slot) + [workerStart ?? code.slotCount]
    return zip(starts, ends).map { ($0.routine, $0.slot..<$1) }
  }

  // MARK: Routines

  private mutating func emit(_ routine: Routine, _ index: Int) {
    starts.append((index, code.slotCount))
    code.begin(function: index)
    layout = Layout(routine)
    switch routine.kind {
    case .program: emitProgram(routine)
    case .subprogram(let takesPacket): emitSubprogram(routine, takesPacket: takesPacket)
    case .callback, .visitor: emitCallback(routine)
    }
  }

  private mutating func emitProgram(_ routine: Routine) {
    set(.context, .r1)
    let leaving = code.makeLabel()
    emitPacketCheck(orElse: leaving)
    code.add(
      .load(
        .byte, signExtended: false, destination: .r0, base: .r2,
        offset: Int16(FuzzPacket.numberOffset)))
    code.add(.alu(.and, .word64, destination: .r0, operand: .immediate(63)))
    set(.packet, .r0)
    for index in 0..<DataPath.numberCount {
      code.add(
        .load(
          .double, signExtended: false, destination: .r0, base: .r2,
          offset: Self.offset(ofWord: index)))
      set(.number(index), .r0)
    }
    emit(routine.body)
    emitPacketCheck(orElse: leaving)
    for index in 0..<DataPath.numberCount {
      get(.number(index), into: .r0)
      code.add(
        .storeRegister(.double, base: .r2, offset: Self.offset(ofWord: index), source: .r0))
    }
    emitEndings()
    code.place(leaving)
    emitReturn(.immediate(2))
  }

  private mutating func emitSubprogram(_ routine: Routine, takesPacket: Bool) {
    set(.packet, .r1)
    set(.number(0), .r2)
    set(.number(1), .r3)
    if takesPacket { set(.context, .r4) }
    setConstants(from: 2)
    emit(routine.body)
    get(.number(0), into: .r0)
    combine(.xor, .r0, .number(2))
    code.add(.exit)
  }

  private mutating func emitCallback(_ routine: Routine) {
    if routine.kind == .visitor {
      // The map, a key, a value, and what a callback of a loop gets beside its index.
      code.add(.load(.double, signExtended: false, destination: .r1, base: .r3, offset: 0))
      code.add(.move(.word64, destination: .r2, operand: .register(.r4)))
    }
    code.add(.load(.double, signExtended: false, destination: .r0, base: .r2, offset: 0))
    code.add(.load(.double, signExtended: false, destination: .r3, base: .r2, offset: 8))
    set(.shared, .r2)
    set(.number(0), .r0)
    set(.packet, .r3)
    set(.number(1), .r1)
    setConstants(from: 2)
    emit(routine.body)
    get(.shared, into: .r1)
    get(.number(0), into: .r2)
    combine(.add, .r2, .number(1))
    code.add(.storeRegister(.double, base: .r1, offset: 0, source: .r2))
    // Goes on but for one in eight.
    let goOn = code.makeLabel()
    code.add(.move(.word64, destination: .r0, operand: .immediate(1)))
    code.add(.alu(.and, .word64, destination: .r2, operand: .immediate(7)))
    code.branch(.equal, .word64, .r2, .immediate(7), to: goOn)
    code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
    code.place(goOn)
    code.add(.exit)
  }

  private mutating func setConstants(from first: Int) {
    for index in first..<DataPath.numberCount {
      code.add(
        .move(.word64, destination: .r0, operand: .immediate(0x9e37 &* Int32(index) &+ 0x79b9)))
      set(.number(index), .r0)
    }
  }

  private mutating func emitReturn(_ result: Operand) {
    code.add(.move(.word64, destination: .r0, operand: result))
    code.add(.exit)
  }

  // MARK: Endings

  private mutating func emitEndings() {
    let count = path.endings.count
    get(.packet, into: .r1)
    code.add(.alu(.modulo, .word64, destination: .r1, operand: .immediate(Int32(count))))
    let labels = (0..<count).map { _ in code.makeLabel() }
    for (index, label) in labels.enumerated().dropFirst() {
      code.branch(.equal, .word64, .r1, .immediate(Int32(index)), to: label)
    }
    for (ending, label) in zip(path.endings, labels) {
      code.place(label)
      emit(ending)
    }
  }

  private mutating func emit(_ ending: Ending) {
    switch ending {
    case .transmit: emitEnd(result: 3)
    case .drop: emitEnd(result: 1)
    case .pass: emitEnd(result: 2)
    case .giveToDevice: emitGiving("bpf_packet_transmit")
    case .giveBack: emitGiving("bpf_packet_drop")
    case .throwIt:
      callEnd(number: 0)
      emitThrow()
    }
  }

  private mutating func emitEnd(result: Int32) {
    callEnd(number: 0)
    emitReturn(.immediate(result))
  }

  private mutating func emitGiving(_ function: String) {
    get(.context, into: .r1)
    code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
    set(.context, .r0)
    call(function)
    emit(path.afterwards)
    emitEnd(result: 0)
  }

  /// Notes the end of the packet's coroutine.
  mutating func callEnd(number: Int) {
    get(.packet, into: .r1)
    get(.number(number), into: .r2)
    callNear("end")
  }

  mutating func emitThrow() {
    code.add(.move(.word64, destination: .r1, operand: .immediate(0)))
    call("bpf_throw")
  }

  // MARK: Packets

  static func offset(ofWord index: Int) -> Int16 { Int16(FuzzPacket.wordsOffset + 8 * index) }

  /// Leaves the address of the packet's first octet in `r2`. All of its octets may be accessed then, but at `label`.
  mutating func emitPacketCheck(orElse label: Int) {
    get(.context, into: .r1)
    code.add(.load(.word, signExtended: false, destination: .r2, base: .r1, offset: 0))
    code.add(.load(.word, signExtended: false, destination: .r3, base: .r1, offset: 4))
    code.add(.move(.word64, destination: .r4, operand: .register(.r2)))
    code.add(
      .alu(.add, .word64, destination: .r4, operand: .immediate(Int32(FuzzPacket.byteCount))))
    code.branch(.greater, .word64, .r4, .register(.r3), to: label)
  }

  // MARK: Links

  /// Calls an exported function.
  mutating func call(_ name: String) {
    links.append(Link(slot: code.slotCount, target: .extern(name)))
    code.add(.call(.exported(0, module: 0)))
  }

  /// Calls a function of the surroundings.
  mutating func callNear(_ name: String) {
    links.append(Link(slot: code.slotCount, target: .function(name)))
    code.add(.call(.local(offset: 0)))
  }

  mutating func loadAddress(_ register: Register, of target: Link.Target) {
    links.append(Link(slot: code.slotCount, target: target))
    switch target {
    case .routine(let index): code.loadAddress(register, ofFunction: index)
    case .map:
      code.add(.loadImmediate64(destination: register, source: .mapByDescriptor(0)))
    case .function, .extern:
      code.add(.loadImmediate64(destination: register, source: .function(offset: 0)))
    }
  }
}
