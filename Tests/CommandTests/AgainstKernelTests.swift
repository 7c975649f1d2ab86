import Foundation
import Testing

private let canLoad = geteuid() == 0 && ProcessInfo.processInfo.environment["CI"] == nil

/// `baton verify --against-kernel` asks the running kernel, which takes programs from root only.
@Suite(.enabled(if: canLoad, "only root may load programs into the kernel, and CI doesn't"))
struct AgainstKernelTests {
  private static let source = """
    typedef unsigned int u32;
    typedef unsigned long long u64;
    #define SEC(name) __attribute__((section(name), used))
    #define EXPECT(text) __attribute__((btf_decl_tag("comment:test_" text)))
    static void *(*const lookup)(void *, const void *) = (void *)1;
    static long (*const lock)(void *) = (void *)93;
    static long (*const unlock)(void *) = (void *)94;
    struct bpf_spin_lock { u32 value; };
    struct counter { struct bpf_spin_lock lock; u32 count; };
    struct {
      int (*type)[1];
      int (*max_entries)[1];
      u32 *key;
      struct counter *value;
    } counters SEC(".maps");
    char text_of_license[] SEC("license") = "GPL";

    __attribute__((noinline)) int twice(int number) { return 2 * number; }

    EXPECT("expect_success")
    SEC("xdp") int counting(void *ctx) {
      u32 key = 0;
      struct counter *counter = lookup(&counters, &key);
      if (!counter) return 1;
      lock(&counter->lock);
      counter->count++;
      unlock(&counter->lock);
      return twice(1);
    }
    EXPECT("expect_failure")
    SEC("xdp") int hasty(void *ctx) {
      u32 key = 0;
      struct counter *counter = lookup(&counters, &key);
      return counter->count;
    }
    SEC("?socket") int filtering(void *ctx) { return 0; }
    EXPECT("expect_success_unpriv")
    SEC("tracepoint/syscalls/sys_enter_nanosleep") int traced(void *ctx) { return 0; }
    SEC("freplace/other") int replacing(void *ctx) { return 0; }
    SEC("no_such_section") int lost(void *ctx) { return 0; }
    """

  private func compiled(in folder: Folder) throws -> String {
    let source = try folder.write(Array(Self.source.utf8), to: "kernel.c")
    let ending = try baton("build", source, "--kernel", "-o", folder.path("kernel.o"))
    try #require(ending.status == 0, "\(ending.errors)")
    return folder.path("kernel.o")
  }

  @Test func threeColumnsForEachProgram() throws {
    let folder = try Folder()
    let ending = try baton("verify", "--against-kernel", "--json", try compiled(in: folder))
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any], "\(ending)")
    let programs = try #require(report["programs"] as? [[String: Any]])
    let byName = Dictionary(
      uniqueKeysWithValues: programs.map { ($0["name"] as? String ?? "", $0) })
    func words(_ name: String) -> [String?] {
      ["annotation", "kernel"].map { byName[name]?[$0] as? String }
    }
    // Types, a lock, a global function and a map: all of them have come over.
    #expect(words("counting") == ["accept", "accept"], "\(byName["counting"] ?? [:])")
    #expect(words("hasty") == ["reject", "reject"])
    let reason = byName["hasty"]?["kernelReason"] as? String
    #expect(reason?.contains("invalid mem access 'map_value_or_null'") == true, "\(reason ?? "")")
    #expect(byName["hasty"]?["kernelMicroseconds"] is Int)
    #expect(byName["counting"]?["kernelMicroseconds"] is Int)
    #expect(words("filtering") == ["accept", "accept"], "silence means success")
    #expect(words("traced") == [nil, "accept"])
    #expect(words("replacing") == ["accept", "unavailable"])
    #expect(words("lost") == ["accept", "unavailable"])
    let agreements = try #require(report["agreements"] as? [String: [String: Int]])
    #expect(agreements["kernelAnnotation"] == ["count": 3, "total": 3])
    #expect(agreements["batonKernel"]?["total"] == 4)
  }

  @Test func peopleSeeATable() throws {
    let folder = try Folder()
    let ending = try baton("verify", "--against-kernel", try compiled(in: folder))
    for word in ["annotation", "this kernel", "Baton", "kernel's µs", "no: it replaces a function"]
    {
      #expect(ending.output.contains(word), "\(ending.output)")
    }
    #expect(ending.output.contains("this kernel and the annotation: 3 of 3"))
    #expect(ending.output.contains("not loadable here: 2 of 6"))
  }
}
