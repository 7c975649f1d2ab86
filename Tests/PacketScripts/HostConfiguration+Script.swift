import NetStack

extension HostConfiguration {
  /// Takes a script's option. False: there is none of this name, or its value is none.
  mutating func take(_ name: String, _ value: String) -> Bool {
    take(flag: name, value == "on") || take(number: name, value) || take(time: name, value)
      || takeCongestion(name, value)
  }

  private mutating func take(flag name: String, _ isOn: Bool) -> Bool {
    switch name {
    case "timestamps": tcp.usesTimestamps = isOn
    case "sack": tcp.usesSACK = isOn
    case "wscale": tcp.usesWindowScaling = isOn
    case "nagle": tcp.usesNagle = isOn
    case "reports": v6?.reportsGroups = isOn
    default: return false
    }
    return true
  }

  private mutating func take(number name: String, _ value: String) -> Bool {
    guard let number = Int(value) else { return false }
    switch name {
    case "mss": tcp.maximumSegmentSize = UInt16(number)
    case "receive": tcp.receiveBufferByteCount = number
    case "send": tcp.sendBufferByteCount = number
    case "initialWindow": tcp.initialWindowSegments = number
    case "retransmissions": tcp.retransmissionCountMax = UInt32(number)
    case "synRetransmissions": tcp.synRetransmissionCountMax = UInt32(number)
    default: return false
    }
    return true
  }

  private mutating func take(time name: String, _ value: String) -> Bool {
    guard let time = PacketScript.time("+" + value) else { return false }
    switch name {
    case "minimumTimeout": tcp.minimumTimeout = time
    case "maximumTimeout": tcp.maximumTimeout = time
    case "timeWait": tcp.timeWait = time
    case "finWait2": tcp.finWait2 = time
    case "delayedAck": tcp.delayedAcknowledgment = time
    case "keepAlive":
      var keepAlive = TCPConfiguration.KeepAlive()
      (keepAlive.idle, keepAlive.interval, keepAlive.countMax) = (time, time / 4, 3)
      tcp.keepAlive = keepAlive
    default: return false
    }
    return true
  }

  private mutating func takeCongestion(_ name: String, _ value: String) -> Bool {
    guard name == "congestion",
      let algorithm = TCPConfiguration.CongestionAlgorithm(rawValue: value)
    else { return false }
    tcp.congestion = algorithm
    return true
  }
}
