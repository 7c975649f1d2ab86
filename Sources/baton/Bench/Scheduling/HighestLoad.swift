/// The highest load, in hundredths of what would keep a server busy, at which it is still good enough.
struct HighestLoad {
  /// Tried are the multiples of that, from it on and below 1.
  var step = 0.02
  let isGood: (Double) throws -> Bool

  /// By halving: whoever is good at a load is so at lower ones. The lowest where none is good: the truth is below.
  func find() throws -> Double {
    var (good, bad) = (1, Int((1 / step).rounded()))
    while bad - good > 1 {
      let middle = (good + bad) / 2
      if try isGood(Double(middle) * step) { good = middle } else { bad = middle }
    }
    return Double(good) * step
  }
}
