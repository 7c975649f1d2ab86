import Bytecode
import Foundation
import ObjectFile
import Testing

private let kernelTypes = "/sys/kernel/btf/vmlinux"

/// The types of the running kernel: several megabytes, and every kind that pahole writes.
@Suite(
  .enabled(
    if: Clang.path != nil && FileManager.default.isReadableFile(atPath: kernelTypes),
    "clang or the kernel's types are missing"))
struct KernelTypesTests {
  private static let source = """
    struct task_struct { int pid; void *stack; } __core;
    struct sk_buff___mine { unsigned len; void *nothing; u8 cloned : 1; } __core;
    struct net_device; struct nowhere { u32 x; };
    enum bpf_map_type { BPF_MAP_TYPE_ARRAY = 77, BPF_MAP_TYPE_NEVER = 78 };
    typedef int (*bpf_prog_missing_t)(void);
    #define put(x) (*(volatile u64 *)stack = (x))
    #define info(field, kind) __builtin_preserve_field_info(field, kind)
    #define type(T, kind) __builtin_preserve_type_info(*(T *)0, kind)
    #define item(E, name, kind) __builtin_preserve_enum_value(*(enum E *)name, kind)
    char text[] SEC("license") = "GPL";
    SEC("socket") int f(void *ctx) {
      u64 stack[1];
      struct task_struct *t = 0; struct sk_buff___mine *s = 0;
      put(info(t->pid, 0)); put(info(t->stack, 0)); put(info(t->pid, 1)); put(info(t->pid, 3));
      put(info(s->len, 0)); put(info(s->nothing, 2)); put(info(s->cloned, 4));
      put(info(s->cloned, 5)); put(info(s->cloned, 0));
      put(type(struct task_struct, 0)); put(type(struct task_struct, 1));
      put(type(struct nowhere, 0)); put(type(bpf_prog_missing_t, 0));
      put(type(struct sk_buff___mine, 2)); put(type(struct nowhere, 1));
      put(item(bpf_map_type, BPF_MAP_TYPE_ARRAY, 1)); put(item(bpf_map_type, BPF_MAP_TYPE_NEVER, 0));
      put(__builtin_btf_type_id(*(struct task_struct *)0, 1));
      return 0;
    }
    """

  private var types: BTF {
    get throws { try BTF(parsing: [UInt8](Data(contentsOf: URL(filePath: kernelTypes)))) }
  }

  @Test func areReadInWellUnderASecond() throws {
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: kernelTypes)))
    var types = BTF.empty
    let elapsed = try ContinuousClock().measure { types = try BTF(parsing: bytes) }
    print("vmlinux: \(bytes.count) octets, \(types.types.count) types in \(elapsed)")
    #expect(types.types.count > 10_000)
    #expect(elapsed < .seconds(1))
    let index = BTFIndex(types)
    let task = try #require(index.structure(named: "task_struct"))
    #expect(types.members(of: task).contains { $0.name == "pid" })
  }

  @Test func encodingParsesBackEqual() throws {
    let types = try types
    #expect(try BTF(parsing: types.encoded()) == types)
  }

  /// What the kernel holds after libbpf loaded the program is what relocation makes here.
  @Test(.enabled(if: Bpftool.isUsable, "needs root and bpftool"))
  func relocationAgreesWithLibbpf() throws {
    let object = try Clang.object(source: Self.source)
    let relocated = try ProgramImage(parsing: object).relocated(against: types)
    #expect(relocated.unresolvedRelocations == [])
    let loaded = try Bpftool.instructionsAfterLoading(object, type: "socket")
    #expect(relocated.instructions == loaded)
  }
}

/// Linux's own loader, as an oracle.
enum Bpftool {
  private static let path = "/usr/sbin/bpftool"

  static var isUsable: Bool {
    geteuid() == 0 && FileManager.default.isExecutableFile(atPath: path)
      && (try? run(path, ["prog", "list"])) == 0
  }

  @discardableResult
  private static func run(_ tool: String, _ arguments: [String]) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: tool)
    process.arguments = arguments
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return process.terminationStatus
  }

  /// Loads an object with one program, and returns what the kernel made of it.
  static func instructionsAfterLoading(_ object: [UInt8], type: String) throws -> [Instruction] {
    let folder = FileManager.default.temporaryDirectory
      .appending(path: "baton-\(UUID().uuidString.prefix(8))")
    let mount = folder.appending(path: "pins").path
    try FileManager.default.createDirectory(atPath: mount, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try #require(try run("/bin/mount", ["-t", "bpf", "bpf", mount]) == 0)
    defer { _ = try? run("/bin/umount", [mount]) }
    let file = folder.appending(path: "program.o").path
    let dump = folder.appending(path: "dump").path
    try Data(object).write(to: URL(filePath: file))
    let pin = "\(mount)/program"
    try #require(try run(path, ["prog", "load", file, pin, "type", type]) == 0)
    try #require(try run(path, ["prog", "dump", "xlated", "pinned", pin, "file", dump]) == 0)
    let bytes = try [UInt8](Data(contentsOf: URL(filePath: dump)))
    return stride(from: 0, to: bytes.count, by: 8).map { start in
      Instruction(
        encoded: bytes[start..<start + 8].reversed().reduce(0) { $0 << 8 | UInt64($1) })
    }
  }
}
