// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI

/// What becomes of snapshots that are missing or differ.
public enum SnapshotPolicy: String, Sendable {
    /// Missing ones are written, others compared.
    case writesMissing
    /// Missing ones fail: for runs that nobody watches, where a new file would be lost.
    case requiresAll
    /// All are written anew.
    case updates
}

/// The snapshots of a script: `__snapshots__/NAME.snap` beside it, a JSON object with a member for each.
struct SnapshotFile {
    let folder: String
    let path: String

    init(ofScript script: String) {
        let name = (script as NSString).lastPathComponent
        folder = ((script as NSString).deletingLastPathComponent as NSString).appendingPathComponent("__snapshots__")
        path = (folder as NSString).appendingPathComponent(name + ".snap")
    }

    /// A snapshot as JSON text; nil when there is none of that name.
    func text(of name: String) throws(PerchError) -> String? { try members()[name]?.description }

    /// Writes a snapshot. Others may write theirs to the same file at the same time.
    func keep(_ json: String, as name: String) throws(PerchError) {
        do {
            try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            let value = try JSONValue(parsing: json)
            try locked {
                var members = try members()
                members[name] = value
                let sorted = JSONValue.object(members).sorted
                try Data((JSONPrinter.text(sorted, indented: true) + "\n").utf8)
                    .write(to: URL(filePath: path), options: .atomic)
            }
        } catch let error as PerchError {
            throw error
        } catch {
            throw PerchError(
                .configuration, "cannot write the snapshots \(path)",
                hint: "check that the folder can be written to and has room")
        }
    }

    private func members() throws(PerchError) -> JSONObject {
        guard let data = FileManager.default.contents(atPath: path) else { return [:] }
        guard let json = try? JSONValue(parsing: String(decoding: data, as: UTF8.self)),
            case .object(let members) = json
        else {
            throw PerchError(
                .configuration, "the snapshots \(path) are not a JSON object",
                hint: "take back what was changed in the file, or remove it to have it written anew")
        }
        return members
    }

    /// Holds a lock on the folder, so that no new file is needed for it.
    private func locked(_ body: () throws -> Void) throws {
        let descriptor = open(folder, O_RDONLY)
        guard descriptor >= 0 else { throw CocoaError(.fileWriteUnknown) }
        defer { close(descriptor) }
        while flock(descriptor, LOCK_EX) != 0 {
            guard errno == EINTR else { throw CocoaError(.fileWriteUnknown) }
        }
        try body()
    }
}
