import CBaton

/// What map operations return, as Linux does: zero, or one of its error numbers, negated.
enum LinuxError {
  static let notPermitted: Int64 = -1
  static let noEntry: Int64 = -2
  static let tooBig: Int64 = -7
  static let noMemory: Int64 = -12
  static let busy: Int64 = -16
  static let exists: Int64 = -17
  static let invalid: Int64 = -22
}

/// The flags of `bpf_map_update_elem`.
enum UpdateFlags {
  static let noExist = UInt64(BPF_NOEXIST)
  static let exist = UInt64(BPF_EXIST)
}
