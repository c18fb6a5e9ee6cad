// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Applications and the types of their events.
enum ApplicationManagement {
    static let handlers: [String: Call.Handler] = [
        "getApplications": list,
        "createApplication": create,
        "getApplication": get,
        "updateApplication": update,
        "getApplicationEventTypes": ownEventTypes,
        "getEventTypes": eventTypes,
        "listApplicationCartItemFilters": cartItemFilters,
        "getApplicationCartItemFilterExpression": cartItemFilterExpression,
        "loadBundle": loadBundle,
    ]

    static func list(_ call: inout Call) throws -> APIResponse {
        try call.list(call.setup.applications.map { json($0.application, call) })
    }

    static func create(_ call: inout Call) throws -> APIResponse {
        try call.check(call.fields["attributes"]?.object, of: "Application", at: "/attributes")
        try call.setUp(call.givenFields, SetupSteps.newApplication)
        return .created(json(call.setup.application, call))
    }

    static func get(_ call: inout Call) throws -> APIResponse {
        .ok(json(call.setup.application, call))
    }

    static func update(_ call: inout Call) throws -> APIResponse {
        try call.check(call.fields["attributes"]?.object, of: "Application", at: "/attributes")
        var fields = call.givenFields
        fields["id"] = .integer(call.setup.application.id)
        fields["modified"] = JSONValue(call.now)
        try call.setUp(fields, SetupSteps.application)
        return .ok(json(call.setup.application, call))
    }

    private static func json(_ application: ApplicationSettings, _ call: Call) -> JSONValue {
        var object = application.document
        object["created"] = object["created"] ?? JSONValue(Moment(microseconds: 0))
        object["modified"] = object["modified"] ?? object["created"]
        object["enableFlattenedCartItems"] = object["enableFlattenedCartItems"] ?? object["enableFlattening"]
        let programs = call.setup.loyaltyPrograms.values.filter { program in
            let applications = program.document["subscribedApplications"]?.elements ?? []
            return applications.isEmpty || applications.contains(.integer(application.id))
        }
        object["loyaltyPrograms"] = .array(
            programs.sorted { $0.id < $1.id }.map { call.shown(.object($0.document), as: "LoyaltyProgram") })
        return call.shown(.object(object), as: "Application")
    }

    // MARK: - Event types

    /// The declared types and those of events that came.
    static func ownEventTypes(_ call: inout Call) throws -> APIResponse {
        let seen: [String] = try call.store.all(
            "SELECT DISTINCT type FROM event WHERE application_id = ?", [call.setup.application.id]
        ).map { $0[0] }
        let names = call.setup.eventTypes.union(seen).sorted()
        let isDescending = call.request.queryValue("sort")?.hasPrefix("-") ?? false
        let page = try call.listPage()
        return call.answer(
            page.cut(isDescending ? names.reversed() : names).page.map { .string($0) }, total: Int64(names.count),
            hasMore: false)
    }

    static func eventTypes(_ call: inout Call) throws -> APIResponse {
        let name = call.request.queryValue("name").nonEmpty
        let types = try call.store.all("SELECT id, name, created FROM event_type ORDER BY id")
            .filter { row in name.map { $0 == row[1] } ?? true }
            .map { row -> JSONValue in
                [
                    "id": .integer(row[0]), "name": .string(row[1]), "title": .string(row[1]),
                    "created": JSONValue(row[2] as Moment),
                ]
            }
        return try call.list(types)
    }

    // MARK: - Cart item filters

    static func cartItemFilters(_ call: inout Call) throws -> APIResponse {
        let application = call.setup.application.id
        return try call.list(
            call.setup.cartItemFilters.filter { call.isFound("name", in: $0.name) }
                .map { $0.json(application: application) })
    }

    /// A filter has one expression, with the id of the filter.
    static func cartItemFilterExpression(_ call: inout Call) throws -> APIResponse {
        let (id, expression) = (try call.id("cartItemFilterId"), try call.id("expressionId"))
        guard id == expression, let filter = call.setup.cartItemFilters.first(where: { $0.id == id }) else {
            throw Failure.notFound("There is no cart item filter \(id) with an expression \(expression)")
        }
        return .ok([
            "id": .integer(id), "created": JSONValue(filter.created), "cartItemFilterId": .integer(id),
            "createdBy": 1, "expression": filter.expression, "applicationId": .integer(call.setup.application.id),
        ])
    }

    // MARK: - Bundles

    static func loadBundle(_ call: inout Call) throws -> APIResponse {
        .created(try call.setUp(call.body.members, SetupSteps.bundle))
    }
}
