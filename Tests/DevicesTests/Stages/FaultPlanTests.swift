import Devices
import Testing

@Suite struct FaultPlanTests {
  @Test func eachFaultIsRead() throws {
    let plan = try FaultPlan(
      parsing: "loss=1%,dup=0.05%,corrupt=500ppm,reorder=100%,overtakers=7,delay=2ms±500us,"
        + "rate=1.5Mbit,limit=64,seed=18446744073709551615")
    var faults = Faults()
    faults.loss = Probability(partsPerMillion: 10_000)
    faults.duplication = Probability(partsPerMillion: 500)
    faults.corruption = Probability(partsPerMillion: 500)
    faults.reordering = Probability(partsPerMillion: 1_000_000)
    faults.overtakerCountMax = 7
    faults.delayNanoseconds = 2_000_000
    faults.jitterNanoseconds = 500_000
    faults.bitsPerSecond = 1_500_000
    faults.packetCountMax = 64
    #expect(plan.received == faults)
    #expect(plan.transmitted == faults)
    #expect(plan.seed == .max)
  }

  @Test func directionsHaveTheirOwn() throws {
    let plan = try FaultPlan(parsing: "faults:loss=2%,out.loss=0%,in.delay=7ns+-0.003us,seed=3")
    #expect(plan.received.loss.partsPerMillion == 20_000)
    #expect(plan.transmitted.loss == .never)
    #expect(plan.received.delayNanoseconds == 7 && plan.received.jitterNanoseconds == 3)
    #expect(plan.transmitted.delayNanoseconds == 0)
    #expect(plan.seed == 3)
  }

  @Test(arguments: [
    ("delay=1s", 1_000_000_000), ("delay=3µs", 3000), ("delay=1000s", 1_000_000_000_000),
  ])
  func delaysHaveUnits(_ text: String, _ nanoseconds: UInt64) throws {
    #expect(try FaultPlan(parsing: text).received.delayNanoseconds == nanoseconds)
  }

  @Test(arguments: [
    ("", "“”: not a fault and its value"),
    ("loss", "“loss”: not a fault and its value"),
    ("loss=1%,", "“”: not a fault and its value"),
    ("lost=1%", "“lost=1%”: there is no such fault; there are loss=1%, dup="),
    ("in.seed=1", "“in.seed=1”: there is no such fault"),
    ("loss=1", "“loss=1”: not a probability; give a percentage such as 1%"),
    ("loss=%", "not a probability"), ("loss=-1%", "not a probability"),
    ("loss=101%", "not a probability"), ("loss=1e0%", "not a probability"),
    ("loss=nan%", "not a probability"), ("loss=1.2.3%", "not a probability"),
    ("dup=1000001ppm", "not a probability"),
    ("delay=2", "not a delay; give a time such as 50us"), ("delay=ms", "not a delay"),
    ("delay=1001s", "not a delay"), ("delay=99999999999999999999s", "not a delay"),
    ("delay=1ms±", "not a delay"), ("delay=1ms±2ms", "the jitter is more than the delay"),
    ("rate=10", "not a rate; give the bits of a second"), ("rate=0bit", "not a rate"),
    ("limit=0", "“limit=0”: give a number from 1 to 65536"),
    ("overtakers=65", "give a number from 1 to 64"),
    ("seed=-1", "give a number from 0 to 18446744073709551615"),
  ])
  func whatIsWrongIsSaid(_ text: String, _ words: String) {
    let error = #expect(throws: FaultSyntaxError.self) { try FaultPlan(parsing: text) }
    #expect(error?.description.contains(words) == true, "\(error.map(String.init) ?? "")")
  }
}
