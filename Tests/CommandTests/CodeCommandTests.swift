import Foundation
import Testing
import Wire

/// `asm`, `disasm`, `exec`, `objdump`, and `run` over capture files.
@Suite struct CodeCommandTests {
  @Test func assemblyIsPrintedAsHexAndBack() throws {
    let folder = try Folder()
    let source = try folder.write(
      Array("mov %r0, 42\nr0 += r2\nexit\n".utf8), to: "add.s")
    let assembled = try baton("asm", source)
    #expect(assembled.status == 0)
    #expect(assembled.output == "b70000002a0000000f200000000000009500000000000000\n")
    let hex = try folder.write(Array(assembled.output.utf8), to: "add.hex")
    let text = try baton("disasm", hex)
    #expect(text.output == "  0: r0 = 0x2a\n  1: r0 += r2\n  2: exit\n")
    let broken = try folder.write(Array("mov %r0 42\n".utf8), to: "broken.s")
    let refused = try baton("asm", broken)
    #expect(refused.status == 2)
    #expect(refused.message.hasPrefix("baton: \(broken):1:9: expected ','"), "\(refused.message)")
  }

  @Test(arguments: ["jit", "interpreter"])
  func execIsExact(_ engine: String) throws {
    let folder = try Folder()
    func exec(_ memory: String, _ source: String, _ options: String...) throws -> Ending {
      let file = try folder.write(Array(source.utf8), to: "program.s")
      return try BatonProcess(
        ["exec", memory, "--asm", file, "--engine", engine] + options
      ).waitForEnd()
    }
    let sum = "ldxb %r0, [%r1+0]\nldxb %r3, [%r1+1]\nadd %r0, %r3\nexit\n"
    #expect(try exec("aa 0B", sum).output == "b5\n")
    #expect(try exec("", "mov %r0, %r2\nexit\n").output == "0\n")
    #expect(try exec("", "mov %r0, -1\nexit\n").output == "ffffffffffffffff\n")
    let refused = try exec("aa", sum)
    #expect(refused.status == 1 && refused.output.isEmpty)
    #expect(refused.message.contains("invalid access to memory, mem_size=1 off=1 size=1"))
    #expect(try exec("aa01", sum, "--unsafe-unverified").output == "ab\n")
    for (memory, source) in [("a", sum), ("0x", sum), ("", ""), ("", "ja +5\nexit\n")] {
      let bad = try exec(memory, source)
      #expect(bad.status == 2 && bad.output.isEmpty, "\(bad)")
      #expect(bad.errors.split(separator: "\n").count == 1, "\(bad.errors)")
    }
  }

  @Test func objdumpShowsProgramsAndMaps() throws {
    let echo = try EchoObject()
    let text = try baton("objdump", echo.path)
    for word in ["echo", "datapath", "classes", "array", "expects: ", "co_await"] {
      #expect(text.output.contains(word), "\(text.output)")
    }
    let json = try baton("objdump", echo.path, "--json")
    let object = try JSONSerialization.jsonObject(with: Data(json.output.utf8))
    let maps = try #require((object as? [String: Any])?["maps"] as? [[String: Any]])
    #expect(maps.map { $0["name"] as? String } == ["classes", "waits"])
    #expect(try baton("objdump", echo.folder.path("missing.o")).status == 2)
  }

  /// Drops packets of type 1, aborts on 2, sends 3 back with its type changed, passes the rest.
  private static let filter = """
    BATON_MAP(counts, ARRAY, u32, u64, 4);
    SEC("xdp") int filter(struct xdp_md *ctx) {
      u8 *data = (void *)(long)ctx->data;
      if (data + 15 > (u8 *)(long)ctx->data_end) return XDP_DROP;
      u32 key = data[14] & 3;
      u64 *count = bpf_map_lookup_elem(&counts, &key);
      if (count) *count += 1;
      if (key == 1) return XDP_DROP;
      if (key == 2) return 77;
      if (key != 3) return XDP_PASS;
      data[14] = 0xee;
      return XDP_TX;
    }
    """

  private func packet(_ type: UInt8, _ count: Int = 60) -> [UInt8] {
    Array(repeating: 0x11, count: 14) + [type] + Array(repeating: 0, count: count - 15)
  }

  @Test(arguments: ["jit", "interpreter"])
  func aProgramRunsOverACapture(_ engine: String) throws {
    let echo = try EchoObject()
    let object = try echo.compile(Self.filter)
    let packets = [packet(0), packet(1), packet(2), packet(3), packet(4), packet(0, 4000)]
    let file = packets.reduce(PcapFile.ethernet.header) {
      $0 + PcapFile.ethernet.recordHeader(nanoseconds: 9, byteCount: $1.count) + $1
    }
    let capture = try echo.folder.write(file, to: "in.pcap")
    let output = echo.folder.path("out.pcap")
    let ending = try baton(
      "run", object, "--pcap", capture, "--out", output, "--maps", "--json", "--engine", engine)
    #expect(ending.status == 0, "\(ending.errors)")
    let result = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(result as? [String: Any])
    #expect(
      report["actions"] as? [String: Int]
        == ["aborted": 1, "drop": 1, "pass": 2, "tx": 1, "redirect": 0])
    #expect(report["tooLong"] as? Int == 1)
    let maps = try #require(report["maps"] as? [[String: Any]])
    let entries = try #require(maps[0]["entries"] as? [[String: String]])
    #expect(entries[0]["value"] == "0200000000000000")
    let written = [UInt8](try #require(FileManager.default.contents(atPath: output)))
    var changed = packet(3)
    changed[14] = 0xee
    let expected = [packet(0), changed, packet(4)].reduce(PcapFile.ethernet.header) {
      $0 + PcapFile.ethernet.recordHeader(nanoseconds: 9, byteCount: $1.count) + $1
    }
    #expect(written == expected)

    let cut = try echo.folder.write(Array(file.prefix(200)), to: "cut.pcap")
    let partial = try baton("run", object, "--pcap", cut, "--engine", engine)
    #expect(partial.status == 2)
    #expect(partial.output.hasPrefix("packets   2\n"), "\(partial.output)")
    #expect(partial.message.contains("cut.pcap: cut off at octet 192"), "\(partial.message)")
  }
}
