import Foundation
import Testing

/// `baton contracts`: what is odd about an interface, and how it is shown.
@Suite struct ContractsCommandTests {
  /// A door that can be opened and locked, with one more declaration, which begins on line 10.
  private static func door(_ more: String) -> String {
    """
    #include "baton.h"
    struct __destructor("door_put") __states("Shut, Open") __final("Shut") door { u64 lock __opaque; };
    __contract("() -> own door<'d>?") struct door *door_get(void);
    __contract("(own door<'d>) -> consumed 'd") void door_put(struct door *d);
    __contract("(door<Shut,'d>) -> door<Open,'d>") void door_open(struct door *d);
    __contract("(door<Open,'d>) -> door<Shut,'d>") void door_shut(struct door *d);
    __contract("(door<'d>)") __acquires_lock("'d::lock") void door_lock(struct door *d);
    __contract("(door<'d>)") __releases_lock("'d::lock") void door_unlock(struct door *d);

    \(more)
    """
  }

  private func lint(_ header: String) throws -> Ending {
    let folder = try Folder()
    let path = try folder.write(Array(header.utf8), to: "door.h")
    return try BatonProcess(["contracts", "lint", path]).waitForEnd()
  }

  @Test(arguments: ["baton", "linux"])
  func nothingIsOddAboutTheInterfacesThatShip(_ name: String) throws {
    let ending = try BatonProcess(["contracts", "lint", name]).waitForEnd()
    #expect(ending.status == 0 && ending.output == "nothing is odd\n", "\(ending)")
  }

  @Test func nothingIsOddAboutTheDoor() throws {
    let ending = try lint(Self.door(""))
    #expect(ending.status == 0, "\(ending)")
  }

  @Test(
    arguments: [
      (
        #"struct __states("Up, Down") lift { u64 n; };"#
          + #" __contract("(lift<Down,'l>)") void ride(struct lift *l);"#,
        [
          "no call brings a “lift” into the state “Down”", "in the state that ride needs",
          "no role can call ride: none that may has lift",
        ]
      ),
      (
        #"struct gate { u64 lock __opaque; }; __contract("() -> gate<'g>?") struct gate *gate_get(void);"#
          + #" __contract("(gate<'g>)") __acquires_lock("'g::lock") void gate_lock(struct gate *g);"#,
        ["no call gives gate::lock up again"]
      ),
      (
        #"struct gate { u64 lock __opaque; }; __contract("() -> gate<'g>?") struct gate *gate_get(void);"#
          + #" __contract("(gate<'g>)") __requires_lock("'g::lock") void pass(struct gate *g);"#,
        ["pass needs gate::lock, which no call takes"]
      ),
      (
        #"struct token { u64 n; }; __contract("(token<'k>)") void turn(struct token *k);"#,
        ["no role can call turn: none that may has token"]
      ),
      (
        #"__contract("(door<Shut,'d>)") __lock_order("door::lock, a::b") void f(struct door *d);"#
          + #" __contract("(door<Shut,'d>)") __lock_order("a::b, door::lock") void g(struct door *d);"#,
        ["make a cycle: a::b < door::lock < a::b"]
      ),
    ])
  func whatIsOddIsSaidWithItsLine(_ more: String, _ messages: [String]) throws {
    let ending = try lint(Self.door(more))
    #expect(ending.status == 1, "\(ending)")
    let lines = ending.output.split(separator: "\n")
    #expect(lines.count == messages.count, "\(ending)")
    for (line, message) in zip(lines, messages) {
      #expect(line.contains(message), "\(ending)")
      #expect(message.contains("cycle") || line.contains("door.h:10: "), "\(ending)")
    }
  }

