import CBaton

/// What map operations return, as Linux does: zero, or one of its error numbers, negated.
@usableFromInline
enum LinuxError {
  @usableFromInline static let notPermitted: Int64 = -1
  static let noEntry: Int64 = -2
  static let tooBig: Int64 = -7
  @usableFromInline static let again: Int64 = -11
  static let noMemory: Int64 = -12
  static let busy: Int64 = -16
  static let exists: Int64 = -17
  static let invalid: Int64 = -22
  static let noSpace: Int64 = -28
  static let overflow: Int64 = -75
}

/// The flags of `bpf_map_update_elem`.
enum UpdateFlags {
  static let any = UInt64(BPF_ANY)
  static let noExist = UInt64(BPF_NOEXIST)
  static let exist = UInt64(BPF_EXIST)
}

/// The flags of `bpf_ringbuf_submit` and its like, `BPF_RB_*`.
enum RingFlags {
  static let noWakeup: UInt64 = 1
  static let forceWakeup: UInt64 = 2
}

/// What `bpf_ringbuf_query` tells, `BPF_RB_*`.
enum RingQuery {
  static let availableData: UInt64 = 0
  static let ringSize: UInt64 = 1
  static let consumerPosition: UInt64 = 2
  static let producerPosition: UInt64 = 3
}
