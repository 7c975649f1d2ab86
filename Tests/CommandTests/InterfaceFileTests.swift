import Foundation
import Testing

/// Interfaces that a user gives: what is wrong with one is said with its line, and nothing is judged by it.
@Suite struct InterfaceFileTests {
  /// An interface of one type, with one more function, which is on line 6.
  private static func header(_ function: String) -> String {
    """
    #include "baton.h"
    struct __destructor("thing_put") __states("Open, Closed") thing { u64 lock __opaque; };
    __contract("(own thing<'t>) -> consumed 't") void thing_put(struct thing *t);
    __contract("() -> own thing<'t>?") struct thing *thing_get(void);

    \(function)
    """
  }

  private static let program = """
    #include "thing.h"
    __program("datapath") int idle(struct xdp_md *ctx) { return 1; }
    """

  private func verify(_ function: String) throws -> Ending {
    let folder = try Folder()
    let header = try folder.write(Array(Self.header(function).utf8), to: "thing.h")
    let program = try folder.write(Array(Self.program.utf8), to: "program.c")
    return try BatonProcess(["verify", program, "--interface", header]).waitForEnd()
  }

  @Test func aGoodInterfaceIsTaken() throws {
    let function = """
      __contract("(thing<Open,'t>) -> thing<Closed,'t> on 0 | thing<Open,'t> on <0")
      int thing_close(struct thing *t);
      """
    let ending = try verify(function)
    #expect(ending.status == 0, "\(ending)")
  }

  @Test(
    arguments: [
      ("(thing<Opened,'t>)", 13, "the state “Opened” of “thing” is declared nowhere"),
      ("(thing<Open,'t)", 27, "expected “>”"),
      ("(nothing<'t>)", 13, "the type “nothing” is declared nowhere"),
      ("(thing<'t>) -> consumed 't", 13, "'t is consumed, but not owned"),
      ("(thing<Open,'t>) -> thing<Closed,'t> on <", 54, "expected a number"),
      ("(thing<Open,Closed,'t>)", 13, "no “thing” is in several states of one machine"),
      ("(own thing<'t>) -> consumed 't, thing<Open,'t>", 13, "'t is consumed, and kept"),
      ("(thing<'t>) -> thing<Open|Closed,'t>", 13, "in one state, and not in any of Open|Closed"),
      ("(thing<'t>) -> thing<Open,'t> on 0 | thing<Closed,'t> on <= 0", 13, "two outcomes"),
    ])
  func whatIsWrongWithAContractIsSaidWithItsPlace(
    _ contract: String, _ column: Int, _ words: String
  ) throws {
    let ending = try verify("__contract(\"\(contract)\") int wrong(struct thing *t);")
    #expect(ending.status == 2 && ending.output.isEmpty, "\(ending)")
    #expect(ending.errors.contains("thing.h:6:\(column): wrong: "), "\(ending)")
    #expect(ending.errors.contains(words), "\(ending)")
  }

  @Test(
    arguments: [
      (#"__acquires_lock("'t::guard")"#, "“thing” has no field “guard”"),
      (#"__acquires_lock("thing<'u>::lock")"#, "no parameter is an instance 'u"),
      (#"__requires_lock("'t::lock") __excludes_lock("'t::lock")"#, "is required, and excluded"),
      (#"__requires_lock("thing::lock")"#, "thing::lock may be any"),
      (#"__excludes_lock("thing::guard")"#, "“thing” has no field “guard”"),
      (#"__excludes_lock("other::lock")"#, "the type “other” is declared nowhere"),
      (#"__roles("nobody")"#, "the role “nobody” is declared nowhere"),
      (#"__annotation("nonsense")"#, "no such annotation here"),
      (#"__contract("(_)")"#, "the second annotation of its kind"),
    ])
  func whatIsWrongWithAClauseIsSaid(_ clause: String, _ words: String) throws {
    let ending = try verify(
      "__contract(\"(thing<'t>)\") \(clause) void wrong(struct thing *t);")
    #expect(ending.status == 2 && ending.output.isEmpty, "\(ending)")
    #expect(ending.errors.contains("thing.h:6:"), "\(ending)")
    #expect(ending.errors.contains(words), "\(ending)")
  }

  @Test func whatCDoesNotTakeIsClangsToSay() throws {
    let ending = try verify("struct thing { u64 other; };")
    #expect(ending.status == 2 && ending.errors.contains("redefinition of 'thing'"), "\(ending)")
    let missing = try BatonProcess(["verify", "x.o", "--interface", "missing.h"]).waitForEnd()
    #expect(missing.status == 2 && missing.errors.contains("missing.h"), "\(missing)")
  }
}
