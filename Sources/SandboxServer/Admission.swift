// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import Locking
import OperationCatalog

/// Counts the calls that change the same session or the same customer. As on the service one of them runs and two wait
/// their turn; a fourth is refused at once.
final class Admission: Sendable {
    /// How many calls for one thing may run or wait.
    static let limit = 3

    /// A session of an Application, or a customer of the whole account.
    struct Place: Hashable {
        let subject: SubjectKey
        let application: Int64?
    }

    private let counts = Guarded<[Place: Int]>([:])

    /// What a call counts for: the sessions and customers that it names.
    static func places(of request: APIRequest, application: Int64) -> Set<Place> {
        guard request.operation.limitsParallelCalls else { return [] }
        return Set(
            request.subjectKeys.compactMap { subject in
                switch subject.kind {
                case .session: Place(subject: subject, application: application)
                case .profile: Place(subject: subject, application: nil)
                default: nil
                }
            })
    }

    /// Lets a call in, which must `leave` then, or names what has no room for it; the session first.
    func enter(_ places: Set<Place>) -> Operation.Subject.Kind? {
        counts.withLock { counts in
            let full = places.filter { counts[$0, default: 0] >= Self.limit }.map(\.subject.kind)
            guard full.isEmpty else { return full.contains(.session) ? .session : .profile }
            for place in places { counts[place, default: 0] += 1 }
            return nil
        }
    }

    func leave(_ places: Set<Place>) {
        counts.withLock { counts in
            for place in places {
                let rest = (counts[place] ?? 1) - 1
                counts[place] = rest > 0 ? rest : nil
            }
        }
    }
}
