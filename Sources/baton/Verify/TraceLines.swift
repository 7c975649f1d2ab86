import ObjectFile

/// Tells the lines that Linux's verifier writes about its own work from those that say what is wrong.
///
/// The former show how states look and which way the search took: another verifier has other states and
/// takes another way, so nobody is held to them. What such lines look like, and nothing else, decides:
///
/// | line | example |
/// | --- | --- |
/// | numbered: instructions, states, pruning | `7: (0f) r1 += r6`, `3: R0_w=6`, `8: safe` |
/// | a piece of one, from the colon or the mnemonic on | `: (85) call bpf_loop`, `if r1 == 0x2a goto pc+0` |
/// | registers and stack slots | `R1=ctx() R2=4096`, `: R0_w=0`, `fp-8=0m??` |
/// | the search for what has to be precise | `mark_precise: frame0: regs=r2`, `frame 0: propagating r3` |
/// | the same, cut off in front | `regs=r7 stack= before 5: (3d) if r8 >= r0` |
/// | jumps of the search | `from 4 to 5:`, `returning from callee:`, `to caller at 9:` |
/// | the verification of global functions | `Validating f() func#1...`, `Func#1 ('f') is safe for any args` |
/// | figures | `processed 15 insns`, `stack depth 8` |
enum TraceLines {
  /// The rows of the table above, in their order.
  static func contains(_ pattern: MessagePattern) -> Bool {
    let text = pattern.text
    return text.starts(with: #/[0-9]+: /#)
      || text.starts(with: #/:? ?\([0-9a-f][0-9a-f]\) /#)
      || text.starts(with: #/if [rw][0-9]|(call|goto) |r[0-9]+ [-+*/&|^<>%]*= |\*\(u[0-9]+ \*\)/#)
      || text.starts(with: #/:? ?(R[0-9]+|fp-[0-9]+)(_[a-zA-Z]+)?=/#)
      || text.starts(with: #/mark_precise: |frame ?[0-9]+: /#)
      || text.contains(#/regs=.*stack=|parent state regs=/#)
      || text.starts(with: #/from [0-9]+ to [0-9]+|returning from callee:|to caller at /#)
      || text.contains(#/^Validating |is global and assumed valid|is safe for any args that match/#)
      || text.starts(with: #/processed [0-9]+ insns|stack depth |verification time /#)
  }
}
