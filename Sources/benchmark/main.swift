// Part of Perch. SPDX-License-Identifier: Apache-2.0
//
// The parts of scripts/benchmark that need Swift: a canned server, a bare HTTP client as the peer of ours, and a
// stopwatch for commands. It prints one figure, or the port.

import Foundation

let arguments = Array(CommandLine.arguments.dropFirst())

switch arguments.first {
case "serve":
    try await CannedServer.run()
case "bare":
    print(try await Load.bare(port: number(1), connections: number(2), seconds: number(3)))
case "client":
    print(try await Load.client(port: number(1), connections: number(2), seconds: number(3)))
case "start":
    print(try Stopwatch.median(of: number(1), Array(arguments.dropFirst(2))))
default:
    FileHandle.standardError.write(
        Data("usage: benchmark serve | bare PORT N SECONDS | client PORT N SECONDS | start RUNS COMMAND…\n".utf8))
    exit(2)
}

func number(_ index: Int) -> Int {
    guard arguments.indices.contains(index), let number = Int(arguments[index]) else {
        FileHandle.standardError.write(Data("benchmark: argument \(index) must be a number\n".utf8))
        exit(2)
    }
    return number
}
