// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import IntegrationAPI

/// A text that is a point in time and nothing else.
struct PointInTime {
    let secondsSince1970: Double

    init?(_ value: JSONValue) {
        guard let text = value.string else { return nil }
        self.init(text)
    }

    /// - Parameter text: RFC 3339.
    init?(_ text: String) {
        // A look at the form first: most texts are none, and a reader of dates is slow to say so.
        let bytes = Array(text.utf8)
        guard (20...35).contains(bytes.count), bytes[4] == UInt8(ascii: "-"), bytes[10] == UInt8(ascii: "T"),
            let seconds = Timestamp(text).date?.timeIntervalSince1970
        else { return nil }
        secondsSince1970 = seconds
    }
}
