// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// The exchanges of one account, or of one sandbox, in the order in which they were made.
public struct RecordedAccount: Sendable {
    /// Each with the file of its cassette.
    public let exchanges: [(file: String, exchange: RecordedExchange)]

    /// The cassettes of a live environment saw the same account; each of an embedded one had a sandbox of its own.
    public static func all(in cassettes: [(name: String, cassette: Cassette)]) -> [RecordedAccount] {
        var live: [String: [(file: String, exchange: RecordedExchange)]] = [:]
        var embedded: [RecordedAccount] = []
        for (name, cassette) in cassettes {
            let exchanges = cassette.exchanges.map { (file: name, exchange: $0) }
            if cassette.head.isLive {
                live[cassette.head.environment, default: []] += exchanges
            } else {
                embedded.append(RecordedAccount(exchanges: exchanges))
            }
        }
        return live.sorted { $0.key < $1.key }.map { RecordedAccount(exchanges: inOrder($0.value)) } + embedded
    }

    /// By time; calls of the same moment stay as they are.
    private static func inOrder(
        _ exchanges: [(file: String, exchange: RecordedExchange)]
    ) -> [(file: String, exchange: RecordedExchange)] {
        exchanges.enumerated().sorted {
            ($0.element.exchange.time, $0.offset) < ($1.element.exchange.time, $1.offset)
        }.map(\.element)
    }
}
