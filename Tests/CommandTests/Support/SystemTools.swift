import Foundation

/// Whether these tools are there. Prints which one is not; in CI that is a failure.
func has(_ tools: String...) -> Bool {
  for tool in tools where (try? shell("command -v \(tool)").status) != 0 {
    print("a test is skipped: \(tool) is not installed")
    return ProcessInfo.processInfo.environment["CI"] == "true"
  }
  return true
}
