import Glibc

/// What a command said, and how it ended.
struct ShellResult {
  let output: String
  let status: Int32
}

/// Runs a command line, and waits for its end. Standard error is part of the output.
func shell(_ command: String) -> ShellResult {
  guard let pipe = unsafe popen("(\(command)) 2>&1", "r") else {
    return ShellResult(output: "no shell", status: -1)
  }
  var output: [UInt8] = []
  // `fgetc` reads up to the end of this pipe, which nobody else has.
  while case let byte = unsafe fgetc(pipe), byte >= 0 { output.append(UInt8(byte)) }
  let status = unsafe pclose(pipe)
  return ShellResult(
    output: String(decoding: output, as: UTF8.self), status: (status >> 8) & 0xff)
}
