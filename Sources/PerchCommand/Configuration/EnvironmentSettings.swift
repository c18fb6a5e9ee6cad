// Part of Perch. SPDX-License-Identifier: Apache-2.0

/// An environment as `perch.toml` names it.
struct EnvironmentSettings: Equatable {
    var name: String
    var kind: Kind
    /// Writes need consent, deletions need a second one.
    var isProtected = false

    enum Kind: Equatable {
        case embedded(Embedded)
        case live(Live)
    }

    /// The sandbox in this process.
    struct Embedded: Equatable {
        /// Bundles to load at the start: paths, or patterns with `*`, relative to the configuration file.
        var bundles: [String] = []
        /// Where to keep the state; nil for memory.
        var database: String?
    }

    /// A service to be reached over the network.
    struct Live: Equatable {
        var baseURL: String
        var key: KeySource
        /// The key of the Management API, which `perch pull` needs.
        var managementKey: KeySource?
        var scheme: Scheme = .apiKey
        /// The application's id, which signs with the HMAC scheme.
        var applicationID: Int64?
        /// Calls per second; nil for no limit.
        var rateLimit: Double?
        /// Seconds until an answer is given up.
        var timeout: Double?
        /// A PEM file with additional certificate authorities.
        var certificates: String?
    }

    /// Where the key is. The key itself never stands in the file.
    enum KeySource: Equatable {
        case environment(String)
        case file(String)
    }

    enum Scheme: String, CaseIterable {
        case apiKey = "ApiKey-v1"
        case managementKey = "ManagementKey-v1"
        case bearer = "Bearer"
        case hmac = "HMAC"
    }

    /// The environment that exists without any file.
    static let embedded = EnvironmentSettings(name: "sandbox", kind: .embedded(Embedded()))
}
