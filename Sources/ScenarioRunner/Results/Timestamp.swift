// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Foundation

/// Points in time as RFC 3339 in UTC.
enum Timestamp {
    static func text(_ seconds: Double) -> String {
        Date(timeIntervalSince1970: seconds).formatted(.iso8601)
    }
}
