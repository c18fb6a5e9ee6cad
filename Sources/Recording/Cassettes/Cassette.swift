// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
public import IntegrationAPI

/// The recorded exchanges of a case or a script, as a file of JSON Lines: what was recorded, then one line for each.
public struct Cassette: Sendable {
    public var head: Head
    /// In the order of their numbers.
    public var exchanges: [RecordedExchange]

    /// What a cassette says of itself.
    public struct Head: Sendable {
        /// Of the case, or the name of the script.
        public var id: String
        /// The name of the environment.
        public var environment: String
        /// Whether it was an account, and not an embedded sandbox.
        public var isLive: Bool
        /// Of the random numbers.
        public var seed: UInt64
        /// Of Perch.
        public var version: String
        /// When it was written, in seconds since 1970.
        public var time: Double
    }
}

/// What is wrong with a line of a cassette: `has no …`.
struct CassetteProblem: Error {
    let message: String

    init(_ message: String) { self.message = message }
}

extension Cassette {
    /// The form of the file. Readers refuse others.
    static let form: Int64 = 1

    var text: String {
        let first: JSONValue = [
            "cassette": .integer(Self.form), "id": .string(head.id), "environment": .string(head.environment),
            "kind": head.isLive ? "live" : "embedded", "seed": .string(String(head.seed)),
            "perch": .string(head.version), "recorded": .string(Timestamp(Date(timeIntervalSince1970: head.time)).text),
        ]
        return ([first] + exchanges.map(\.json)).map { $0.description + "\n" }.joined()
    }

    /// - Parameter path: What errors call the file.
    /// - Throws: `PerchError(.configuration)` with the line of what is no cassette.
    public init(text: String, path: String) throws(PerchError) {
        var head: Head?
        var exchanges: [RecordedExchange] = []
        for (index, line) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated()
        where !line.isEmpty {
            do throws(CassetteProblem) {
                guard let json = try? JSONValue(parsing: String(line)) else { throw CassetteProblem("is not JSON") }
                if head == nil {
                    head = try Head(json: json)
                } else {
                    exchanges.append(try RecordedExchange(json: json))
                }
            } catch {
                throw PerchError(
                    .configuration, "line \(index + 1) of the cassette \(path) \(error.message)",
                    hint: "mend it, or record again with --record", location: "\(path):\(index + 1)")
            }
        }
        guard let head else {
            throw PerchError(
                .configuration, "the cassette \(path) is empty", hint: "record again with --record", location: path)
        }
        self.init(head: head, exchanges: exchanges.sorted { $0.number < $1.number })
    }
}

extension Cassette.Head {
    fileprivate init(json: JSONValue) throws(CassetteProblem) {
        guard let form = json["cassette"]?.integer else { throw CassetteProblem("is not the first line of a cassette") }
        guard form == Cassette.form else {
            throw CassetteProblem("says that it is of form \(form), and this version of Perch reads \(Cassette.form)")
        }
        guard let id = json["id"]?.string else { throw CassetteProblem("has no `id`") }
        self.init(
            id: id, environment: json["environment"]?.string ?? "", isLive: json["kind"] == "live",
            seed: json["seed"]?.string.flatMap(UInt64.init) ?? 0, version: json["perch"]?.string ?? "",
            time: json["recorded"].flatMap(PointInTime.init)?.secondsSince1970 ?? 0)
    }
}
