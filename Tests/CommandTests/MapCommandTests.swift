import Foundation
import Testing
import Wire

/// `map` beside a running instance, and what else a user may say of an object before it runs.
@Suite struct MapCommandTests {
  private static let counter = """
    BATON_MAP(counts, HASH, u32, u64, 16);
    struct {
      int(*type)[BPF_MAP_TYPE_QUEUE];
      int(*max_entries)[2];
      int(*value_size)[4];
    } waiting SEC(".maps");
    volatile const u32 limit = 5;
    SEC("xdp") int count(struct xdp_md *ctx) {
      u32 key = limit;
      u64 one = 1;
      u64 *count = bpf_map_lookup_elem(&counts, &key);
      if (count) *count += 1;
      if (!count) bpf_map_update_elem(&counts, &key, &one, BPF_ANY);
      bpf_map_push_elem(&waiting, &key, BPF_ANY);
      bpf_printk("limit %u", limit);
      return XDP_PASS;
    }
    """

  @Test func aRunningInstanceShowsItsMaps() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.counter)
    let socket = echo.folder.path("control.sock")
    let instance = try BatonProcess([
      "run", object, "--device", "memory", "--seconds", "60", "--control", socket,
    ])
    #expect(instance.says("serving memory"))
    func map(_ words: String...) throws -> Ending {
      try BatonProcess(["map"] + words + ["--instance", socket]).waitForEnd()
    }
    let list = try map("list")
    #expect(list.output.contains("counts") && list.output.contains("queue"), "\(list)")
    #expect(try map("update", "counts", "3", "0x1ff").status == 0)
    #expect(try map("update", "counts", "hex:ff000000", "hex:0100000000000000").status == 0)
    #expect(try map("lookup", "counts", "3").output == "ff01000000000000\n")
    let dump = try map("dump", "counts").output.split(separator: "\n").sorted()
    #expect(dump == ["03000000: ff01000000000000", "ff000000: 0100000000000000"])
    #expect(try map("delete", "counts", "3").status == 0)
    let missing = try map("lookup", "counts", "3", "--json")
    #expect(missing.status == 1 && missing.output.contains("null"))
    #expect(try map("push", "waiting", "7").status == 0)
    #expect(try map("pop", "waiting").output == "07000000\n")
    #expect(try map("pop", "waiting").status == 1)
    for words in [
      ["update", "counts", "hex:01", "2"], ["lookup", "others", "2"], ["push", "counts", "3"],
      ["update", "counts", "0x100000000", "2"], ["update", "counts", "3", "hex:0"],
      ["delete", "counts", "9"], ["update", "waiting", "0", "1"],
    ] {
      let ending = try BatonProcess(["map"] + words + ["--instance", socket]).waitForEnd()
      #expect(ending.status == 2 && !ending.message.isEmpty, "\(words): \(ending)")
    }
    instance.send(SIGINT)
    #expect(instance.waitForEnd().status == 0)
    #expect(!FileManager.default.fileExists(atPath: socket))
    #expect(try map("list").status == 2)
  }

  /// Somebody who says nothing, or nonsense, doesn't keep the instance from ending or from serving.
  @Test func nonsenseIsAnswered() throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.counter)
    let socket = echo.folder.path("control.sock")
    let instance = try BatonProcess([
      "run", object, "--device", "memory", "--seconds", "60", "--control", socket,
    ])
    #expect(instance.says("serving memory"))
    let nonsense = Process()
    nonsense.executableURL = URL(filePath: "/usr/bin/env")
    nonsense.arguments = [
      "bash", "-c", "printf '{\"maps\":3}\n' | nc -N -U \(socket); (sleep 20 | nc -U \(socket)) & ",
    ]
    let output = Pipe()
    nonsense.standardOutput = output
    try nonsense.run()
    nonsense.waitUntilExit()
    let second = try BatonProcess([
      "run", object, "--device", "memory", "--control", socket, "--seconds", "0",
    ])
    .waitForEnd()
    #expect(second.errors.contains("without a control socket"), "\(second.errors)")
    instance.send(SIGTERM)
    #expect(instance.waitForEnd().status == 0)
  }

  @Test(arguments: ["jit", "interpreter"])
  func variablesAndTracesReachTheProgram(_ engine: String) throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.counter)
    let packet = [UInt8](repeating: 0, count: 60)
    let record = PcapFile.ethernet.recordHeader(nanoseconds: 9, byteCount: packet.count) + packet
    let capture = try echo.folder.write(PcapFile.ethernet.header + record + record, to: "in.pcap")
    let ending = try baton(
      "run", object, "--pcap", capture, "--maps", "--set", "limit=0x11", "--engine", engine,
      "--times")
    #expect(ending.status == 0, "\(ending.errors)")
    #expect(ending.output.contains("  11000000: 0200000000000000"), "\(ending.output)")
    #expect(
      ending.output.split(separator: "\n").contains { $0.hasPrefix("count     xdp     2") },
      "\(ending.output)")
    let lines = ending.errors.split(separator: "\n").filter { $0.hasSuffix(": limit 17") }
    #expect(lines.count == 2 && lines.allSatisfy { $0.hasPrefix("trace: worker 0, ") }, "\(lines)")
    for words in ["limit", "other=1", "limit=hex:01", "limit=-3000000000", "limit=x"] {
      let bad = try baton("verify", object, "--set", words)
      #expect(bad.status == 2, "\(words): \(bad)")
    }
    #expect(try baton("objdump", object).output.contains("limit"))
  }

  @Test func objectsForTheKernelHaveNothingOfOurs() throws {
    let echo = try EchoObject()
    #expect(try baton("build", echo.source, "--kernel", "-o", echo.folder.path("k.o")).status == 1)
  }
}
