// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ArgumentParser
import Recording

/// Whether calls are recorded, or answered from a recording.
struct RecordingOptions: ParsableArguments {
    @Option(
        name: .long,
        help: ArgumentHelp("Write all calls and their answers to cassettes in this folder.", valueName: "folder"),
        completion: .directory)
    var record: String?

    @Option(
        name: .long,
        help: ArgumentHelp("Answer calls from the cassettes in this folder, without a network.", valueName: "folder"),
        completion: .directory)
    var replay: String?

    /// The seed when none is given: the same for both, so that scripts do the same.
    static let seed: UInt64 = 1

    var isOn: Bool { record != nil || replay != nil }

    mutating func validate() throws {
        guard record == nil || replay == nil else {
            throw ValidationError("--record and --replay cannot be used together")
        }
        guard record != "", replay != "" else { throw ValidationError("--record and --replay take a folder") }
    }

    /// The same as words of a command line, for a worker.
    var words: [String] {
        (record.map { ["--record", $0] } ?? []) + (replay.map { ["--replay", $0] } ?? [])
    }

    /// Makes the folder of a recording, or looks for that of a replay.
    func prepare() throws {
        if let record { try CassetteFolder(record).prepare() }
        if let replay { try CassetteFolder(replay).check() }
    }

    func tape(for host: Host, seed: UInt64) -> Tape? {
        guard isOn else { return nil }
        host.hideKeys()
        if let record {
            return .record(
                Recorder(
                    CassetteFolder(record), environment: host.settings.name, isLive: host.isLive, seed: seed,
                    version: Perch.version, redaction: host.redaction))
        }
        return replay.map { .replay(Player(CassetteFolder($0), seed: seed, redaction: host.redaction)) }
    }
}
