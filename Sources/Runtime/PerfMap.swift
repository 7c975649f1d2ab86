import Devices
import Glibc

/// Tells `perf` the names of JITed functions, by a file that it looks for: one line a function, with
/// address and size in hexadecimal (Linux: tools/perf/Documentation/jit-interface.txt).
///
/// ```swift
/// try PerfMap.append(unit)  // Then: perf record -g …; perf report
/// ```
public enum PerfMap {
  /// The file of this process.
  public static var path: String { "/tmp/perf-\(getpid()).map" }

  /// Adds the functions of a unit; none when the interpreter runs it.
  ///
  /// The file outlives the process, as `perf report` reads it later.
  public static func append(_ unit: LoadedUnit) throws(Errno) {
    let lines = (unit.compiled?.symbols ?? []).map { symbol in
      "\(String(symbol.address, radix: 16)) \(String(symbol.byteCount, radix: 16)) \(symbol.name)\n"
    }
    // A link that somebody else put there is not followed.
    // Sound: the path is read during the call.
    let file = unsafe open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard file >= 0 else { throw Errno(errno) }
    defer { close(file) }
    var rest = Array(lines.joined().utf8)[...]
    while !rest.isEmpty {
      // Sound: the octets are read during the call.
      let count = unsafe rest.withUnsafeBytes { unsafe write(file, $0.baseAddress, $0.count) }
      guard count >= 0 else { throw Errno(errno) }
      rest = rest.dropFirst(count)
    }
  }
}
