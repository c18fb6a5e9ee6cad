// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// A cart item filter of an Application: a list of items that all its rules read by a name.
struct CartItemFilter {
    let id: Int64
    let name: String
    let created: Moment
    let description: String
    let expression: JSONValue

    static let fields = [
        "id", "name", "description", "expression", "created", "applicationId", "activeExpressionId", "createdBy",
        "modified", "modifiedBy",
    ]

    /// As the Management API shows it, with its expression, which that has apart.
    func json(application: Int64) -> JSONValue {
        [
            "id": .integer(id), "created": JSONValue(created), "name": .string(name),
            "description": .string(description), "applicationId": .integer(application),
            "activeExpressionId": .integer(id), "expression": expression,
        ]
    }
}

extension Store {
    /// The filters of an Application, in their order.
    func cartItemFilters(of application: Int64) throws -> [CartItemFilter] {
        try all(
            "SELECT id, name, created, description, expression FROM cart_item_filter WHERE application_id = ? ORDER BY id",
            [application]
        ).map { CartItemFilter(id: $0[0], name: $0[1], created: $0[2], description: $0[3], expression: $0[4]) }
    }

    func insert(_ filter: CartItemFilter, application: Int64) throws {
        try run(
            """
            INSERT INTO cart_item_filter (id, application_id, name, created, description, expression)
            VALUES (?, ?, ?, ?, ?, ?)
            """, [filter.id, application, filter.name, filter.created, filter.description, filter.expression])
    }
}

extension NamedExpression {
    init(_ filter: CartItemFilter) {
        self.init(name: filter.name, expression: filter.expression)
    }
}
