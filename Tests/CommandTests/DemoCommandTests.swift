import Foundation
import SamplePrograms
import Testing

#if canImport(FoundationXML)
  import FoundationXML
#endif

/// The case studies as users see them, with as little load as there can be: what comes out is for demos.
@Suite(.serialized, .enabled(if: SamplePrograms.canBeBuilt, "swiftc and clang are not on PATH"))
struct DemoCommandTests {
  private func object(_ ending: Ending) throws -> [String: Any] {
    #expect(ending.status == 0, "\(ending)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    return try #require(object as? [String: Any])
  }

  /// What is written in a plot; nil where that is no XML.
  private func words(ofPlot path: String) -> [String]? {
    final class Texts: NSObject, XMLParserDelegate {
      var texts: [String] = []
      func parser(_ parser: XMLParser, foundCharacters string: String) { texts.append(string) }
    }
    guard let parser = XMLParser(contentsOf: URL(filePath: path)) else { return nil }
    let texts = Texts()
    parser.delegate = texts
    return parser.parse() ? texts.texts : nil
  }

  // MARK: Dispatch

  @Test func dispatchComparesPoliciesOnVirtualCores() throws {
    let folder = try Folder()
    func run() throws -> [String: Any] {
      try object(
        baton(
          "demo", "dispatch", "--cores", "2", "--requests", "4000", "--loads", "0.3,0.8", "--json",
          "--svg", folder.path("")))
    }
    let result = try run()
    #expect(result["world"] as? String == "virtual" && result["servingCores"] as? Int == 2)
    #expect((result["assumptions"] as? String)?.contains("In virtual time") == true)
    let points = try #require(result["points"] as? [[String: Any]])
    #expect(points.map { $0["policy"] as? String } == ["fcfs", "fcfs", "ps", "ps"])
    #expect(points.map { $0["load"] as? Double } == [0.3, 0.8, 0.3, 0.8])
    let tails = try points.map { point in
      let record = try #require(point["record"] as? [String: Any])
      #expect(record["answers"] as? Int == 4_000 && point["lost"] as? Int == 0)
      let stay = try #require(record["shortNanoseconds"] as? [String: Int])
      let slowdown = try #require(record["slowdown"] as? [String: Double])
      #expect(Set(stay.keys) == ["p50", "p99", "p99.9"] && Set(slowdown.keys) == Set(stay.keys))
      #expect(slowdown.values.allSatisfy { $0 >= 1 })
      return try #require(stay["p99"])
    }
    // Behind a long request one waits a good part of a millisecond; in turns, some quanta.
    #expect(tails[1] > 300_000 && tails[3] < tails[1] / 2, "\(tails)")
    let plot = try #require(result["plot"] as? String)
    #expect(plot == folder.path("baton-dispatch.svg"))
    let texts = try #require(words(ofPlot: plot))
    #expect(texts.contains("fcfs") && texts.contains("ps"))
    #expect(texts.contains { $0.contains("In virtual time") })
    // The same again, to the last digit.
    #expect(NSDictionary(dictionary: result) == NSDictionary(dictionary: try run()))
  }

  @Test func dispatchTakesOtherPoliciesAndFiles() throws {
    let ending = try baton(
      "demo", "dispatch", "--cores", "2", "--requests", "500", "--loads", "0.4", "--no-svg",
      "--policies", "dfcfs,\(BatonProcess.root)/Programs/scheduling/ps.swift")
    #expect(ending.status == 0, "\(ending)")
    #expect(ending.output.contains("In virtual time, on 2 virtual serving cores"))
    #expect(ending.output.contains("p99 of short requests at 40 %"))
    #expect(!ending.output.contains("plot:"))
    #expect(ending.errors.contains("measuring dfcfs at 40 % (1 of 2)"))
  }

  /// A dispatcher's queue is where requests have to come to.
  @Test func requestsComeToWhoHandsThemOut() throws {
    func tail(_ steering: String) throws -> Int {
      let result = try object(
        baton(
          "demo", "dispatch", "--cores", "3", "--requests", "4000", "--loads", "0.7", "--policies",
          "jbsq", "--no-svg", "--json", "--steering", steering))
      let point = try #require((result["points"] as? [[String: Any]])?.first)
      let record = try #require(point["record"] as? [String: Any])
      #expect(record["answers"] as? Int == 4_000)
      return try #require((record["shortNanoseconds"] as? [String: Int])?["p99"])
    }
    #expect(try tail("first") < tail("anywhere"))
  }

