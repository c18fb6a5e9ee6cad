// swift-tools-version: 6.2
// Part of Perch. SPDX-License-Identifier: Apache-2.0

import PackageDescription

let package = Package(
    name: "swift-host",
    platforms: [.macOS(.v15)],
    dependencies: [.package(name: "perch", path: "../..")],
    targets: [
        .executableTarget(name: "swift-host", dependencies: [.product(name: "PerchKit", package: "perch")])
    ]
)
