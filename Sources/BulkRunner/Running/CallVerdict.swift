// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog

/// What an error says about the rows of a call.
enum CallVerdict: Sendable {
    /// The service looked at the rows and wants them otherwise; nothing of the call was done.
    /// `place` is the row that it named, from 0.
    case refused(place: Int?)
    /// The service does not take the call, and the next one would fare no better.
    case stop
    /// The call may be made again, now or in a later run; whether it was done does not matter, or the service knows.
    case stopAndRepeat
    /// Nobody knows whether the call was done, and made again it would count twice.
    case doubt

    init(_ error: PerchError, to operation: Operation, list: String?) {
        let mayRepeat = operation.repetition != .never
        switch error.code {
        case .api:
            switch error.status ?? 0 {
            case 401, 403, 405, 429, 501: self = .stop
            case 409 where error.message.lowercased().contains("too many requests"): self = .stop
            case 500...: self = mayRepeat ? .stopAndRepeat : .doubt
            default: self = .refused(place: Self.place(in: error.errors, list: list))
            }
        case .connection, .timeout, .badAnswer:
            self = error.neverArrived ? .stop : mayRepeat ? .stopAndRepeat : .doubt
        case .invalidArgument: self = .refused(place: nil)
        default: self = .stop
        }
    }

    /// The element of the list that all of the service's errors are about.
    private static func place(in errors: [JSONValue], list: String?) -> Int? {
        guard let list else { return nil }
        let places = errors.map { error -> Int? in
            let steps = (error["source"]?["pointer"]?.string ?? "").split(separator: "/")
            guard steps.count >= 2, steps[0] == list else { return nil }
            return Int(steps[1])
        }
        guard let first = places.first, places.allSatisfy({ $0 == first }) else { return nil }
        return first
    }
}
