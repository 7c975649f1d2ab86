import Kernel
import ObjectFile

/// What objects expect, what the running kernel says and what Baton says, program by program.
struct KernelComparison {
  struct Row {
    let judgement: Judgement
    let kernel: KernelVerdict

    /// What the object expects; nil where it expects nothing.
    var annotation: Judgement.Word? {
      let expectation = judgement.subject.expectations[judgement.program]
      guard let expectation, expectation.isTest else { return nil }
      return expectation.outcome == .success ? .accept : .reject
    }

    /// Nil where the program can't be shown to the kernel.
    var kernelWord: Judgement.Word? {
      switch kernel.outcome {
      case .accepted: .accept
      case .rejected: .reject
      case .unavailable: nil
      }
    }

    var kernelReason: String? {
      switch kernel.outcome {
      case .accepted: nil
      case .rejected(let reason), .unavailable(let reason): reason
      }
    }

    var isAgreed: Bool { kernelWord == nil || kernelWord == judgement.word }
  }

  private(set) var rows: [Row] = []

  mutating func add(_ judgement: Judgement, _ kernel: KernelVerdict) {
    rows.append(Row(judgement: judgement, kernel: kernel))
  }

  /// Whether Baton says what the kernel says, wherever that can be asked.
  var isAgreed: Bool { rows.allSatisfy(\.isAgreed) }

  /// How often two of the three say the same, of all programs of which both say something.
  private func agreement(
    _ first: (Row) -> Judgement.Word?, _ second: (Row) -> Judgement.Word?
  ) -> (count: Int, total: Int) {
    let both = rows.filter { first($0) != nil && second($0) != nil }
    return (both.count { first($0) == second($0) }, both.count)
  }

  private var agreements: [(name: String, title: String, count: Int, total: Int)] {
    let pairs = [
      ("kernelAnnotation", "this kernel and the annotation", agreement(\.kernelWord, \.annotation)),
      ("batonKernel", "Baton and this kernel", agreement(\.judgement.word, \.kernelWord)),
      ("batonAnnotation", "Baton and the annotation", agreement(\.judgement.word, \.annotation)),
    ]
    return pairs.map { ($0.0, $0.1, $0.2.count, $0.2.total) }
  }
}

extension KernelComparison {
  /// What a person reads: a row a program, the reasons where the two differ, and the agreements.
  var text: String {
    var table = TextTable([
      "program", "annotation", "this kernel", "Baton", "kernel's µs", "Baton's µs",
    ])
    for row in rows {
      table.add([
        row.judgement.fullName, row.annotation?.rawValue ?? "-",
        row.kernelWord?.rawValue ?? "no: \(row.kernelReason ?? "")", row.judgement.word.rawValue,
        row.kernel.microseconds.map { "\($0)" } ?? "",
        "\(Int(row.judgement.microseconds.rounded()))",
      ])
    }
    var lines = [table.text]
    let differences = rows.filter { !$0.isAgreed }
    if !differences.isEmpty { lines.append("\ndifferences:") }
    for row in differences {
      lines.append("  \(row.judgement.fullName)")
      lines.append("    kernel: \(row.kernelReason ?? "accepts it")")
      lines.append("    Baton: \(row.judgement.reason ?? "accepts it")")
    }
    lines.append("\nagreements:")
    lines += agreements.map { "  \($0.title): \($0.count) of \($0.total)" }
    let absent = rows.count { $0.kernelWord == nil }
    if absent > 0 { lines.append("  not loadable here: \(absent) of \(rows.count)") }
    return lines.joined(separator: "\n")
  }

  /// What a tool reads: the programs as without a kernel, and what it says of them.
  func object(withPaths: Bool) -> [String: Any] {
    let agreements = self.agreements.map { ($0.name, ["count": $0.count, "total": $0.total]) }
    return [
      "programs": rows.map { Self.object($0, withPath: withPaths) },
      "agreements": Dictionary(uniqueKeysWithValues: agreements),
    ]
  }

  private static func object(_ row: Row, withPath: Bool) -> [String: Any] {
    var object = row.judgement.object(withPath: withPath)
    object["annotation"] = row.annotation?.rawValue
    object["kernel"] = row.kernelWord?.rawValue ?? "unavailable"
    object["kernelReason"] = row.kernelReason
    object["kernelLog"] = row.kernel.log.map { $0 + "\n" }.joined()
    object["kernelMicroseconds"] = row.kernel.microseconds
    return object
  }
}
