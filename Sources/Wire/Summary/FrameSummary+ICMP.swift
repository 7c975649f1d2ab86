extension FrameSummary {
  static func icmp(_ message: Span<UInt8>, _ carrier: Carrier) -> String {
    do {
      let header = try ICMPHeader(parsingQuoted: message)
      let quoted = try? QuotedDatagram(
        parsingIPv4: message.extracting(ICMPHeader.byteCount..<message.count))
      return carrier.line(
        "ICMP \(text(ICMPMessage(header), quoted)), length \(carrier.byteCount)")
    } catch {
      return carrier.line("ICMP [\(error)]")
    }
  }

  private static func text(_ message: ICMPMessage, _ quoted: QuotedDatagram?) -> String {
    switch message {
    case .echoRequest(let echo): text("echo request", echo)
    case .echoReply(let echo): text("echo reply", echo)
    case .destinationUnreachable(let code, let mtu): unreachable(code, mtu, quoted)
    case .timeExceeded(let code):
      code == 0 ? "time exceeded in-transit" : "ip reassembly time exceeded"
    case .parameterProblem(_, let pointer): "parameter problem - octet \(pointer)"
    case .other(let header) where header.type == 5:
      "redirect \(name(quoted)) to \(header.code & 1 == 0 ? "net" : "host") "
        + "\(IPv4Address(bits: header.word))"
    case .other(let header): "type-#\(header.type)"
    }
  }

  private static func unreachable(
    _ code: UInt8, _ mtu: UInt16, _ quoted: QuotedDatagram?
  ) -> String {
    switch code {
    case ICMPUnreachable.network: "net \(name(quoted)) unreachable"
    case ICMPUnreachable.host: "host \(name(quoted)) unreachable"
    case ICMPUnreachable.protocol:
      "\(name(quoted)) protocol \(quoted?.protocolNumber ?? 0) unreachable"
    case ICMPUnreachable.port: "\(name(quoted)) \(port(quoted)) unreachable"
    case ICMPUnreachable.fragmentationNeeded:
      "\(name(quoted)) unreachable - need to frag" + (mtu == 0 ? "" : " (mtu \(mtu))")
    case ICMPUnreachable.prohibited: "host \(name(quoted)) unreachable - admin prohibited filter"
    default: "\(name(quoted)) unreachable - #\(code)"
    }
  }

  static func icmpv6(_ message: Span<UInt8>, _ carrier: Carrier) -> String {
    do {
      let header = try ICMPHeader(parsingQuoted: message)
      let text =
        NeighborMessage.isNeighborMessage(type: header.type)
        ? text(try NeighborMessage(parsing: message))
        : text(
          ICMPv6Message(header),
          try? QuotedDatagram(
            parsingIPv6: message.extracting(ICMPHeader.byteCount..<message.count)))
      return carrier.line("ICMP6, \(text), length \(carrier.byteCount)")
    } catch {
      return carrier.line("ICMP6 [\(error)]")
    }
  }

  private static func text(_ message: NeighborMessage) -> String {
    switch message.body {
    case .routerSolicitation: "router solicitation"
    case .routerAdvertisement: "router advertisement"
    case .neighborSolicitation(let target): "neighbor solicitation, who has \(target)"
    case .neighborAdvertisement(let target, _): "neighbor advertisement, tgt is \(target)"
    case .redirect(let target, let destination): "redirect, \(destination) to \(target)"
    }
  }

  private static func text(_ message: ICMPv6Message, _ quoted: QuotedDatagram?) -> String {
    switch message {
    case .echoRequest(let echo): text("echo request", echo)
    case .echoReply(let echo): text("echo reply", echo)
    case .destinationUnreachable(let code):
      "destination unreachable, " + unreachableV6(code, quoted)
    case .packetTooBig(let mtu): "packet too big, mtu \(mtu)"
    case .timeExceeded(let code):
      "time exceeded \(code == 0 ? "in-transit" : "(reassembly)") for \(name(quoted))"
    case .parameterProblem(let code, let pointer): problem(code) + " - octet \(pointer)"
    case .other(let header) where header.type == 143:
      "multicast listener report v2, \(header.word & 0xffff) group record(s)"
    case .other(let header): "unknown icmp6 type (\(header.type))"
    }
  }

  private static func unreachableV6(_ code: UInt8, _ quoted: QuotedDatagram?) -> String {
    switch code {
    case ICMPv6Unreachable.noRoute: "unreachable route \(name(quoted))"
    case ICMPv6Unreachable.prohibited: "unreachable prohibited \(name(quoted))"
    case ICMPv6Unreachable.beyondScope: "beyond scope \(name(quoted))"
    case ICMPv6Unreachable.address: "unreachable address \(name(quoted))"
    case ICMPv6Unreachable.port: "unreachable port, \(name(quoted)) \(port(quoted))"
    default: "unreachable - #\(code)"
    }
  }

  private static func problem(_ code: UInt8) -> String {
    switch code {
    case ICMPv6ParameterProblem.badField: "parameter problem, erroneous"
    case ICMPv6ParameterProblem.unknownNextHeader: "parameter problem, next header"
    case ICMPv6ParameterProblem.unknownOption: "parameter problem, option"
    default: "parameter problem, #\(code)"
    }
  }

  private static func text(_ name: String, _ echo: ICMPEcho) -> String {
    "\(name), id \(echo.identifier), seq \(echo.sequenceNumber)"
  }

  /// Where the datagram was to go.
  private static func name(_ quoted: QuotedDatagram?) -> String {
    quoted.map { "\($0.destination)" } ?? "?"
  }

  private static func port(_ quoted: QuotedDatagram?) -> String {
    guard let quoted, let port = quoted.ports?.destination else { return "port ?" }
    return "\(quoted.protocolNumber == IPProtocol.tcp ? "tcp" : "udp") port \(port)"
  }
}
