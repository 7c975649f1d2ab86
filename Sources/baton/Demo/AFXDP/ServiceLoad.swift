import Foundation

/// What a client of the system's asks of a service, beside the server of the system's that answers the same.
enum ServiceLoad: String, CaseIterable {
  case redis, http

  var name: String {
    switch self {
    case .redis: "redis-benchmark, GET, \(Self.connectionCount) connections"
    case .http: "wrk, \(Self.connectionCount) connections"
    }
  }

  /// Baton's service.
  var service: String { self == .redis ? "kv" : "http" }
  var port: UInt16 { self == .redis ? 6379 : 80 }
  var serverTool: String { self == .redis ? "redis-server" : "nginx" }
  private var clientTool: String { self == .redis ? "redis-benchmark" : "wrk" }

  static let connectionCount = 50

  /// - Throws: ``BadInput`` where a tool is not installed.
  func requireMeans() throws(BadInput) {
    try SystemTool.require(["taskset"], package: "package util-linux")
    try SystemTool.require([clientTool, serverTool], package: "package \(package)")
  }

  private var package: String { self == .redis ? "redis" : "wrk, nginx-light" }

  /// The client's words, to be run in its namespace.
  func clientCommand(address: String, seconds: Double) -> [String] {
    switch self {
    case .redis:
      [
        "redis-benchmark", "-h", address, "-p", "\(port)", "-t", "get", "-c",
        "\(Self.connectionCount)", "-n", "\(Int(seconds * 60_000))", "--csv", "--precision", "3",
      ]
    case .http:
      [
        "wrk", "-t1", "-c\(Self.connectionCount)", "-d\(max(Int(seconds.rounded()), 1))",
        "--latency", "http://\(address):\(port)/",
      ]
    }
  }

  /// What is done once before measuring, so that there is something to get.
  func preparation(address: String) -> [String]? {
    guard self == .redis else { return nil }
    return [
      "redis-benchmark", "-h", address, "-p", "\(port)", "-t", "set", "-c", "1", "-n", "100", "-q",
    ]
  }

  /// The server's words, to be run in its namespace. What it has to be told in a file goes into `folder`.
  func serverCommand(address: String, folder: URL) throws -> [String] {
    switch self {
    case .redis:
      return [
        "redis-server", "--bind", address, "--port", "\(port)", "--save", "", "--appendonly", "no",
        "--protected-mode", "no", "--dir", folder.path,
      ]
    case .http:
      let file = folder.appending(path: "nginx.conf")
      try Self.nginxConfiguration(address: address, folder: folder.path)
        .write(to: file, atomically: true, encoding: .utf8)
      return ["nginx", "-p", folder.path, "-c", file.path]
    }
  }

  /// One process that keeps nothing on disk and answers as Baton does: a short text, on connections that stay open.
  private static func nginxConfiguration(address: String, folder: String) -> String {
    """
    daemon off; master_process off; pid \(folder)/nginx.pid; error_log /dev/null crit;
    events { worker_connections 1024; }
    http {
      access_log off; server_tokens off; keepalive_requests 1000000000; tcp_nodelay on;
      client_body_temp_path \(folder)/nginx-body; proxy_temp_path \(folder)/nginx-proxy;
      fastcgi_temp_path \(folder)/nginx-fastcgi; uwsgi_temp_path \(folder)/nginx-uwsgi;
      scgi_temp_path \(folder)/nginx-scgi;
      server {
        listen \(address):80;
        location / { default_type text/plain; return 200 "Hello, World!\\n"; }
      }
    }
    """
  }

  /// Requests a second, and nanoseconds that half and 99 of 100 took at most.
  struct Figures {
    var rate: Double
    var median: Double
    var p99: Double
  }

  /// - Throws: ``Refused`` where the client has said something else, or tells of errors.
  func figures(in output: String) throws -> Figures {
    switch self {
    case .redis:
      // "test","rps","avg_latency_ms","min_latency_ms","p50_latency_ms","p95_latency_ms","p99_latency_ms","max_latency_ms"
      let line = output.split(separator: "\n").last { $0.hasPrefix("\"GET\"") } ?? ""
      let values = line.split(separator: ",").map { Double($0.filter { $0 != "\"" }) }
      guard values.count == 8, let rate = values[1], let median = values[4], let p99 = values[6]
      else { throw Refused("redis-benchmark said: \(output)") }
      return Figures(rate: rate, median: median * 1e6, p99: p99 * 1e6)
    case .http:
      guard
        let rate = output.firstMatch(of: /Requests\/sec:\s+([0-9.]+)/).flatMap({ Double($0.1) }),
        let median = Self.percentile("50%", in: output),
        let p99 = Self.percentile("99%", in: output), !output.contains("Socket errors"),
        !output.contains("Non-2xx")
      else { throw Refused("wrk said: \(output)") }
      return Figures(rate: rate, median: median, p99: p99)
    }
  }

  /// Of wrk's table, as `     99%    1.23ms`.
  private static func percentile(_ name: String, in output: String) -> Double? {
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      guard words.count == 2, words[0] == name,
        let match = words[1].firstMatch(of: /^([0-9.]+)(us|ms|s)$/), let value = Double(match.1)
      else { continue }
      return value * (match.2 == "us" ? 1e3 : match.2 == "ms" ? 1e6 : 1e9)
    }
    return nil
  }
}
