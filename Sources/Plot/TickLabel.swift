#if canImport(Glibc)
  import Glibc
#endif

extension Axis.Unit {
  /// What is written beside a tick.
  package func label(_ number: Double) -> String {
    switch self {
    case .none: decimal(number)
    case .share: decimal(number * 100) + " %"
    case .nanoseconds: Self.duration(number)
    }
  }

  private static func duration(_ nanoseconds: Double) -> String {
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
    let size = abs(nanoseconds)
    guard size > 0 else { return "0" }
    for (factor, name) in units where size >= factor * (1 - 1e-9) {
      return decimal(nanoseconds / factor) + " " + name
    }
    return decimal(nanoseconds) + " ns"
  }
}

/// A number to six significant digits, without zeros that say nothing, and with its thousands apart where it has five digits
/// and more.
func decimal(_ number: Double) -> String {
  guard number.isFinite, number != 0 else { return number == 0 ? "0" : "\(number)" }
  let place = 5 - log10(abs(number)).rounded(.down)
  let unit = pow(10, abs(place))
  let rounded = place > 0 ? (number * unit).rounded() / unit : (number / unit).rounded() * unit
  var text = "\(rounded)"
  if text.hasSuffix(".0") { text.removeLast(2) }
  return grouped(text)
}

/// An integer with a comma between groups of thousands; everything else as it is.
private func grouped(_ text: String) -> String {
  let digits = text.drop { $0 == "-" }
  guard digits.count > 4, digits.allSatisfy(\.isNumber) else { return text }
  var grouped = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { grouped.append(",") }
    grouped.append(digit)
  }
  return (text.hasPrefix("-") ? "-" : "") + grouped
}
