import Foundation
import Testing

/// `baton run` as a host on a network, to which the system's own clients and its TCP talk.
@Suite(.serialized, .enabled(if: AFXDPSupport.isThere)) struct NetworkServiceTests {
  private static let address = TestWire.serverAddress
  private static let address6 = "fd00:9::1"
  private static let addresses = [address, address6]

  private func serve(_ wire: TestWire, _ options: [String] = []) throws -> BatonProcess {
    let services = ["echo:7", "http:80", "kv:6379"].flatMap { ["--service", $0] }
    let process = try BatonProcess(
      [
        "run", "\(BatonProcess.root)/Programs/network.c", "--device", "afxdp:\(wire.near)",
        "--address", "\(Self.address)/24", "--address", "\(Self.address6)/64", "--json",
      ] + services + options)
    guard process.says("serving \(wire.near), queue 0") else {
      process.send(SIGKILL)
      throw WireFailure(command: "baton run", output: process.waitForEnd().errors)
    }
    return process
  }

  /// Ends it, and expects that nothing is left. What it has reported.
  @discardableResult
  private func end(_ process: BatonProcess) throws -> [String: Any] {
    process.send(SIGTERM)
    let ending = process.waitForEnd()
    #expect(ending.status == 0, "\(ending.errors)")
    let object = try JSONSerialization.jsonObject(with: Data(ending.output.utf8))
    let report = try #require(object as? [String: Any])
    #expect(report["isClean"] as? Bool == true, "\(ending.output)")
    return report
  }

  /// A wire whose far end speaks IPv6, too.
  private func wire(_ tag: String) throws -> TestWire {
    let wire = try TestWire(tag)
    try wire.addIPv6("fd00:9::2/64")
    return wire
  }

  private func far(_ wire: TestWire, _ command: String) throws -> (status: Int32, output: String) {
    try shell("ip netns exec \(wire.namespace) \(command)")
  }

  @Test func servicesThatCantBeHadAreBadInput() throws {
    for (services, words) in [
      (["tea:80"], "there is no service “tea”"), (["echo:7", "http:7"], "http: port 7 is taken"),
    ] {
      let ending = try BatonProcess(
        [
          "run", "\(BatonProcess.root)/Programs/network.c", "--device", "memory", "--address",
          "\(Self.address)/24",
        ] + services.flatMap { ["--service", $0] }
      ).waitForEnd()
      #expect(ending.status == 2 && ending.message.contains(words), "\(ending)")
    }
  }

  @Test func addressesThatCantBeHadAreBadInput() throws {
    for (options, words) in [
      (["--address", "10.0.0.1"], "such as 10.0.0.2/24 or fd00::2/64"),
      (["--address", "fd00::1/129"], "give an address and the length"),
      (["--address", "ff02::1/64"], "no host has this address"),
      (["--address", "0.0.0.0/0"], "no host has this address"),
      (["--address", "tea/8"], "not an address of IP"),
      (["--address", "fd00::1/64", "--address", "fd00::2/64"], "there is one of IPv6 already"),
      (["--address", "10.0.0.1/8", "--gateway", "fe80::1"], "there is no --address of IPv6"),
      (["--gateway", "10.0.0.1"], "--service and --gateway go with --address"),
    ] {
      let ending = try BatonProcess(
        ["run", "\(BatonProcess.root)/Programs/network.c", "--device", "memory"] + options
      ).waitForEnd()
      #expect(ending.status == 2 && ending.message.contains(words), "\(options): \(ending)")
    }
  }

  @Test(.enabled(if: has("ping"))) func pingsAreAnswered() throws {
    let wire = try wire("p")
    // Without the entry that other tests have: it asks for the address.
    _ = try shell("ip -n \(wire.namespace) neigh flush all")
    let process = try serve(wire)
    for address in Self.addresses {
      // As a packet, and as two fragments either way.
      for size in [1000, 1600] {
        let result = try far(wire, "ping -c 5 -i 0.05 -W 2 -s \(size) \(address)")
        #expect(result.output.contains("5 received"), "\(result.output)")
      }
      // In two fragments.
      try wire.narrow(to: address, 1280)
      let fragmented = try far(wire, "ping -c 2 -i 0.05 -W 2 -M dont -s 1400 \(address)")
      #expect(fragmented.output.contains("2 received"), "\(fragmented.output)")
    }
    try end(process)
  }

  @Test(.enabled(if: has("curl"))) func curlGetsItsAnswers() throws {
    let wire = try wire("c")
    let process = try serve(wire)
    let other = try far(wire, "curl -sS -m 5 -g http://[\(Self.address6)]/json")
    #expect(other.output.contains("\"requests\":"), "\(other.output)")
    let root = "http://\(Self.address)"
    let all = try far(
      wire, "curl -sS -m 5 \(root)/ \(root)/json \(root)/missing -w '%{http_code};'")
    #expect(all.output.contains("200;") && all.output.contains("\"requests\":"), "\(all.output)")
    #expect(all.output.hasSuffix("404;"), "\(all.output)")
    let head = try far(wire, "curl -sS -m 5 -I \(root)/")
    #expect(head.output.hasPrefix("HTTP/1.1 200 OK"), "\(head.output)")
    try end(process)
  }

  /// Who is connected when it ends gets its answer, and the end of the stream.
  @Test(.enabled(if: has("bash"))) func connectionsAreClosedInOrder() throws {
    let wire = try TestWire("d")
    let process = try serve(wire)
    let talk = """
      exec 3<>/dev/tcp/\(Self.address)/7; echo hello >&3; read line <&3; echo "got $line"; \
      kill -TERM \(process.identifier); cat <&3; echo "and the end"
      """
    let result = try far(wire, "timeout 10 bash -c '\(talk)'")
    #expect(result.output == "got hello\nand the end\n", "\(result.output)")
    try end(process)
  }

  /// The kernel sends by the queue of the processor on which a client runs: the flow changes its queue with that.
  @Test(.enabled(if: has("bash") && has("taskset") && ProcessInfo.processInfo.processorCount > 1))
  func flowsMayChangeTheirQueue() throws {
    let wire = try TestWire("x", queueCount: 2)
    for (queue, processors) in [(0, 1), (1, 2)] {
      let place = "/sys/class/net/\(wire.far)/queues/tx-\(queue)/xps_cpus"
      let result = try far(wire, "sh -c 'echo \(processors) > \(place)'")
      #expect(result.status == 0, "\(result.output)")
    }
    let process = try serve(wire, ["--workers", "2"])
    let talk = """
      exec 3<>/dev/tcp/\(Self.address)/7; for i in $(seq 40); do taskset -pc $((i % 2)) $$ >/dev/null; \
      echo "line $i" >&3; read line <&3; test "$line" = "line $i" || exit 1; done; echo all
      """
    let result = try far(wire, "timeout 20 bash -c '\(talk)'")
    #expect(result.output == "all\n", "\(result.output)")
    let report = try end(process)
    let copied = (report["workers"] as? [String: Int])?["copied"] ?? 0
    #expect(copied > 0, "no segment came by another queue than its connection's: \(report)")
    let stack = try #require(report["network"] as? [String: Int])
    #expect(stack["opened"] == 1 && stack["badChecksum"] == 0 && stack["malformed"] == 0)
  }

  /// `top` shows what the network stack counts, and its report agrees in the end.
  @Test func whatTheStackCountsIsSeenWhileItRuns() throws {
    let wire = try TestWire("u")
    let folder = try Folder()
    let socket = folder.path("control.sock")
    let process = try serve(wire, ["--control", socket])
    let answer = try far(wire, "bash -c 'echo hello | timeout 10 nc -u -W 1 \(Self.address) 7'")
    #expect(answer.output == "hello\n", "\(answer.output)")
    let top = try baton("top", "--once", "--json", "--seconds", "0.1", "--instance", socket)
    let look = try #require(
      try JSONSerialization.jsonObject(with: Data(top.output.utf8)) as? [String: Any])
    let network = try #require(look["network"] as? [[String: Any]])
    func count(_ name: String) -> Int? {
      network.first { $0["name"] as? String == name }?["count"] as? Int
    }
    let received = try #require(count("received"))
    #expect(received > 0 && count("malformed") == 0 && count("badChecksum") == 0, "\(network)")
    let stack = try #require(try end(process)["network"] as? [String: Int])
    #expect(stack.count == network.count)
    #expect((stack["received"] ?? 0) >= received)
  }

  @Test(.enabled(if: has("wrk"))) func wrkFindsNoErrors() throws {
    let wire = try TestWire("w")
    let process = try serve(wire)
    let result = try far(wire, "wrk -t1 -c50 -d2 --latency http://\(Self.address)/json")
    #expect(!result.output.contains("Socket errors"), "\(result.output)")
    #expect(!result.output.contains("Non-2xx"), "\(result.output)")
    let count = result.output.firstMatch(of: /(\d+) requests in/).flatMap { Int($0.1) }
    #expect((count ?? 0) > 1000, "\(result.output)")
    try end(process)
  }

  @Test(.enabled(if: has("redis-cli", "redis-benchmark"))) func redisClientsAreServed() throws {
    let wire = try TestWire("r")
    let process = try serve(wire)
    let client = "redis-cli -h \(Self.address)"
    let set = try far(wire, "\(client) SET greeting hello")
    #expect(set.output == "OK\n", "\(set.output)")
    #expect(try far(wire, "\(client) GET greeting").output == "hello\n")
    let counted = try far(wire, "\(client) -r 20 INCR counter")
    #expect(counted.output.hasSuffix("20\n"), "\(counted.output)")
    let result = try far(
      wire,
      "timeout 60 redis-benchmark -h \(Self.address) -t ping,set,get,incr,mset -n 20000 -c 50 -q")
    #expect(result.status == 0 && !result.output.contains("rror"), "\(result.output)")
    let pipelined = try far(
      wire, "timeout 60 redis-benchmark -h \(Self.address) -t set,get -n 100000 -P 16 -c 50 -q")
    #expect(pipelined.status == 0 && !pipelined.output.contains("rror"), "\(pipelined.output)")
    try end(process)
  }

  /// To and fro between our TCP and the kernel's, octet for octet.
  private func echo(
    _ wire: TestWire, byteCount: Int, _ options: String = "", with address: String = address
  ) throws {
    let folder = try shell("mktemp -d").output.trimmingCharacters(in: .whitespacesAndNewlines)
    defer { _ = try? shell("rm -rf \(folder)") }
    // Random octets by a cipher: the system's own are slow.
    let source =
      "openssl enc -aes-128-ctr -pass pass:baton -nosalt -pbkdf2 </dev/zero 2>/dev/null | head -c \(byteCount)"
    let result = try shell(
      """
      mkfifo \(folder)/copy; sha256sum <\(folder)/copy >\(folder)/sent & \
      \(source) | tee \(folder)/copy | \
      ip netns exec \(wire.namespace) timeout 300 nc -N \(options) \(address) 7 | \
      sha256sum; wait; cat \(folder)/sent
      """)
    let sums = result.output.split(separator: "\n")
    #expect(sums.count == 2 && sums[0] == sums[1], "\(options) \(address): \(result.output)")
  }

  @Test(.enabled(if: has("openssl", "nc", "sha256sum"))) func aGibibyteComesBack() throws {
    let wire = try TestWire("g")
    let process = try serve(wire)
    try echo(wire, byteCount: 1 << 30)
    try end(process)
  }

  @Test(.enabled(if: has("openssl", "nc", "sha256sum"))) func smallBuffersOfThePeerDo() throws {
    let wire = try wire("b")
    let process = try serve(wire)
    for address in Self.addresses {
      try echo(wire, byteCount: 8 << 20, "-I 4096 -O 4096", with: address)
    }
    try end(process)
  }

  /// The echo of RFC 862 over UDP. Three datagrams of each size: none is lost on a wire.
  @Test(.enabled(if: has("nc", "bash"))) func datagramsComeBack() throws {
    let wire = try wire("u")
    let process = try serve(wire)
    for address in Self.addresses {
      let talk = "for word in a bc def; do echo -n $word; sleep 0.1; done"
      let result = try far(wire, "bash -c '(\(talk)) | timeout 10 nc -u -W 3 \(address) 7'")
      #expect(result.output == "abcdef", "\(address): \(result.output)")
    }
    // Nobody is there: who asks is told.
    let refused = try far(
      wire, "bash -c 'echo -n a | timeout 10 nc -u -v -w 3 \(Self.address6) 9; echo ended $?'")
    #expect(refused.output.hasSuffix("ended 1\n"), "\(refused.output)")
    try end(process)
  }

  /// What is lost, reordered and duplicated both ways, ours and the kernel's TCP mend.
  @Test(.enabled(if: has("openssl", "nc", "sha256sum")), arguments: [1, 5, 20])
  func lossesAreMended(_ percentage: Int) throws {
    let wire = try wire("l\(percentage)")
    let process = try serve(
      wire, ["--faults", "loss=\(percentage)%,reorder=5%,dup=2%,seed=\(percentage)"])
    // As much as takes seconds: a kernel that loses one in five packets waits long for the next.
    let byteCount = [1: 8 << 20, 5: 1 << 20, 20: 1 << 13][percentage] ?? 0
    for address in Self.addresses { try echo(wire, byteCount: byteCount, with: address) }
    try end(process)
  }

  @Test(.enabled(if: has("tshark", "tcpdump", "curl", "nc", "openssl", "sha256sum")))
  func tsharkFindsNothingWrong() throws {
    let wire = try wire("t")
    let process = try serve(wire)
    let capture = "/tmp/\(wire.near).pcap"
    defer { try? FileManager.default.removeItem(atPath: capture) }
    // In one shell: what it leaves behind in the background keeps the test from seeing its end. With room for all that comes:
    // what tcpdump loses looks as if we had not sent it.
    let urls = "http://\(Self.address)/ http://\(Self.address)/json http://[\(Self.address6)]/json"
    _ = try far(
      wire,
      """
      bash -c 'tcpdump -q -U -B 65536 -i any -w \(capture) >/dev/null 2>&1 & sleep 0.7; curl -sS -g -m 5 \(urls); \
      ping -q -c 2 -i 0.05 -s 1400 \(Self.address6); echo -n a | nc -u -W 1 \(Self.address6) 7; \
      echo -n a | nc -u -w 1 \(Self.address6) 9; \
      for address in \(Self.address) \(Self.address6); do \
      ping -q -c 2 -i 0.05 -s 1600 $address; head -c 1600 /dev/zero | nc -u -W 1 $address 7; \
      head -c 2000000 /dev/urandom | timeout 60 nc -N $address 7 >/dev/null; done; sleep 0.7; kill %1; wait'
      """)
    let checks =
      "-o tcp.check_checksum:TRUE -o ip.check_checksum:TRUE -o udp.check_checksum:TRUE"
    let ours = "(ip.src == \(Self.address) or ipv6.src == \(Self.address6))"
    let wrong =
      "_ws.malformed or tcp.checksum.status == 0 or ip.checksum.status == 0 or udp.checksum.status == 0 "
      + "or icmp.checksum.status == 0 or icmpv6.checksum.status == 0 or tcp.analysis.flags and \(ours) "
      + "and not tcp.analysis.window_full and not tcp.analysis.window_update "
      + "and not tcp.analysis.zero_window and not tcp.analysis.duplicate_ack"
    for (filter, countMin) in [
      ("ip.src == \(Self.address) and tcp", 500), ("ipv6.src == \(Self.address6) and tcp", 500),
      ("ipv6.src == \(Self.address6) and icmpv6.type == 136", 1),
      ("ipv6.src == \(Self.address6) and icmpv6.type == 129", 2),
      ("ipv6.src == \(Self.address6) and icmpv6.type == 1", 1),
      ("ipv6.src == \(Self.address6) and udp", 2),
      // Those that begin fragments and those that end them.
      ("ip.src == \(Self.address) and (ip.flags.mf == 1 or ip.frag_offset > 0)", 6),
      ("ip.src == \(Self.address) and udp", 1),
      ("ipv6.src == \(Self.address6) and ipv6.fraghdr.nxt > 0", 6),
    ] {
      let count = try shell("tshark -r \(capture) '\(filter)' 2>/dev/null | wc -l")
      let number = Int(count.output.trimmingCharacters(in: .whitespacesAndNewlines)) ?? 0
      #expect(number >= countMin, "\(filter): \(number)")
    }
    let found = try shell("tshark \(checks) -r \(capture) '\(wrong)' 2>/dev/null | head -5")
    #expect(found.output.isEmpty, "\(found.output)")
    try end(process)
  }
}
