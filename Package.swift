// swift-tools-version: 6.2
// Part of Perch. SPDX-License-Identifier: Apache-2.0

import PackageDescription

// The pages of Sources/Documentation/Documentation.docc/Guides; `perch docs` shows them in this order.
let guides = [
    "Guided-Tour", "Explore-In-The-REPL", "Write-Scenarios", "Run-Scenarios", "Reports-Of-Scenarios", "Coverage",
    "Record-And-Replay",
    "Rules-Explained", "Why-Did-A-Rule-Not-Fire", "The-Sandbox", "Serve-The-Sandbox",
    "Set-Up-Through-The-Management-API", "Bundles", "Bulk-Work", "Bulk-On-Several-Machines", "Environments-And-Secrets",
    "Editors-And-Shells",
    "Migrating-From-Busted",
    "Migrating-From-Postman", "Swift-Library", "Plugins", "Exit-And-Error-Codes", "Assumptions",
]

// Package.resolved is not committed, so every version stands here exactly.
let package = Package(
    name: "perch",
    platforms: [.macOS(.v15)],
    products: [
        .executable(name: "perch", targets: ["perch"]),
        .library(name: "IntegrationClient", targets: ["IntegrationClient", "HTTPTransport"]),
        .library(name: "Sandbox", targets: ["Sandbox"]),
        .library(name: "LuaRuntime", targets: ["LuaRuntime"]),
        .library(
            name: "PerchKit",
            targets: ["PerchKit", "LuaRuntime", "ExactJSON", "IntegrationAPI", "IntegrationClient", "Sandbox"]),
    ],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
        .package(url: "https://github.com/apple/swift-collections", exact: "1.6.0"),
        .package(url: "https://github.com/apple/swift-crypto", exact: "4.5.2"),
        .package(url: "https://github.com/apple/swift-http-types", exact: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", exact: "1.16.2"),
        .package(url: "https://github.com/apple/swift-nio", exact: "2.101.2"),
        .package(url: "https://github.com/apple/swift-nio-extras", exact: "1.35.2"),
        .package(url: "https://github.com/apple/swift-nio-ssl", exact: "2.37.6"),
        .package(url: "https://github.com/groue/GRDB.swift", exact: "7.10.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", exact: "2.28.1"),
        .package(url: "https://github.com/LebJe/TOMLKit", exact: "0.6.0"),
        .package(url: "https://github.com/swift-server/async-http-client", exact: "1.37.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", exact: "2.13.0"),
    ],
    targets: [
        // A value behind a lock; depends on nothing.
        .target(name: "Locking"),

        // Lua for Swift; nothing here knows of Talon.One.
        .systemLibrary(name: "CLua", pkgConfig: "lua5.4", providers: [.apt(["liblua5.4-dev"])]),
        .target(name: "CLuaShim", dependencies: ["CLua"]),
        .target(name: "LuaRuntime", dependencies: ["CLuaShim", "Locking"]),

        // The vocabulary: exact JSON, the catalogue, requests and typed models.
        .target(name: "CSimdJSON", linkerSettings: [.linkedLibrary("simdjson")]),
        .target(
            name: "ExactJSON",
            dependencies: ["CSimdJSON", .product(name: "OrderedCollections", package: "swift-collections")]),
        .target(name: "OperationCatalog", dependencies: ["ExactJSON", "Locking"]),
        .target(name: "IntegrationAPI", dependencies: ["OperationCatalog"]),

        // Rows of files: CSV, JSON lists, JSON Lines.
        .systemLibrary(name: "CCSV", providers: [.apt(["libcsv-dev"])]),
        .systemLibrary(name: "CZlib", providers: [.apt(["zlib1g-dev"])]),
        .target(
            name: "Rows",
            dependencies: ["CCSV", "CZlib", "ExactJSON", .product(name: "Crypto", package: "swift-crypto")]),

        // The way out: client, network.
        .target(
            name: "IntegrationClient",
            dependencies: ["IntegrationAPI", "Locking", .product(name: "Crypto", package: "swift-crypto")]),
        .target(
            name: "HTTPTransport",
            dependencies: [
                "IntegrationAPI",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOHTTPCompression", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),

        .target(name: "Recording", dependencies: ["IntegrationClient", "Locking"]),

        // The embedded sandbox.
        .target(name: "RuleEngine", dependencies: ["IntegrationAPI"]),
        .target(
            name: "Sandbox",
            dependencies: [
                "RuleEngine", "Rows", "Locking", .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "GRDB", package: "GRDB.swift"),
            ]),
        .target(
            name: "SandboxServer",
            dependencies: [
                "RuleEngine", "Locking",
                .product(name: "Crypto", package: "swift-crypto"),
                .product(name: "HTTPTypes", package: "swift-http-types"),
                .product(name: "Hummingbird", package: "hummingbird"),
                .product(name: "Logging", package: "swift-log"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTPTypes", package: "swift-nio-extras"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "ServiceLifecycle", package: "swift-service-lifecycle"),
            ]),

        // Scripts, and the command that runs them.
        .target(
            name: "LuaBindings", dependencies: ["LuaRuntime", "IntegrationClient", "Rows", "Sandbox", "Locking"],
            exclude: ["Stubs/talon.lua"],
            resources: [
                .embedInCode("lua/library.lua"), .embedInCode("lua/rows.lua"), .embedInCode("Stubs/sandbox.lua"),
                .embedInCode("Stubs/perch.lua"),
            ]),
        .target(
            name: "ScenarioRunner", dependencies: ["LuaBindings", "Plugins", "Recording", "Rows", "Locking"],
            resources: [
                .embedInCode("lua/look.lua"), .embedInCode("lua/suite.lua"), .embedInCode("lua/steps.lua"),
                .embedInCode("lua/busted.lua"),
                .embedInCode("Reporters/report-schema.json"), .embedInCode("html/report.html"),
                .embedInCode("html/report.css"), .embedInCode("html/report.js"),
                .embedInCode("lua/errors.lua"), .embedInCode("lua/compare.lua"), .embedInCode("lua/is.lua"),
                .embedInCode("lua/expect.lua"), .embedInCode("lua/checks.lua"), .embedInCode("lua/explain.lua"),
                .embedInCode("plugins/dot.lua"), .embedInCode("plugins/tap.lua"), .embedInCode("plugins/effects.lua"),
                .embedInCode("lua/snapshots.lua"), .embedInCode("lua/builders.lua"),
                .embedInCode("Stubs/scenario.lua"),
            ]),
        // What people add: each plugin in a Lua state of its own.
        .target(
            name: "Plugins", dependencies: ["LuaBindings", "Locking"],
            resources: [
                .embedInCode("lua/plugin.lua"), .embedInCode("lua/scripts.lua"), .embedInCode("Stubs/plugin-stubs.lua"),
            ]),

        // Scripts inside of other programs.
        .target(name: "PerchKit", dependencies: ["LuaBindings", "Plugins", "HTTPTransport", "Locking"]),

        // Guides, for people at a terminal; `scripts/docs` makes pages of them.
        .target(name: "Documentation", resources: guides.map { .embedInCode("Documentation.docc/Guides/\($0).md") }),

        // Keys of a terminal; knows nothing of Lua.
        .target(name: "LineEditing", dependencies: ["Locking"]),
        .target(
            name: "REPL", dependencies: ["LuaBindings", "LineEditing", "Recording", "Locking"],
            resources: [.embedInCode("lua/repl.lua")]),
        .target(
            name: "BulkRunner",
            dependencies: ["LuaBindings", "Rows", "Locking", .product(name: "GRDB", package: "GRDB.swift")],
            resources: [.embedInCode("Scripts/bulk.lua")]),
        .target(
            name: "PerchCommand",
            dependencies: [
                "LuaBindings", "Plugins", "Recording", "Rows", "ScenarioRunner", "BulkRunner", "REPL", "LineEditing",
                "Documentation", "HTTPTransport", "Locking", "SandboxServer",
                .product(name: "ArgumentParser", package: "swift-argument-parser"),
                .product(name: "TOMLKit", package: "TOMLKit"),
            ]),
        .executableTarget(name: "perch", dependencies: ["PerchCommand"]),
        .executableTarget(name: "catalog-gen", dependencies: ["OperationCatalog", "RuleEngine"]),

        // The parts of scripts/benchmark that need Swift.
        .executableTarget(
            name: "benchmark",
            dependencies: [
                "HTTPTransport", "IntegrationClient",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOHTTP1", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
            ]),

        .testTarget(name: "LuaRuntimeTests", dependencies: ["LuaRuntime"]),
        .testTarget(name: "RowsTests", dependencies: ["Rows"]),
        .testTarget(name: "ExactJSONTests", dependencies: ["ExactJSON"]),
        .testTarget(name: "OperationCatalogTests", dependencies: ["OperationCatalog", "IntegrationAPI"]),
        .testTarget(name: "IntegrationClientTests", dependencies: ["IntegrationClient"]),
        .testTarget(name: "RecordingTests", dependencies: ["Recording", "Sandbox"]),
        .testTarget(
            name: "HTTPTransportTests",
            dependencies: [
                "HTTPTransport", "IntegrationClient",
                .product(name: "NIOCore", package: "swift-nio"),
                .product(name: "NIOPosix", package: "swift-nio"),
                .product(name: "NIOSSL", package: "swift-nio-ssl"),
            ]),
        .testTarget(
            name: "SandboxServerTests",
            dependencies: [
                "HTTPTransport", "IntegrationClient", "Sandbox", "SandboxServer",
                .product(name: "AsyncHTTPClient", package: "async-http-client"),
                .product(name: "NIOCore", package: "swift-nio"),
            ]),
        .testTarget(name: "RuleEngineTests", dependencies: ["RuleEngine"], exclude: ["Vectors"]),
        .testTarget(
            name: "SandboxTests",
            dependencies: ["Sandbox", "IntegrationClient", .product(name: "GRDB", package: "GRDB.swift")]),
        .testTarget(
            name: "LuaBindingsTests", dependencies: ["LuaBindings", "HTTPTransport", "Sandbox", "SandboxServer"]),
        .testTarget(name: "ScenarioRunnerTests", dependencies: ["ScenarioRunner", "Plugins", "Sandbox"]),
        .testTarget(name: "PluginsTests", dependencies: ["Plugins", "Sandbox"]),
        .testTarget(name: "PerchKitTests", dependencies: ["PerchKit", "SandboxServer"]),
        .testTarget(name: "DocumentationTests", dependencies: ["Documentation"]),
        .testTarget(name: "LineEditingTests", dependencies: ["LineEditing"]),
        .testTarget(name: "REPLTests", dependencies: ["REPL", "Sandbox"]),
        .testTarget(name: "BulkRunnerTests", dependencies: ["BulkRunner"]),
        .testTarget(
            name: "PerchCommandTests",
            dependencies: [
                "PerchCommand", "PerchKit", "perch", "HTTPTransport", "IntegrationClient", "LuaRuntime", "Sandbox",
                "SandboxServer",
            ]),
        .testTarget(name: "ArchitectureTests", dependencies: ["OperationCatalog"]),
    ],
    cxxLanguageStandard: .cxx17
)

let warningsAreErrors = Context.environment["CI"] != nil
for target in package.targets where target.type != .system {
    target.swiftSettings = [
        .enableUpcomingFeature("ExistentialAny"),
        .swiftLanguageMode(.v6),
    ]
    if warningsAreErrors {
        target.swiftSettings?.append(.treatAllWarnings(as: .error))
    }
}
