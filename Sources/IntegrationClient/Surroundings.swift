// Part of Perch. SPDX-License-Identifier: Apache-2.0

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// What a client takes from the world: time, chance and fresh ids. Tests give their own.
public struct Surroundings: Sendable {
    /// The reading of a clock that never goes back.
    public var uptime: @Sendable () -> Duration
    /// The time of day, in seconds since 1970.
    public var secondsSince1970: @Sendable () -> Double
    /// Waits; throws `CancellationError` as soon as the task is cancelled.
    public var sleep: @Sendable (Duration) async throws -> Void
    /// A random number, at least 0 and below 1.
    public var random: @Sendable () -> Double
    /// A new UUID in lower case.
    public var uuid: @Sendable () -> String

    public init(
        uptime: @escaping @Sendable () -> Duration, secondsSince1970: @escaping @Sendable () -> Double,
        sleep: @escaping @Sendable (Duration) async throws -> Void, random: @escaping @Sendable () -> Double,
        uuid: @escaping @Sendable () -> String
    ) {
        self.uptime = uptime
        self.secondsSince1970 = secondsSince1970
        self.sleep = sleep
        self.random = random
        self.uuid = uuid
    }

    /// The real ones.
    public static let system: Surroundings = {
        let start = ContinuousClock.now
        return Surroundings(
            uptime: { ContinuousClock.now - start },
            secondsSince1970: { Date().timeIntervalSince1970 },
            sleep: { try await Task.sleep(for: $0) },
            random: { Double.random(in: 0..<1) },
            uuid: { Self.randomUUID() })
    }()

    /// Version 4: random but for six bits.
    private static func randomUUID() -> String {
        let high = UInt64.random(in: 0 ... .max) & 0xFFFF_FFFF_FFFF_0FFF | 0x4000
        let low = UInt64.random(in: 0 ... .max) & 0x3FFF_FFFF_FFFF_FFFF | 0x8000_0000_0000_0000
        let digits = Array("0123456789abcdef".utf8)
        var text: [UInt8] = []
        text.reserveCapacity(36)
        for place in 0..<32 {
            if [8, 12, 16, 20].contains(place) { text.append(UInt8(ascii: "-")) }
            let half = place < 16 ? high : low
            text.append(digits[Int(half >> UInt64(60 - place % 16 * 4) & 15)])
        }
        return String(decoding: text, as: UTF8.self)
    }
}
