import Bytecode

extension DataPathEmitter {
  mutating func emit(_ statements: [Statement]) {
    for statement in statements { emit(statement) }
  }

  mutating func emit(_ statement: Statement) {
    switch statement {
    case .compute(let operation, let width, let number, let source):
      emitComputation(operation, width, number, source)
    case .note(let number):
      get(.packet, into: .r1)
      get(.number(number), into: .r2)
      callNear("note")
    case .await(let queue):
      emitWait { $0.loadAddress(.r1, of: .function(Surroundings.queueNames[queue])) }
    case .awaitEither(let first, let second, let number, let bit):
      emitWait { emitter in
        emitter.emitChoice(
          number, bit, { $0.loadAddress(.r1, of: .function(Surroundings.queueNames[first])) },
          otherwise: { $0.loadAddress(.r1, of: .function(Surroundings.queueNames[second])) })
      }
    case .loop(let rounds, let body): emitLoop(rounds, body)
    case .spin(let rounds, let mixings): emitSpin(rounds, mixings)
    case .callBack(let count, let routine, let number): emitCallBack(count, routine, number)
    case .visit(let routine, let number): emitVisit(routine, number)
    case .call(let routine, let first, let second): emitCall(routine, first, second)
    case .choose(let number, let bit, let first, let second):
      emitChoice(number, bit, { $0.emit(first) }, otherwise: { $0.emit(second) })
    case .load(let word, let number): emitLoad(word, number)
    case .store(let word, let number): emitStore(word, number)
    case .withValue(let number, let body): emitValue(number, body)
    case .withGuest(let spins, let body): emitGuest(spins, body)
    case .throwRarely(let number, let bits): emitRareThrow(number, bits)
    case .goWrong(let kind): emitMistake(kind)
    }
  }

  // MARK: Numbers

  private mutating func emitComputation(
    _ operation: ALUOperator, _ width: Width, _ number: Int, _ source: Statement.Source
  ) {
    get(.number(number), into: .r0)
    switch source {
    case .constant(let value):
      code.add(.alu(operation, width, destination: .r0, operand: .immediate(value)))
    case .number(let other):
      get(.number(other), into: .r1)
      code.add(.alu(operation, width, destination: .r0, operand: .register(.r1)))
    }
    set(.number(number), .r0)
  }

  private mutating func emitLoad(_ word: Int, _ number: Int) {
    let end = code.makeLabel()
    emitPacketCheck(orElse: end)
    code.add(
      .load(
        .double, signExtended: false, destination: .r0, base: .r2, offset: Self.offset(ofWord: word)
      ))
    combine(.add, .r0, .number(number))
    set(.number(number), .r0)
    code.place(end)
  }

  private mutating func emitStore(_ word: Int, _ number: Int) {
    let end = code.makeLabel()
    emitPacketCheck(orElse: end)
    get(.number(number), into: .r0)
    code.add(
      .storeRegister(.double, base: .r2, offset: Self.offset(ofWord: word), source: .r0))
    code.place(end)
  }

  // MARK: Suspensions, calls

  /// - Parameter loadQueue: loads the queue program's address into `r1`, and leaves `r2` alone.
  mutating func emitWait(_ loadQueue: (inout Self) -> Void) {
    get(.packet, into: .r1)
    callNear("ticket")
    guard suspends else { return }
    code.add(.move(.word64, destination: .r2, operand: .register(.r0)))
    loadQueue(&self)
    call("co_await")
    code.add(.move(.word64, destination: .r1, operand: .register(.r0)))
    callNear("answer")
  }

  private mutating func emitCall(_ routine: Int, _ first: Int, _ second: Int) {
    get(.packet, into: .r1)
    get(.number(first), into: .r2)
    get(.number(second), into: .r3)
    if path.routines[routine].hasPacket { get(.context, into: .r4) }
    code.call(function: routine)
    combine(.add, .r0, .number(first))
    set(.number(first), .r0)
  }

  private static let loopHelper: Int32 = 181
  private static let walkHelper: Int32 = 164
  private static let sharedOffset: Int16 = -16

  private mutating func emitCallBack(_ count: Int, _ routine: Int, _ number: Int) {
    emitRounds(routine, number, helper: Self.loopHelper) {
      $0.code.add(.move(.word64, destination: .r1, operand: .immediate(Int32(count))))
    }
  }

  private mutating func emitVisit(_ routine: Int, _ number: Int) {
    emitRounds(routine, number, helper: Self.walkHelper) {
      $0.loadAddress(.r1, of: .map("numbers"))
    }
  }

  /// A call that has a routine called again and again, with a number in the stack.
  private mutating func emitRounds(
    _ routine: Int, _ number: Int, helper: Int32, loadFirstArgument: (inout Self) -> Void
  ) {
    get(.number(number), into: .r0)
    code.add(.storeRegister(.double, base: .r10, offset: Self.sharedOffset, source: .r0))
    get(.packet, into: .r0)
    code.add(.storeRegister(.double, base: .r10, offset: Self.sharedOffset + 8, source: .r0))
    loadFirstArgument(&self)
    loadAddress(.r2, of: .routine(routine))
    emitStackAddress(.r3, Self.sharedOffset)
    code.add(.move(.word64, destination: .r4, operand: .immediate(0)))
    code.add(.call(.helper(helper)))
    code.add(
      .load(
        .double, signExtended: false, destination: .r1, base: .r10, offset: Self.sharedOffset))
    code.add(.alu(.add, .word64, destination: .r1, operand: .register(.r0)))
    set(.number(number), .r1)
  }

  private mutating func emitStackAddress(_ register: Register, _ offset: Int16) {
    code.add(.move(.word64, destination: register, operand: .register(.r10)))
    code.add(.alu(.add, .word64, destination: register, operand: .immediate(Int32(offset))))
  }

