// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import Locking
import Testing

/// Numbers by chance that are the same again with the same seed.
private struct Chance: RandomNumberGenerator {
    private var state: UInt64

    init(seed: UInt64) { state = seed &+ 0x9E37_79B9_7F4A_7C15 }

    mutating func next() -> UInt64 {
        state = state &+ 0x9E37_79B9_7F4A_7C15
        var z = state
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

/// A process that is ended without warning, when a request comes in or just before its answer goes out.
private final class Victim: Sendable {
    private let process = Guarded<(pid: Int32, request: Int, whenDone: Bool)?>(nil)

    func aim(_ pid: Int32, at request: Int, whenDone: Bool) { process.withLock { $0 = (pid, request, whenDone) } }

    /// The process has ended.
    func spare() { process.withLock { $0 = nil } }

    func strike(_ request: Int, isDone: Bool) {
        process.withLock { process in
            guard let target = process, request >= target.request, isDone == target.whenDone else { return }
            kill(target.pid, SIGKILL)
            process = nil
        }
    }
}

/// Work that is killed at any moment goes on, and every row is done exactly once.
@Suite struct BulkKillTests {
    private static let rounds = Int(ProcessInfo.processInfo.environment["PERCH_BULK_KILLS"] ?? "") ?? 20
    private static let seed =
        UInt64(ProcessInfo.processInfo.environment["PERCH_BULK_SEED"] ?? "") ?? .random(in: 1...999_999)

    private enum Work: CaseIterable {
        case events, profiles, reservations

        var arguments: [String] {
            switch self {
            case .events: ["events.track", "rows.csv", "--set", "type=visit", "--concurrency", "8"]
            case .profiles: ["profiles.update_many", "rows.csv", "--batch", "7", "--concurrency", "4"]
            case .reservations:
                [
                    "reservations.create", "rows.csv", "--set", "couponValue=WALLET", "--batch", "9", "--concurrency",
                    "3",
                ]
            }
        }

        func rows(_ count: Int) -> String {
            switch self {
            case .events: BulkProject.events(count, customers: 40)
            case .profiles: "integrationId\n" + (1...count).map { "\($0)\n" }.joined()
            case .reservations: "integrationID\n" + (1...count).map { "\($0)\n" }.joined()
            }
        }

        func entries(_ request: LedgerServer.Request) -> [String] {
            switch self {
            case .events: LedgerServer.eventEntries(request)
            case .profiles: LedgerServer.profileEntries(request)
            case .reservations:
                request.method == "GET" ? [] : (request.body["integrationIDs"]?.array ?? []).compactMap(\.string)
            }
        }
    }

    @Test func `killed at random moments and resumed, every row is done exactly once`() async throws {
        print("PERCH_BULK_SEED=\(Self.seed) PERCH_BULK_KILLS=\(Self.rounds)")
        for round in 0..<Self.rounds {
            try await killed(
                Work.allCases[round % 3], seed: Self.seed &+ UInt64(round) &* 7_919, hasFaults: round % 2 == 1)
        }
    }

    private func killed(_ work: Work, seed: UInt64, hasFaults: Bool) async throws {
        let victim = Victim()
        let chance = Guarded(Chance(seed: seed))
        let server = try LedgerServer(
            entries: { work.entries($0) },
            respond: { request, done in
                guard request.method == "GET" else {
                    return .init(status: work == .reservations ? 201 : 204, body: [:])
                }
                let data = done.keys.map { JSONValue.object(["integrationId": .string($0)]) }
                return .init(status: 200, body: ["data": .array(data)])
            },
            fault: { request in
                guard hasFaults, request.method != "GET" else { return nil }
                return chance.withLock { chance in
                    Int.random(in: 0..<25, using: &chance) == 0
                        ? LedgerServer.Fault.allCases.randomElement(using: &chance) : nil
                }
            },
            onAnswer: { victim.strike($0.number, isDone: $1) })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        let count = 200
        try project.write("rows.csv", work.rows(count))

        var attempts = 0
        var status: Int32 = -1
        var errors = ""
        while status != 0, attempts < 12 {
            // The first runs are killed, one after the other; those behind them may come to their end.
            let (isKilled, after, whenDone) = chance.withLock { chance in
                (
                    attempts < 3, Int.random(in: 1...(work == .events ? 60 : 8), using: &chance),
                    Bool.random(using: &chance)
                )
            }
            let arguments = ["bulk"] + work.arguments + (project.exists("rows.csv.perch-bulk") ? ["--resume"] : [])
            let seen = server.requests.count
            let running = try PerchBinary.start(
                arguments, folder: project.folder.path, environment: ["TEA_KEY": LiveTests.key])
            if isKilled { victim.aim(running.process.processIdentifier, at: seen + after, whenDone: whenDone) }
            let result = await running.finish()
            victim.spare()
            (status, errors) = (result.status, result.errors)
            attempts += 1
        }

        #expect(status == 0, "seed \(seed), \(work): \(errors)")
        #expect(server.done.count == count, "seed \(seed), \(work): rows are lost")
        #expect(server.done.values.allSatisfy { $0 == 1 }, "seed \(seed), \(work): rows were done twice")
        let results = try project.read("rows.results.csv").split(separator: "\n")
        #expect(results.count == count + 1)
        #expect(results.dropFirst().allSatisfy { $0.contains(",done,") }, "seed \(seed), \(work)")
    }

    @Test func `Ctrl-C finishes what is under way and tells how to go on`() async throws {
        let target = Guarded<Int32>(0)
        let server = try LedgerServer(
            entries: LedgerServer.eventEntries,
            onAnswer: { request, isDone in
                let process = target.withLock { $0 }
                if request.number >= 30, !isDone, process > 0 {
                    target.withLock { $0 = 0 }
                    kill(process, SIGINT)
                }
            })
        defer { server.close() }
        let project = try BulkProject(port: server.port)
        try project.write("rows.csv", BulkProject.events(2_000))
        let words = ["bulk", "events.track", "rows.csv", "--set", "type=a visit"]

        let running = try PerchBinary.start(words, folder: project.folder.path, environment: ["TEA_KEY": LiveTests.key])
        target.withLock { $0 = running.process.processIdentifier }
        let stopped = await running.finish()

        #expect(stopped.status == 130)
        #expect(stopped.errors.contains("to go on: perch bulk events.track rows.csv --set 'type=a visit' --resume"))
        let resumed = try await project.bulk("events.track", "rows.csv", "--set", "type=a visit", "--resume")
        #expect(resumed.status == 0, "\(resumed.errors)")
        #expect(server.done.count == 2_000)
        #expect(server.done.values.allSatisfy { $0 == 1 })
    }
}
