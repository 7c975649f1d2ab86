// swift-tools-version: 6.3
import PackageDescription

/// One target a room; see ARCHITECTURE.md for what each holds and why arrows only run downhill.
let strict: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

func room(_ name: String, _ dependencies: [Target.Dependency] = []) -> Target {
  .target(name: name, dependencies: dependencies, swiftSettings: strict)
}

func tests(_ name: String, _ dependencies: [Target.Dependency]) -> Target {
  .testTarget(name: name + "Tests", dependencies: dependencies, swiftSettings: strict)
}

let package = Package(
  name: "baton",
  products: [
    .executable(name: "baton", targets: ["baton"]),
    .library(name: "Baton", targets: ["Baton"]),
    .library(
      name: "BatonInternals",
      targets: [
        "ApplicationChecking", "JIT", "Verifier", "ObjectFile", "Coroutines", "Wire",
        "WireChecking", "PacketScripts",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
    .package(url: "https://github.com/HdrHistogram/hdrhistogram-swift", from: "0.2.0"),
  ],
  targets: [
    // The interface header, its memory layouts, and system calls that Swift can't import by itself.
    .target(
      name: "CBaton", path: "Interface", sources: ["execution.c"], publicHeadersPath: "."),
    .target(name: "CLinux"),

    room("Bytecode"),
    room("ObjectFile", ["Bytecode"]),
    room("Devices", ["CBaton", "CLinux", "Wire", "World"]),
    .target(
      name: "Contracts", dependencies: ["ObjectFile"],
      resources: [.embedInCode("Resources/baton.btf"), .embedInCode("Resources/linux.btf")],
      swiftSettings: strict),
    room("Verifier", ["Bytecode", "ObjectFile", "Contracts"]),
    room("Maps", ["CBaton", "CLinux"]),
    room("World"),
    room("Telemetry"),
    room("Wire"),
    room("Timers", ["CBaton"]),
    // Functions that return spans of what they were given need their lifetimes spelled out.
    .target(
      name: "Applications", dependencies: ["Hashing"],
      swiftSettings: strict + [.enableExperimentalFeature("Lifetimes")]),
    room("Hashing"),
    room("Plot"),
    room("Scheduling"),
    room("NetStack", ["CBaton", "Hashing", "Timers", "Wire"]),
    room("Coroutines", ["CBaton", "Verifier", "ObjectFile", "Telemetry", "Timers"]),
    room(
      "JIT", ["Bytecode", "CBaton", "CLinux", "Contracts", "ObjectFile", "Telemetry", "Verifier"]),
    room("Monitors", ["Contracts", "ObjectFile", "Verifier"]),
    room(
      "Interpreter",
      [
        "Bytecode", "CBaton", "Contracts", "Monitors", "ObjectFile", "Telemetry", "Verifier",
      ]),
    room("Toolchain", ["ObjectFile"]),
    room("Kernel", ["Bytecode", "CLinux", "ObjectFile"]),
    room(
      "Runtime",
      [
        "Applications", "Bytecode", "CBaton", "CLinux", "Contracts", "Coroutines", "Devices",
        "Interpreter", "JIT", "Maps", "Monitors", "NetStack", "ObjectFile", "Scheduling",
        "Telemetry", "Verifier", "Wire", "World",
      ]),
    room(
      "Load",
      [
        "CBaton", "Devices", "Wire", "World",
        .product(name: "Histogram", package: "hdrhistogram-swift"),
      ]),
    room("Simulator", ["Devices", "Load", "Runtime", "Scheduling", "World"]),
    room(
      "VerifierFuzzing",
      [
        "Bytecode", "CBaton", "Contracts", "Interpreter", "Maps", "ObjectFile", "Runtime",
        "Verifier", "World",
      ]),
    .target(
      name: "CoroutineFuzzing",
      dependencies: [
        "Bytecode", "CBaton", "Contracts", "Devices", "Interpreter", "Monitors", "ObjectFile",
        "Runtime", "Verifier", "World",
      ],
      resources: [.embedInCode("Resources/surroundings.c")], swiftSettings: strict),
    .target(
      name: "ContractTesting",
      dependencies: [
        "CBaton", "Contracts", "Devices", "Monitors", "NetStack", "ObjectFile", "Runtime",
        "Verifier",
        "Wire", "World",
      ],
      resources: [.embedInCode("Resources/kept-programs.c")], swiftSettings: strict),
    room(
      "Control", ["CLinux", "Maps", "ObjectFile", "Runtime", "Telemetry", "Verifier", "World"]),
    // The library that programs embed. Its folder is not called Baton, as that differs from the command's by case only.
    .target(
      name: "Baton",
      dependencies: [
        "Applications", "CLinux", "Contracts", "Devices", "NetStack", "ObjectFile", "Runtime",
        "Verifier", "Wire", "World",
      ],
      path: "Sources/Library", resources: [.embedInCode("Resources/network.o")],
      swiftSettings: strict),
    .executableTarget(
      name: "baton",
      dependencies: [
        "Applications", "Bytecode", "CBaton", "CLinux", "ContractTesting", "Contracts", "Control",
        "CoroutineFuzzing", "Devices", "Kernel", "Load", "Maps",
        "Monitors", "NetStack", "ObjectFile", "Plot", "Runtime", "Scheduling", "Simulator",
        "Telemetry", "Toolchain", "Verifier", "VerifierFuzzing", "Wire", "World",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    // Random numbers that a seed replays, for the tests of rooms that draw none themselves.
    .target(name: "SeededNumbers", path: "Tests/SeededNumbers", swiftSettings: strict),
    tests("Hashing", ["Hashing"]),
    tests("Plot", ["Plot", "SeededNumbers"]),
    tests("Scheduling", ["Scheduling", "SeededNumbers"]),
    tests("Bytecode", ["Bytecode", "SeededNumbers"]),
    tests("Contracts", ["Contracts"]),
    tests("ObjectFile", ["ObjectFile", "Bytecode", "SeededNumbers"]),
    // Has services answer any octets, for tests and the fuzzer.
    .target(
      name: "ApplicationChecking", dependencies: ["Applications", "SeededNumbers"],
      path: "Tests/ApplicationChecking", swiftSettings: strict),
    tests("Applications", ["ApplicationChecking", "Applications", "SeededNumbers"]),
    // Scenarios of a network stack as text, and the hosts that its tests run.
    .target(
      name: "PacketScripts", dependencies: ["CBaton", "NetStack", "Wire"],
      path: "Tests/PacketScripts", swiftSettings: strict),
    tests("NetStack", ["CBaton", "NetStack", "PacketScripts", "SeededNumbers", "Wire"]),
    tests("Devices", ["Devices", "CBaton", "CLinux", "Wire", "World"]),
    // Units written as text, for the tests of every room that works on verified ones.
    .target(
      name: "SampleUnits", dependencies: ["Bytecode", "Contracts", "ObjectFile", "Verifier"],
      path: "Tests/SampleUnits", swiftSettings: strict),
    .target(
      name: "SamplePrograms", dependencies: ["ObjectFile", "Toolchain"],
      path: "Tests/SamplePrograms", swiftSettings: strict),
    tests(
      "Verifier", ["Verifier", "Bytecode", "ObjectFile", "SamplePrograms", "SampleUnits"]),
    tests(
      "Interpreter",
      ["Interpreter", "Bytecode", "CBaton", "Contracts", "SampleUnits", "Verifier"]),
    tests(
      "VerifierFuzzing",
      [
        "VerifierFuzzing", "Bytecode", "Contracts", "ObjectFile", "SamplePrograms", "Verifier",
        "World",
      ]),
    tests("CoroutineFuzzing", ["CoroutineFuzzing", "SamplePrograms"]),
    tests(
      "ContractTesting",
      ["ContractTesting", "Contracts", "JIT", "ObjectFile", "SamplePrograms", "Verifier"]),
    tests("Maps", ["Maps", "CBaton"]),
    // Reads and writes frames again, for tests and the fuzzer.
    .target(
      name: "WireChecking", dependencies: ["Wire"], path: "Tests/WireChecking",
      swiftSettings: strict),
    tests("Wire", ["Wire", "WireChecking", "World"]),
    // Runs the executable, as users do.
    tests(
      "Command",
      [
        "CLinux", "Control", "Devices", "ObjectFile", "Runtime", "SamplePrograms",
        "TraceChecking", "Verifier", "Wire", "baton",
      ]),
    tests(
      "Runtime",
      [
        "Runtime", "Bytecode", "CBaton", "CLinux", "Contracts", "Devices", "Kernel", "Maps",
        "NetStack", "ObjectFile", "PacketScripts", "SamplePrograms", "Scheduling", "SeededNumbers",
        "Telemetry", "TraceChecking", "Verifier", "Wire", "World",
      ]),
    tests("Load", ["Load"]),
    tests("Baton", ["Baton", "ObjectFile", "SamplePrograms"]),
    tests(
      "Simulator",
      [
        "Simulator", "Devices", "Load", "ObjectFile", "Runtime", "SamplePrograms", "Scheduling",
        "Verifier", "World",
      ]),
    // Holds trace files against their format, for the tests of whoever writes some.
    .target(name: "TraceChecking", path: "Tests/TraceChecking", swiftSettings: strict),
    tests("Telemetry", ["Telemetry", "TraceChecking"]),
    tests("Coroutines", ["Coroutines", "CBaton", "World"]),
    tests("Timers", ["Timers", "CBaton", "World"]),
    tests("Kernel", ["Kernel", "Bytecode", "ObjectFile"]),
    tests(
      "JIT",
      [
        "JIT", "Bytecode", "CBaton", "Contracts", "Interpreter", "ObjectFile", "SamplePrograms",
        "Verifier", "World",
      ]),
    .testTarget(
      name: "ToolchainTests", dependencies: ["Toolchain", "ObjectFile", "Bytecode"],
      exclude: ["Samples"], swiftSettings: strict),
  ]
)
