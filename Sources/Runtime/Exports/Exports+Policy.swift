import CBaton

/// The seat of the policy that runs: nobody else may call these.
private func withSeat<Result>(_ body: (inout PolicySeat) -> Result) -> Result {
  guard let seat = unsafe Services.current.pointee.seat else {
    preconditionFailure("only policies are given a say")
  }
  return unsafe body(&seat.pointee)
}

/// Copies as much of `value` as there is room for; what is left of the room is zero.
private func write<Value: BitwiseCopyable>(
  _ value: Value?, to memory: UnsafeMutableRawPointer, _ size: u32
) -> Int32 {
  // Sound: the verifier has seen that the memory has as many bytes.
  let room = unsafe UnsafeMutableRawBufferPointer(start: memory, count: Int(size))
  _ = unsafe room.initializeMemory(as: UInt8.self, repeating: 0)
  guard let value else { return ErrorNumber.invalid }
  unsafe withUnsafeBytes(of: value) { bytes in
    unsafe room.copyMemory(from: UnsafeRawBufferPointer(rebasing: bytes.prefix(room.count)))
  }
  return 0
}

@c @implementation
func bpf_worker_signals(
  _ worker: u32, _ signals: UnsafeMutablePointer<worker_signals>!, _ size: u32
) -> Int32 {
  let known = withSeat { $0.signals(of: Int(worker)) }
  return unsafe write(known, to: UnsafeMutableRawPointer(signals), size)
}

@c @implementation
func bpf_group_signals(
  _ group: u32, _ signals: UnsafeMutablePointer<group_signals>!, _ size: u32
) -> Int32 {
  let known = withSeat { $0.signals(ofGroup: Int(group)) }
  return unsafe write(known, to: UnsafeMutableRawPointer(signals), size)
}

@c @implementation
func bpf_queue_signals(
  _ queue: (@convention(c) (UnsafeMutablePointer<coroutine>?, u64) -> Int32)!,
  _ signals: UnsafeMutablePointer<queue_signals>!, _ size: u32
) -> Int32 {
  // Sound: what programs have as functions are addresses that the engine has made.
  let address = unsafe UInt64(UInt(bitPattern: unsafeBitCast(queue, to: UnsafeRawPointer.self)))
  let known = unsafe Services.current.pointee.image._withUnsafeGuaranteedRef { image in
    withSeat { $0.signals(ofQueueAt: address, in: image) }
  }
  return unsafe write(known, to: UnsafeMutableRawPointer(signals), size)
}

@c @implementation
func bpf_group_want(_ group: u32, _ cores: u32) -> Int32 {
  withSeat { $0.want(Int(cores), for: Int(group)) }
}

@c @implementation
func bpf_group_warm(_ group: u32, _ cores: u32) -> Int32 {
  withSeat { $0.keepWarm(Int(cores), for: Int(group)) }
}

@c @implementation
func bpf_worker_place(_ worker: u32, _ core: u32) -> Int32 {
  withSeat { $0.place(Int(worker), on: Int(core)) }
}