  @Test func dispatchRunsForReal() throws {
    let folder = try Folder()
    let path = folder.path("real.svg")
    let ending = try baton(
      "demo", "dispatch", "--seconds", "0.2", "--loads", "0.2", "--policies", "fcfs", "--svg", path)
    #expect(ending.status == 0, "\(ending)")
    #expect(ending.output.contains("For real, on the memory device"))
    #expect(ending.output.contains("in gaps"))
    let row = try #require(ending.output.split(separator: "\n").first { $0.hasPrefix("fcfs ") })
    let numbers = row.split(separator: " ").suffix(3).compactMap { Int($0) }
    // 13,378 a second arrive; on a busy machine some are lost, or fall into gaps.
    #expect(numbers.count == 3 && (1_000..<4_500).contains(numbers.reduce(0, +)), "\(row)")
    #expect(ending.output.hasSuffix("plot: \(path)\n"))
    #expect(words(ofPlot: path) != nil)
  }

  // MARK: Scaling

  @Test func scalingFollowsTheLoad() throws {
    let folder = try Folder()
    let path = folder.path("scaling.svg")
    let result = try object(
      baton("demo", "scaling", "--cores", "4", "--seconds", "0.08", "--json", "--svg", path))
    let policies = try #require(result["policies"] as? [[String: Any]])
    #expect(
      policies.map { $0["policy"] as? String }
        == ["dedicated", "spreading", "compacting", "shenango"])
    for policy in policies {
      let windows = try #require(policy["windows"] as? [[String: Any]])
      #expect(windows.count == 80 && policy["lost"] as? Int == 0 && policy["fault"] == nil)
      let held = try #require(policy["heldCores"] as? Double)
      let givenBack = try #require(policy["givenBack"] as? Double)
      let (idle, free) = try (
        #require(policy["idle"] as? Double), #require(policy["free"] as? Double)
      )
      #expect(abs(held / 4 + givenBack - 1) < 1e-9)
      #expect(abs(givenBack + idle - free) < 1e-9, "\(policy)")
      #expect(windows.allSatisfy { (0...4).contains($0["heldCores"] as? Double ?? -1) })
    }
    #expect(policies[0]["heldCores"] as? Double == 4 && policies[0]["moves"] as? Int == 0)
    #expect(try #require(policies[2]["heldCores"] as? Double) < 3.5)
    let texts = try #require(words(ofPlot: path))
    for text in ["offered load", "compacting", "cores held", "virtual time", "80 ms"] {
      #expect(texts.contains(text), "\(text)")
    }
  }

  @Test func scalingShowsATable() throws {
    let ending = try baton(
      "demo", "scaling", "--cores", "2", "--seconds", "0.01", "--shape", "steps", "--no-svg",
      "--policies", "dedicated,\(BatonProcess.root)/Programs/scaling/compacting.swift")
    #expect(ending.status == 0, "\(ending)")
    for text in ["In virtual time", "could be lent", "dedicated           2.00         0 %"] {
      #expect(ending.output.contains(text), "\(ending.output)")
    }
    #expect(ending.errors.contains("running dedicated (1 of 2)"))
  }

  @Test func scalingRunsForReal() throws {
    let folder = try Folder()
    let path = folder.path("real.svg")
    let result = try object(
      baton(
        "demo", "scaling", "--real", "--cores", "1", "--seconds", "0.4", "--peak", "0.3",
        "--policies", "spreading,compacting", "--json", "--svg", path))
    #expect(result["world"] as? String == "real" && result["cores"] as? Int == 1)
    let policies = try #require(result["policies"] as? [[String: Any]])
    #expect(policies.count == 2)
    for policy in policies {
      // Of a day with 30,000 a second at its peak, half of these in the mean; on a busy machine some are lost, or in gaps.
      let counts = ["requests", "inGaps", "lost"].map { policy[$0] as? Int ?? -1 }
      #expect(counts.allSatisfy { $0 >= 0 }, "\(policy)")
      #expect((5_000..<7_500).contains(counts.reduce(0, +)), "\(counts)")
      #expect(policy["fault"] == nil && policy["policyShareOfItsCore"] == nil)
      let (held, lent) = try (
        #require(policy["heldCores"] as? Double), #require(policy["lent"] as? Double)
      )
      #expect((0...1.001).contains(held) && lent > 0, "\(held), \(lent)")
      #expect(try #require(policy["windows"] as? [Any]).count > 1)
    }
    let texts = try #require(words(ofPlot: path))
    for text in ["cores lent", "offered load", "compacting"] { #expect(texts.contains(text)) }
  }

  @Test func scalingForRealNeedsProcessors() throws {
    let ending = try baton("demo", "scaling", "--real", "--cores", "64")
    #expect(ending.status == 2 && ending.errors.contains("needs 65 processors"), "\(ending)")
  }

  // MARK: Ends

  @Test(arguments: [
    ["scaling", "--seconds", "60", "--policies", "dedicated"],
    ["dispatch", "--seconds", "60", "--policies", "fcfs"],
    ["dispatch", "--requests", "10000000", "--cores", "2", "--policies", "fcfs"],
  ])
  func ctrlCEndsWithWhatThereIs(_ arguments: [String]) throws {
    let process = try BatonProcess(["demo"] + arguments + ["--no-svg", "--json"])
    #expect(process.says(arguments[0] == "scaling" ? "running" : "measuring"))
    usleep(500_000)
    process.send(SIGINT)
    let result = try object(process.waitForEnd())
    #expect(result["stoppedBy"] as? String == "SIGINT")
    let results = (result["policies"] ?? result["points"]) as? [[String: Any]]
    #expect(results?.count == 1, "\(result)")
  }

  @Test func whatMakesNoSenseIsBadInput() throws {
    let echo = try EchoObject()
    for (arguments, words) in [
      (
        ["dispatch", "--policies", "nobody"], "nobody: there is no such policy; there are admission"
      ),
      (["dispatch", "--policies", "fcfs,"], "--policies fcfs,"),
      (["dispatch", "--policies", "/nowhere.o"], "no such file"),
      (["dispatch", "--policies", "ps,fcfs,ps"], "ps: two policies have this name"),
      (["dispatch", "--loads", "0.5,x"], "--loads 0.5,x"),
      (["dispatch", "--loads", "3"], "--loads 3"),
      (["dispatch", "--cores", "0"], "--cores 0"),
      (["dispatch", "--cores", "64"], "--cores 64"),
      (["dispatch", "--seconds", "0"], "--seconds 0"),
      (["dispatch", "--requests", "1"], "--requests 1"),
      (["dispatch", "--svg", "a", "--no-svg"], "give --svg or --no-svg"),
      (["scaling", "--policies", "nobody"], "there are compacting, compacting_lines, dedicated"),
      (["scaling", "--policies", echo.path], echo.path),
      (["scaling", "--cores", "65"], "--cores 65"),
      (["scaling", "--peak", "0"], "--peak 0"),
      (["scaling", "--service", "0"], "--service 0"),
      (["scaling", "--dwell=-1"], "--dwell -1"),
      (["scaling", "--target=-1"], "--target -1"),
      (["scaling", "--seconds", "0"], "--seconds 0"),
      (["scaling", "--shape", "round"], "round"),
      (
        [
          "scaling", "--cores", "1", "--seconds", "0.002", "--policies", "dedicated", "--svg",
          "/nowhere/plot.svg",
        ], "--svg /nowhere/plot.svg"
      ),
    ] {
      let ending = try BatonProcess(["demo"] + arguments).waitForEnd()
      #expect(ending.status == 2 && !ending.isSignal, "\(arguments): \(ending)")
      #expect(ending.errors.contains(words), "\(arguments): \(ending.errors)")
    }
  }

  @Test func aRefusedPolicyIsRefused() throws {
    let echo = try EchoObject()
    let object = try echo.compile(
      """
      SEC("policy") u64 hasty(struct policy_ctx *ctx) { return *(u64 *)0; }
      """)
    let ending = try baton("demo", "scaling", "--policies", object, "--no-svg")
    #expect(ending.status == 1, "\(ending)")
    #expect(ending.errors.contains("refused"), "\(ending.errors)")
  }
}
