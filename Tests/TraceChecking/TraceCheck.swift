import Foundation

/// A trace file, held against what the trace event format says (“Trace Event Format”, Google): which members an event
/// of each phase has, and of which type; and against what its readers need: slices nest, time never goes back on a
/// track, and each arrow has one beginning and one end, both within slices.
public struct TraceCheck {
  /// What is wrong, with the event.
  public private(set) var complaints: [String] = []
  /// Events by phase.
  public private(set) var phases: [String: Int] = [:]
  /// Events that have names, by name.
  public private(set) var names: [String: Int] = [:]
  public private(set) var arrowCount = 0
  /// Arrows from one track to another.
  public private(set) var crossingCount = 0

  private struct Track {
    var time = -Double.infinity
    /// Where the open slices began, the outermost first.
    var open: [Double] = []
    /// Slices that are closed: where they began and ended.
    var slices: [(begin: Double, end: Double)] = []
  }

  private struct End {
    var track: Int
    var time: Double
  }

  private var tracks: [Int: Track] = [:]
  private var begins: [UInt64: End] = [:]
  private var ends: [UInt64: End] = [:]

  public init(_ file: Data) {
    guard let object = try? JSONSerialization.jsonObject(with: file) as? [String: Any],
      let events = object["traceEvents"] as? [[String: Any]]
    else {
      complaints.append("no JSON object with traceEvents")
      return
    }
    if let unit = object["displayTimeUnit"], unit as? String != "ns", unit as? String != "ms" {
      complaints.append("displayTimeUnit is \(unit)")
    }
    for event in events { check(event) }
    for (number, track) in tracks where !track.open.isEmpty {
      complaints.append("track \(number) ends with \(track.open.count) open slices")
    }
    checkArrows()
  }

  private mutating func check(_ event: [String: Any]) {
    guard let phase = event["ph"] as? String, event["pid"] is Int, let track = event["tid"] as? Int
    else { return complain("ph, pid and tid are a string and numbers", event) }
    phases[phase, default: 0] += 1
    if phase != "E" {
      guard let name = event["name"] as? String, !name.isEmpty else {
        return complain("has no name", event)
      }
      names[name, default: 0] += 1
    }
    if let arguments = event["args"], !(arguments is [String: Any]) {
      complain("args is no object", event)
    }
    if phase == "M" { return checkMetadata(event) }
    guard let time = (event["ts"] as? NSNumber)?.doubleValue, time >= 0 else {
      return complain("ts is a number from 0 on", event)
    }
    checkTimed(event, phase, track, time)
  }

  private mutating func checkMetadata(_ event: [String: Any]) {
    let known = ["process_name", "thread_name"].contains(event["name"] as? String)
    let name = (event["args"] as? [String: Any])?["name"] as? String
    if !known || name == nil { complain("metadata that nobody knows", event) }
  }

  private mutating func checkTimed(
    _ event: [String: Any], _ phase: String, _ number: Int, _ time: Double
  ) {
    if ["s", "f"].contains(phase) { return checkArrowEnd(event, phase, number, time) }
    var track = tracks[number] ?? Track()
    if time < track.time { complain("time goes back from \(track.time)", event) }
    track.time = time
    switch phase {
    case "B":
      if !(event["cat"] is String) { complain("a slice without a category", event) }
      track.open.append(time)
    case "E":
      if let begin = track.open.popLast() {
        track.slices.append((begin, time))
      } else {
        complain("ends what was not begun", event)
      }
    case "i":
      if !["g", "p", "t"].contains(event["s"] as? String) { complain("a scope is missing", event) }
    default: complain("a phase that is not written", event)
    }
    tracks[number] = track
  }

  private mutating func checkArrowEnd(
    _ event: [String: Any], _ phase: String, _ track: Int, _ time: Double
  ) {
    guard let id = (event["id"] as? NSNumber)?.uint64Value, event["cat"] is String else {
      return complain("an arrow has id and category", event)
    }
    if phase == "f", event["bp"] as? String != "e" {
      complain("an end binds to the slice that encloses it", event)
    }
    let end = End(track: track, time: time)
    let other =
      phase == "s" ? begins.updateValue(end, forKey: id) : ends.updateValue(end, forKey: id)
    if other != nil { complain("an arrow with two ends of a kind", event) }
  }

  private mutating func checkArrows() {
    for (id, begin) in begins {
      guard let end = ends.removeValue(forKey: id) else {
        complaints.append("arrow \(id) has no end")
        continue
      }
      arrowCount += 1
      if begin.track != end.track { crossingCount += 1 }
      if end.time < begin.time { complaints.append("arrow \(id) leads back in time") }
      for place in [begin, end] where !isInSlice(place) {
        complaints.append("an end of arrow \(id) is in no slice: \(place)")
      }
    }
    for id in ends.keys { complaints.append("arrow \(id) has no beginning") }
  }

  /// Slices lie in the order of their ends.
  private func isInSlice(_ place: End) -> Bool {
    guard let slices = tracks[place.track]?.slices else { return false }
    var (low, high) = (0, slices.count)
    while low < high {
      let middle = (low + high) / 2
      if slices[middle].end < place.time { low = middle + 1 } else { high = middle }
    }
    return slices[low...].prefix(4).contains { $0.begin <= place.time }
  }

  private mutating func complain(_ reason: String, _ event: [String: Any]) {
    guard complaints.count < 20 else { return }
    complaints.append("\(reason): \(event)")
  }
}
