// swift-tools-version: 6.3
import PackageDescription

let fuzzer: [SwiftSetting] = [
  .swiftLanguageMode(.v6), .strictMemorySafety(), .treatAllWarnings(as: .error),
]

func fuzzTarget(_ name: String) -> Target {
  .executableTarget(
    name: name,
    dependencies: ["CFuzzer", .product(name: "BatonInternals", package: "baton")],
    swiftSettings: fuzzer,
    // The default linker can't read the code that coverage makes.
    linkerSettings: [.unsafeFlags(["-use-ld=lld"])])
}

/// Fuzz targets, each a libFuzzer program. A package of its own, since all of its code, Baton's
/// rooms included, is compiled with coverage:
///
///     swift build -c release -Xswiftc -sanitize=fuzzer
///     .build/release/ObjectFileFuzzer -max_len=65536 corpus ../Tests/Corpus/fuzz/objects
///     .build/release/WireFuzzer -max_len=256 corpus ../Tests/Corpus/fuzz/wire
///     .build/release/NetStackFuzzer -max_len=1024 corpus ../Tests/Corpus/fuzz/netstack
///     .build/release/ApplicationsFuzzer -max_len=2048 corpus ../Tests/Corpus/fuzz/applications
///
/// The first folder collects what is new, and `-merge=1` makes a small corpus of it. A crash becomes
/// a file in `Tests/Corpus/fuzz`, which the ordinary tests replay.
let package = Package(
  name: "fuzz",
  dependencies: [.package(name: "baton", path: "..")],
  targets: [
    .target(name: "CFuzzer"),
    fuzzTarget("ObjectFileFuzzer"),
    fuzzTarget("WireFuzzer"),
    fuzzTarget("NetStackFuzzer"),
    fuzzTarget("ApplicationsFuzzer"),
  ]
)
