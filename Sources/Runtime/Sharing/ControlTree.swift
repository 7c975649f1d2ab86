import Devices
import Glibc

/// A hierarchy of control groups that has cpusets. Paths are below its root; groups that are asked for are the root's own.
protocol ControlTree: Sendable {
  var version: ControlVersion { get }
  /// The root's groups.
  func names() -> [String]
  /// Without the line's end.
  func read(_ path: String) throws(ControlProblem) -> String
  func write(_ text: String, to path: String) throws(ControlProblem)
  /// Nothing happens where it is there.
  func make(_ name: String) throws(ControlProblem)
  func remove(_ name: String) throws(ControlProblem)
  /// Locks a group, or the root, until the value dies, or the process does.
  func lock(_ name: String?, _ kind: ControlLockKind) throws(ControlProblem) -> any ControlLock
}

enum ControlVersion: Equatable, Sendable {
  case one
  /// With the path of the process's own group, which ends in a stroke unless it is empty.
  case two(home: String)
}

enum ControlLockKind {
  /// Waits until nobody else has one, for some seconds.
  case alone
  /// The same, and fails where somebody has.
  case aloneNow
  /// Beside others.
  case beside
}

protocol ControlLock: Sendable {}

/// What the system did not do.
struct ControlProblem: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}

/// The system's own.
struct SystemControlTree: ControlTree {
  let root: String
  let version: ControlVersion

  /// The one that has cpusets; nil where none has.
  static func cpusets() -> SystemControlTree? {
    for mount in lines("/proc/self/mountinfo") {
      // … mount point, options, tags, “-”, type, source, options of the hierarchy (proc_pid_mountinfo(5)).
      let words = mount.split(separator: " ")
      guard let end = words.firstIndex(of: "-"), end > 4, words.count > end + 3 else { continue }
      let root = String(words[4])
      switch words[end + 1] {
      case "cgroup" where words[end + 3].split(separator: ",").contains("cpuset"):
        return SystemControlTree(root: root, version: .one)
      case "cgroup2" where hasCpusets(root):
        return SystemControlTree(root: root, version: .two(home: home))
      default: continue
      }
    }
    return nil
  }

  private static func hasCpusets(_ root: String) -> Bool {
    lines("\(root)/cgroup.controllers").joined().split(separator: " ").contains("cpuset")
  }

  /// As cgroups(7) has it: `0::/path`.
  private static var home: String {
    let line = lines("/proc/self/cgroup").first { $0.hasPrefix("0::/") }
    let path = line?.dropFirst(4) ?? ""
    return path.isEmpty ? "" : "\(path)/"
  }

  private static func lines(_ path: String) -> [Substring] {
    let octets = (try? FileOctets.read(path)) ?? []
    return String(decoding: octets, as: UTF8.self).split(separator: "\n")
  }

  func names() -> [String] {
    // Sound: the directory is this call's own, and an entry's name is copied before the next is asked for.
    guard let directory = unsafe opendir(root) else { return [] }
    defer { unsafe closedir(directory) }
    var names: [String] = []
    while let entry = unsafe readdir(directory) {
      guard unsafe Int32(entry.pointee.d_type) == Int32(DT_DIR) else { continue }
      let name = unsafe withUnsafeBytes(of: &entry.pointee.d_name) {
        unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      names.append(name)
    }
    return names
  }

  func read(_ path: String) throws(ControlProblem) -> String {
    do {
      let text = String(decoding: try FileOctets.read("\(root)/\(path)"), as: UTF8.self)
      return text.last == "\n" ? String(text.dropLast()) : text
    } catch {
      throw problem(path, "can't be read", error)
    }
  }

  func write(_ text: String, to path: String) throws(ControlProblem) {
    // Sound: the path and the text are read during the calls.
    let file = unsafe open("\(root)/\(path)", O_WRONLY | O_CLOEXEC)
    guard file >= 0 else { throw problem(path, "can't be written", Errno(errno)) }
    defer { close(file) }
    let octets = Array("\(text)\n".utf8)
    guard unsafe Glibc.write(file, octets, octets.count) == octets.count else {
      throw problem(path, "does not take “\(text)”", Errno(errno))
    }
  }

  func make(_ name: String) throws(ControlProblem) {
    // Who may not write there is to lock nothing there, either.
    guard unsafe mkdir("\(root)/\(name)", 0o700) == 0 || errno == EEXIST else {
      throw problem(name, "can't be made", Errno(errno))
    }
  }

  func remove(_ name: String) throws(ControlProblem) {
    guard unsafe rmdir("\(root)/\(name)") == 0 else {
      throw problem(name, "can't be removed", Errno(errno))
    }
  }

  func lock(_ name: String?, _ kind: ControlLockKind) throws(ControlProblem) -> any ControlLock {
    let path = name ?? ""
    let descriptor = unsafe open("\(root)/\(path)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else { throw problem(path, "can't be opened", Errno(errno)) }
    let lock = FileLock(descriptor)
    let operation = (kind == .beside ? LOCK_SH : LOCK_EX) | LOCK_NB
    // Anybody may lock the root: nobody is to wait for ever.
    var attemptsLeft = kind == .alone ? Self.attemptsMax : 1
    while flock(descriptor, operation) != 0 {
      attemptsLeft -= 1
      guard attemptsLeft > 0 else { throw problem(path, "is locked by another", Errno(errno)) }
      usleep(Self.attemptPause)
    }
    return lock
  }

  /// Ten seconds, in microseconds.
  private static let attemptPause: UInt32 = 10_000
  private static let attemptsMax = 1_000

  private func problem(_ path: String, _ what: String, _ error: Errno) -> ControlProblem {
    ControlProblem("\(root)/\(path) \(what): \(error)")
  }

  /// The system unlocks it with the descriptor.
  private final class FileLock: ControlLock {
    private let descriptor: Int32
    init(_ descriptor: Int32) { self.descriptor = descriptor }
    deinit { close(descriptor) }
  }
}