  // MARK: Ways on

  private mutating func emitChoice(
    _ number: Int, _ bit: Int, _ first: (inout Self) -> Void,
    otherwise second: (inout Self) -> Void
  ) {
    let (other, end) = (code.makeLabel(), code.makeLabel())
    get(.number(number), into: .r0)
    code.add(.alu(.shiftRight, .word64, destination: .r0, operand: .immediate(Int32(bit))))
    code.branch(.set, .word64, .r0, .immediate(1), to: other)
    first(&self)
    code.jump(to: end, isLong: false)
    code.place(other)
    second(&self)
    code.place(end)
  }

  private mutating func emitLoop(_ rounds: Statement.Rounds, _ body: [Statement]) {
    nested(.loop) { emitter, depth in
      let (head, end) = (emitter.code.makeLabel(), emitter.code.makeLabel())
      emitter.emitLimit(rounds, depth)
      emitter.code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
      emitter.set(.counter(depth), .r0)
      emitter.code.place(head)
      if case .open = rounds { emitter.code.mayGoto(end) }
      emitter.emit(body)
      emitter.get(.counter(depth), into: .r0)
      emitter.code.add(.alu(.add, .word64, destination: .r0, operand: .immediate(1)))
      emitter.set(.counter(depth), .r0)
      switch rounds {
      case .constant(let count):
        emitter.code.branch(.less, .word64, .r0, .immediate(Int32(count)), to: head)
      case .open:
        emitter.get(.limit(depth), into: .r1)
        emitter.code.branch(.less, .word64, .r0, .register(.r1), to: head)
      }
      emitter.code.place(end)
    }
  }

  private mutating func emitLimit(_ rounds: Statement.Rounds, _ depth: Int) {
    guard case .open(let number, let bits) = rounds else { return }
    get(.number(number), into: .r0)
    code.add(.alu(.and, .word64, destination: .r0, operand: .immediate(1 << Int32(bits) - 1)))
    set(.limit(depth), .r0)
  }

  private static let spun: [Register] = [.r1, .r2, .r3, .r4]

  private mutating func emitSpin(_ rounds: Int, _ mixings: [Statement.Mixing]) {
    for (index, register) in Self.spun.enumerated() { get(.number(index), into: register) }
    code.add(.move(.word64, destination: .r5, operand: .immediate(0x1234_5677)))
    code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
    let head = code.makeLabel()
    code.place(head)
    for mixing in mixings {
      code.add(
        .alu(
          mixing.operation, .word64, destination: Self.spun[mixing.number],
          operand: .register(mixing.other.map { Self.spun[$0] } ?? .r5)))
    }
    code.add(.alu(.add, .word64, destination: .r0, operand: .immediate(1)))
    code.branch(.less, .word64, .r0, .immediate(Int32(rounds)), to: head)
    for (index, register) in Self.spun.enumerated() { set(.number(index), register) }
  }

  private mutating func emitRareThrow(_ number: Int, _ bits: Int) {
    let end = code.makeLabel()
    get(.number(number), into: .r0)
    code.branch(.set, .word64, .r0, .immediate(1 << Int32(bits) - 1), to: end)
    callEnd(number: number)
    emitThrow()
    code.place(end)
  }

  // MARK: What is held

  private static let keyOffset: Int16 = -24
  private static let lookupHelper: Int32 = 1

  private mutating func emitValue(_ number: Int, _ body: [Statement]) {
    nested(.value) { emitter, depth in
      let end = emitter.code.makeLabel()
      emitter.get(.number(number), into: .r0)
      emitter.code.add(.alu(.and, .word64, destination: .r0, operand: .immediate(15)))
      emitter.code.add(
        .storeRegister(.word, base: .r10, offset: Self.keyOffset, source: .r0))
      emitter.loadAddress(.r1, of: .map("numbers"))
      emitter.emitStackAddress(.r2, Self.keyOffset)
      emitter.code.add(.call(.helper(Self.lookupHelper)))
      emitter.code.branch(.equal, .word64, .r0, .immediate(0), to: end)
      emitter.set(.value(depth), .r0)
      emitter.emit(body)
      emitter.get(.value(depth), into: .r0)
      emitter.code.add(
        .load(.double, signExtended: false, destination: .r0, base: .r0, offset: 0))
      emitter.combine(.xor, .r0, .number(number))
      emitter.set(.number(number), .r0)
      emitter.code.place(end)
    }
  }

  private mutating func emitGuest(_ spins: Int, _ body: [Statement]) {
    nested(.guest) { emitter, depth in
      emitter.callNear("take_guest")
      if spins > 0 { emitter.emitSpin(holdingResult: spins) }
      emitter.set(.guest(depth), .r0)
      emitter.emit(body)
      let end = emitter.code.makeLabel()
      emitter.get(.guest(depth), into: .r1)
      emitter.code.branch(.equal, .word64, .r1, .immediate(0), to: end)
      emitter.code.add(.move(.word64, destination: .r0, operand: .immediate(0)))
      emitter.set(.guest(depth), .r0)
      emitter.callNear("give_guest")
      emitter.code.place(end)
    }
  }

  /// Rounds that leave `r0` alone, which owns something.
  private mutating func emitSpin(holdingResult rounds: Int) {
    let head = code.makeLabel()
    code.add(.move(.word64, destination: .r2, operand: .immediate(Int32(rounds))))
    code.place(head)
    code.add(.alu(.subtract, .word64, destination: .r2, operand: .immediate(1)))
    code.branch(.notEqual, .word64, .r2, .immediate(0), to: head)
  }
}
