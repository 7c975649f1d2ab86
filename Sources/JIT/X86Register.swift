import Bytecode

/// The sixteen general registers of x86-64, by their encoding.
enum X86Register: UInt8 {
  case rax, rcx, rdx, rbx, rsp, rbp, rsi, rdi
  case r8, r9, r10, r11, r12, r13, r14, r15

  /// The three bits that go into ModRM.
  var low: UInt8 { rawValue & 7 }
  /// Whether a REX prefix carries the fourth bit.
  var isExtended: Bool { rawValue > 7 }
  /// `spl`, `bpl`, `sil` and `dil` need a REX prefix to be named at all.
  var needsRexAsByte: Bool { rawValue >= 4 }

  /// Where a BPF register lives.
  ///
  /// BPF's argument registers are those of the System V calling convention, so calls of exported
  /// functions move nothing; `r6` to `r9` lie in registers that C functions preserve.
  init(_ register: Register) {
    self =
      switch register.index {
      case 0: .rax
      case 1: .rdi
      case 2: .rsi
      case 3: .rdx
      case 4: .rcx
      case 5: .r8
      case 6: .rbx
      case 7: .r13
      case 8: .r14
      case 9: .r15
      default: .rbp
      }
  }

  /// Holds the address of the worker's `baton_execution` in all JITed code.
  static let execution = X86Register.r12
  /// Free for the code generator between any two instructions.
  static let scratch = X86Register.r11
  static let scratch2 = X86Register.r10
  static let scratch3 = X86Register.r9
}