  /// Without the one call that shuts it, an open door stays so for ever.
  @Test func statesThatAreNeverLeftAreOdd() throws {
    let shut = #"__contract("(door<Open,'d>) -> door<Shut,'d>") void door_shut(struct door *d);"#
    let ending = try lint(Self.door("").replacing(shut, with: ""))
    #expect(ending.status == 1, "\(ending)")
    #expect(
      ending.output.contains("door.h:2: no call takes a “door” out of the state “Open”"),
      "\(ending)")
  }

  @Test func anInterfaceIsShown() throws {
    let folder = try Folder()
    let path = try folder.write(Array(Self.door("").utf8), to: "door.h")
    let shown = try BatonProcess(["contracts", "show", path]).waitForEnd()
    #expect(shown.status == 0)
    #expect(
      shown.output.contains("  door: plain, disposed of by door_put, final in Shut\n"), "\(shown)")
    #expect(shown.output.contains("    Open ── door_shut ─▶ Shut\n"), "\(shown)")
    #expect(shown.output.contains("  door_lock: (door<'d>) acquires 'd::lock\n"), "\(shown)")
    let dot = try BatonProcess(["contracts", "show", path, "--dot"]).waitForEnd()
    #expect(dot.output.contains("digraph door {"), "\(dot)")
    #expect(dot.output.contains("  Shut -> Open [label=\"door_open\"];"), "\(dot)")
    let json = try BatonProcess(["contracts", "show", path, "--json"]).waitForEnd()
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8)) as? [String: Any]
    let types = try #require(object?["types"] as? [[String: Any]])
    let door = try #require(types.first { $0["name"] as? String == "door" })
    #expect(door["final"] as? [String] == ["Shut"])
  }
}

/// `baton contracts coverage`: each clause of Baton's own contracts, broken by itself.
@Suite(.serialized) struct ContractsCoverageTests {
  @Test func everyClauseOfBatonsContractsIsCovered() throws {
    let ending = try BatonProcess(["contracts", "coverage", "--json"]).waitForEnd()
    #expect(ending.status == 0, "\(ending.output)")
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(ending.output.utf8)) as? [String: Any])
    let clauses = try #require(object["clauses"] as? [[String: String]])
    #expect(clauses.count > 200)
    let open = clauses.filter { $0["state"] != "covered" }
    // Where a tail call returns, it has moved nothing.
    #expect(
      open.map { $0["clause"] } == [
        "bpf_tail_call: argument 1 afterwards, moved", "queue_to_socket: argument 2, instance",
      ])
    #expect(object["wronged"] as? [String] == [])
  }

  /// Of one function, in a file that has programs of another one already: those stay, and are joined, or replaced.
  @Test func programsOfOneFunctionAreKept() throws {
    let folder = try Folder()
    let path = folder.path("kept.c")
    func keep(_ function: String) throws -> [String] {
      let ending = try BatonProcess([
        "contracts", "coverage", "--function", function, "--keep", path,
      ]).waitForEnd()
      #expect(ending.status == 0, "\(ending.output)\(ending.errors)")
      #expect(ending.output.contains("deletions are noticed"))
      return folder.text("kept.c").split(separator: "\n//@ ").dropFirst().map(String.init)
    }
    let first = try keep("bpf_spsc_push")
    #expect(!first.isEmpty && first.allSatisfy { $0.contains("bpf_spsc_push(") })
    let both = try keep("bpf_handles_push")
    #expect(Array(both.prefix(first.count)) == first)
    #expect(both.count > first.count)
    let again = try keep("bpf_handles_push")
    #expect(again.count == both.count && Array(again.prefix(first.count)) == first)
    let ending = try BatonProcess([
      "contracts", "coverage", "--function", "bpf_handles_push", "--kept", path,
    ]).waitForEnd()
    #expect(ending.status == 0, "\(ending.output)")
  }

  @Test func whatIsNotExportedIsNotCovered() throws {
    let ending = try BatonProcess(["contracts", "coverage", "--function", "main"]).waitForEnd()
    #expect(ending.status == 2)
    #expect(ending.errors.contains("Baton exports no such function"), "\(ending.errors)")
  }
}
