// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import OperationCatalog

/// How an operation takes many rows in one call: a list at the top of its body, with the API's own limit.
struct BatchForm: Sendable {
    /// The field of the body.
    let list: String
    /// How many the API takes at once.
    let limit: Int
    /// Of one element: an object with fields, or a text.
    let element: Schema
    /// The field of the answer that has an element for each row; nil when there is none.
    let answers: String?
    /// Below each of these elements, what names the row that it belongs to; nil when they stand in the order of the rows.
    let answerKey: String?
    /// The field of an element that must be the same in all elements of a call: the one that says what kind they are.
    let uniform: String?

    /// Lists with a smaller limit belong to one row, such as the identifiers of a session.
    private static let leastLimit = 100

    /// Nil for an operation that takes one row in a call.
    init?(_ operation: Operation) {
        guard case .object(let name)? = operation.body?.schema, let body = Catalog.schema(named: name) else {
            return nil
        }
        for field in body.fields {
            guard case .array(let element, _, let limit?, _) = field.schema, limit >= Self.leastLimit else { continue }
            switch element {
            case .object, .string: break
            default: continue
            }
            // A session has many cart items, and still is one row.
            guard operation.pathParameters.isEmpty || body.fields.count <= 2 else { continue }
            list = field.name
            uniform = Self.kind(of: element)
            self.limit = limit
            self.element = element
            switch operation.id {
            case "updateCustomerProfilesV2": (answers, answerKey) = ("integrationStates", nil)
            case "createReferralsForMultipleAdvocates": (answers, answerKey) = ("data", "advocateProfileIntegrationId")
            default: (answers, answerKey) = (nil, nil)
            }
            return
        }
        return nil
    }

    private static func kind(of element: Schema) -> String? {
        guard case .object(let name) = element else { return nil }
        return (Catalog.schema(named: name)?.fields ?? []).lazy.compactMap { field in
            if case .variant(let by, _) = field.schema { by } else { String?.none }
        }.first
    }

    /// Whether an element is the text of one column, and not an object.
    var isText: Bool {
        if case .string = element { true } else { false }
    }

    /// What the column of a text element is called: the list's name for one.
    var textColumn: String { list.hasSuffix("s") ? String(list.dropLast()) : list }
}
