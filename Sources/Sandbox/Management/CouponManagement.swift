// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import IntegrationAPI
internal import RuleEngine

/// Coupons: made, found, changed, deleted, imported and exported.
enum CouponManagement {
    static let handlers: [String: Call.Handler] = [
        "createCoupons": create,
        "createCouponsForMultipleRecipients": createForRecipients,
        "createCouponsAsync": createInBackground,
        "createCouponsDeletionJob": deleteInBackground,
        "getCoupons": list,
        "getCouponsWithoutTotalCount": list,
        "searchCouponsAdvancedWithoutTotalCount": search,
        "searchCouponsAdvancedApplicationWideWithoutTotalCount": search,
        "updateCouponBatch": updateBatch,
        "deleteCoupons": deleteMany,
        "updateCoupon": update,
        "deleteCoupon": delete,
        "importCoupons": importFile,
        "exportCoupons": export,
    ]

    // MARK: - Making

    static func create(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        if let prefix = fields["uniquePrefix"]?.string, fields["couponPattern"] == nil {
            fields["couponPattern"] = .string(prefix + "########")
        }
        return answer(try make(fields, in: &call), call)
    }

    static func createForRecipients(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        let recipients = fields["recipientsIntegrationIds"]?.strings ?? []
        fields["recipientsIntegrationIds"] = nil
        fields["numberOfCoupons"] = 1
        let batch = Self.batch()
        var coupons: [JSONValue] = []
        for recipient in recipients {
            fields["recipientIntegrationId"] = .string(recipient)
            coupons += try make(fields, batch: batch, in: &call)
        }
        return answer(coupons, call)
    }

    static func createInBackground(_ call: inout Call) throws -> APIResponse {
        var fields = call.givenFields
        let settings = fields["couponSettings"]
        fields["couponSettings"] = nil
        for key in ["couponPattern", "validCharacters"] { fields[key] = settings?[key] }
        let batch = Self.batch()
        _ = try make(fields, batch: batch, in: &call)
        return .ok(["batchId": .string(batch)])
    }

    /// - Returns: the coupons as the API shows them.
    private static func make(
        _ fields: JSONObject, batch: String = Self.batch(), in call: inout Call
    ) throws -> [JSONValue] {
        let campaign = try call.campaign()
        try call.check(fields["attributes"]?.object, of: "Coupon", at: "/attributes")
        var fields = fields
        fields["campaignId"] = .integer(campaign.id)
        fields["batchId"] = .string(batch)
        if let code = fields["couponPattern"]?.string, !code.contains("#") {
            let count = fields["numberOfCoupons"]?.integer ?? 1
            guard count == 1 else {
                throw Failure.invalid(
                    "/couponPattern", "Invalid", "\"\(code)\" has no # and gives one code, not \(count)")
            }
            guard try call.store.coupon(call.setup.application.code(code)) == nil else {
                throw Failure.conflict("There is a coupon \"\(code)\" already")
            }
        }
        return try call.setUp(fields, SetupSteps.coupons).elements
    }

    private static func batch() -> String {
        String((0..<10).map { _ in "abcdefghijklmnopqrstuvwxyz0123456789".randomElement() ?? "a" })
    }

    /// Unless it is asked for, nothing of the coupons is shown.
    private static func answer(_ coupons: [JSONValue], _ call: Call) -> APIResponse {
        guard call.request.queryValue("silent") == "no" else { return .noContent }
        return .ok([
            "totalResultSize": .integer(Int64(coupons.count)),
            "data": .array(coupons.map { call.shown($0, as: "Coupon") }),
        ])
    }

    // MARK: - Finding

    static func list(_ call: inout Call) throws -> APIResponse {
        let filter = try CouponFilter(call, campaigns: [call.campaign().id])
        return try answer(filter, attributes: [:], call)
    }

    static func search(_ call: inout Call) throws -> APIResponse {
        var campaigns = call.setup.campaigns.map(\.id)
        if call.operation.pathParameters.contains(where: { $0.name == "campaignId" }) {
            campaigns = [try call.campaign().id]
        } else if let state = call.request.queryValue("campaignState").nonEmpty {
            campaigns = try call.setup.campaigns.filter { campaign in
                let json = try call.json(campaign)
                return json["state"]?.string == state || json["frontendState"]?.string == state
            }.map(\.id)
        }
        let attributes = call.body["attributes"]?.object ?? call.body.members
        return try answer(CouponFilter(call, campaigns: campaigns), attributes: attributes, call)
    }

    private static func answer(
        _ filter: CouponFilter, attributes: JSONObject, _ call: Call
    ) throws -> APIResponse {
        let page = try call.listPage()
        guard attributes.isEmpty else {
            let coupons = try call.store.coupons(filter, orderedBy: order(call)).filter { coupon in
                attributes.allSatisfy { coupon.attributes[$0.key] == $0.value }
            }
            let (shown, hasMore) = page.cut(coupons)
            return call.answer(shown.map(\.json), total: Int64(coupons.count), hasMore: hasMore)
        }
        let total = try call.store.number("SELECT count(*) FROM coupon WHERE \(filter.sql)", filter.arguments)
        let coupons = try call.store.coupons(filter, orderedBy: order(call), limit: page.size, offset: page.skip)
        return call.answer(coupons.map(\.json), total: total, hasMore: Int64(page.skip + coupons.count) < total)
    }

    private static let columns = [
        "id": "id", "created": "created", "value": "value", "usageLimit": "usage_limit",
        "usageCounter": "usage_counter", "startDate": "start_date", "expiryDate": "expiry_date",
        "recipientIntegrationId": "recipient", "batchId": "document ->> 'batchId'",
        "reservationCounter": "reservation_counter",
    ]

    private static func order(_ call: Call) throws -> String {
        guard let (key, isDescending) = try call.sortKey() else { return "id" }
        guard let column = columns[key] else {
            throw Failure.invalid(parameter: "sort", "Invalid", "Coupons cannot be sorted by \(key)")
        }
        return "\(column) IS NULL, \(column)\(isDescending ? " DESC" : ""), id"
    }

    // MARK: - Changing

    static func update(_ call: inout Call) throws -> APIResponse {
        var coupon = try coupon(call)
        try call.check(call.fields["attributes"]?.object, of: "Coupon", at: "/attributes")
        coupon.change(call.fields)
        try call.store.update(coupon)
        return .ok(call.shown(coupon.json, as: "Coupon"))
    }

    static func updateBatch(_ call: inout Call) throws -> APIResponse {
        try call.check(call.fields["attributes"]?.object, of: "Coupon", at: "/attributes")
        var filter = CouponFilter(campaigns: [try call.campaign().id])
        if let batch = call.body["batchID"]?.string { filter.add(batches: batch) }
        for var coupon in try call.store.coupons(filter) {
            coupon.change(call.fields)
            try call.store.update(coupon)
        }
        return .noContent
    }

    static func delete(_ call: inout Call) throws -> APIResponse {
        let coupon = try coupon(call)
        var filter = CouponFilter(campaigns: [coupon.campaignID])
        filter.add("id = ?", coupon.id)
        try call.store.deleteCoupons(filter)
        return .noContent
    }

    static func deleteMany(_ call: inout Call) throws -> APIResponse {
        try call.store.deleteCoupons(CouponFilter(call, campaigns: [call.campaign().id]))
        return .noContent
    }

    static func deleteInBackground(_ call: inout Call) throws -> APIResponse {
        let filters = call.body["filters"] ?? [:]
        let filter = try CouponFilter(campaigns: [call.campaign().id], call) { name in
            filters[name]?.unlessNull.map { $0.string ?? $0.description }
        }
        try call.store.deleteCoupons(filter)
        return APIResponse(status: 202, body: .value(["id": .integer(try call.store.next("couponDeletionJob"))]))
    }

    /// The coupon of the path.
    private static func coupon(_ call: Call) throws -> CouponRecord {
        let campaign = try call.campaign()
        // The id is a text in the path: what is no number is the id of no coupon.
        let coupon = try Int64(call.text("couponId")).flatMap { try call.store.coupon(id: $0) }
        guard let coupon, coupon.campaignID == campaign.id else {
            throw Failure.notFound("The campaign \(campaign.id) has no coupon \(call.text("couponId"))")
        }
        return coupon
    }

    // MARK: - Files

    static func importFile(_ call: inout Call) throws -> APIResponse {
        let campaign = try call.campaign()
        let file = try CSVFile(call.body.string ?? "", needs: "value")
        let skipsDuplicates = try call.flag("skipDuplicates")
        let batch = Self.batch()
        let id = try call.store.next("importedCoupons")
        var amount = 0
        try file.eachRow { row in
            let code = try row.required("value")
            if try call.store.coupon(call.setup.application.code(code)) != nil {
                if skipsDuplicates { return }
                throw Failure.refused("There is a coupon \"\(code)\" already")
            }
            let attributes = try row.object("attributes") ?? [:]
            try call.check(attributes, of: "Coupon", at: "/attributes")
            var fields: JSONObject = [
                "campaignId": .integer(campaign.id), "value": .string(code), "batchId": .string(batch),
                "importId": .integer(id), "usageLimit": .integer(try row.integer("limitval") ?? 1),
                "attributes": .object(attributes),
            ]
            fields["startDate"] = try row.moment("startdate").map { JSONValue($0) }
            fields["expiryDate"] = try row.moment("expirydate").map { JSONValue($0) }
            fields["discountLimit"] = try row.decimal("discountlimit").map { JSONValue($0) }
            fields["recipientIntegrationId"] = row.text("recipientintegrationid").map { .string($0) }
            _ = try SetupSteps.coupons(.object(fields), call.store, &call.setup, call.now)
            amount += 1
        }
        return try call.imported(amount, "Coupon")
    }

    static func export(_ call: inout Call) throws -> APIResponse {
        var campaigns = call.setup.campaigns
        if let id = try call.integer("campaignId") { campaigns = campaigns.filter { $0.id == id } }
        if let state = call.request.queryValue("campaignState").nonEmpty {
            campaigns = try campaigns.filter { campaign in
                let json = try call.json(campaign)
                return json["state"]?.string == state || json["frontendState"]?.string == state
            }
        }
        let coupons = try call.store.coupons(CouponFilter(call, campaigns: campaigns.map(\.id)))
        try call.exported("Coupon")
        if try call.flag("valuesOnly") { return Call.csv(["value"], coupons.map { [$0.value] }) }
        let application = call.setup.application
        return Call.csv(
            [
                "accountid", "applicationid", "attributes", "batchid", "campaignid", "counter", "created",
                "discount_counter", "discount_limitval", "expirydate", "id", "importid", "is_reservation_mandatory",
                "limits", "limitval", "recipientintegrationid", "referralid", "reservation", "reservation_counter",
                "reservation_limitval", "startdate", "value",
            ],
            coupons.map { coupon in
                let json = coupon.json
                return [
                    String(application.accountID), String(application.id), json.cell("attributes"),
                    json.cell("batchId"), json.cell("campaignId"), json.cell("usageCounter"), json.cell("created"),
                    json.cell("discountCounter"), json.cell("discountLimit"), json.cell("expiryDate"),
                    json.cell("id"), json.cell("importId"), json.cell("isReservationMandatory"), json.cell("limits"),
                    json.cell("usageLimit"), json.cell("recipientIntegrationId"), json.cell("referralId"),
                    json.cell("reservation"), json.cell("reservationCounter"), json.cell("reservationLimit"),
                    json.cell("startDate"), json.cell("value"),
                ]
            })
    }
}

extension JSONValue {
    /// A member as it stands in a CSV file.
    func cell(_ name: String) -> String {
        guard let value = self[name]?.unlessNull else { return "" }
        return value.string ?? value.description
    }
}

extension CouponRecord {
    /// Takes over fields of a request; a null empties what may be empty.
    mutating func change(_ fields: JSONObject) {
        if let limit = fields["usageLimit"]?.integer { usageLimit = limit }
        if let value = fields["discountLimit"] { discountLimit = value.decimal }
        if let value = fields["reservationLimit"] { reservationLimit = value.integer }
        if let value = fields["startDate"] { startDate = value.moment }
        if let value = fields["expiryDate"] { expiryDate = value.moment }
        if let value = fields["recipientIntegrationId"] { recipient = value.string.nonEmpty }
        if let value = fields["isReservationMandatory"]?.bool { isReservationMandatory = value }
        if let value = fields["attributes"]?.object { attributes = value }
        for key in ["limits", "implicitlyReserved"] {
            if let value = fields[key] { details[key] = value.unlessNull }
        }
    }
}

/// Which coupons are meant, as a condition of SQL.
struct CouponFilter {
    private(set) var arguments: [(any Storable)?] = []
    private var conditions: [String]

    var sql: String { conditions.joined(separator: " AND ") }

    init(campaigns: [Int64]) {
        conditions = ["campaign_id IN (\(campaigns.map { _ in "?" }.joined(separator: ", ")))"]
        arguments = campaigns
    }

    /// The filters of the query.
    init(_ call: Call, campaigns: [Int64]) throws {
        try self.init(campaigns: campaigns, call) { call.request.queryValue($0).nonEmpty }
    }

    /// - Parameter text: gives the value of a filter by its name.
    init(campaigns: [Int64], _ call: Call, _ text: (String) -> String?) throws {
        self.init(campaigns: campaigns)
        func moment(_ name: String) throws -> Moment? {
            try text(name).map { text in
                guard let moment = Moment(parameter: text) else {
                    throw Failure.invalid(parameter: name, "Invalid type", "\(name) must be a time, not \(text)")
                }
                return moment
            }
        }
        if let value = text("value") {
            add(text("exactMatch") == "true" ? "value = ?" : "instr(value, ?) > 0", call.setup.application.code(value))
        }
        for (name, condition) in [
            ("createdBefore", "created < ?"), ("createdAfter", "created > ?"), ("startsBefore", "start_date < ?"),
            ("startsAfter", "start_date > ?"), ("expiresBefore", "expiry_date < ?"),
            ("expiresAfter", "expiry_date > ?"),
        ] {
            if let moment = try moment(name) { add(condition, moment) }
        }
        switch text("valid") {
        case "expired": add("expiry_date <= ?", call.now)
        case "validNow":
            add("ifnull(start_date, ?) <= ?", call.now, call.now)
            add("(expiry_date IS NULL OR expiry_date > ?)", call.now)
        case "validFuture": add("start_date > ?", call.now)
        default: break
        }
        switch text("usable") {
        case "true": add("(usage_limit = 0 OR usage_counter < usage_limit)")
        case "false": add("usage_limit > 0 AND usage_counter >= usage_limit")
        default: break
        }
        switch text("redeemed") {
        case "true": add("usage_counter > 0")
        case "false": add("usage_counter = 0")
        default: break
        }
        if let id = text("referralId") { add("document ->> 'referralId' = ?", Int64(id)) }
        if let recipient = text("recipientIntegrationId") { add("recipient = ?", recipient) }
        if let batches = text("batchId") { add(batches: batches) }
    }

    mutating func add(_ condition: String, _ values: (any Storable)?...) {
        conditions.append(condition)
        arguments += values
    }

    /// Only some batches, with commas between them.
    mutating func add(batches: String) {
        let batches = batches.split(separator: ",").map(String.init)
        conditions.append("document ->> 'batchId' IN (\(batches.map { _ in "?" }.joined(separator: ", ")))")
        arguments += batches
    }
}

extension Store {
    func coupons(
        _ filter: CouponFilter, orderedBy order: String = "id", limit: Int = -1, offset: Int = 0
    ) throws -> [CouponRecord] {
        try all(
            "SELECT \(CouponRecord.columns) FROM coupon WHERE \(filter.sql) ORDER BY \(order) LIMIT ? OFFSET ?",
            filter.arguments + [limit, offset]
        ).map(CouponRecord.init)
    }

    /// Deletes coupons; what was redeemed with them stays redeemed.
    func deleteCoupons(_ filter: CouponFilter) throws {
        let coupons = "SELECT id FROM coupon WHERE \(filter.sql)"
        try run("DELETE FROM coupon_redemption WHERE coupon_id IN (\(coupons))", filter.arguments)
        try run("DELETE FROM coupon_reservation WHERE coupon_id IN (\(coupons))", filter.arguments)
        try run("DELETE FROM coupon WHERE \(filter.sql)", filter.arguments)
    }

    /// Stores everything that the Management API can change in a coupon.
    func update(_ coupon: CouponRecord) throws {
        try run(
            """
            UPDATE coupon SET usage_limit = ?, discount_limit = ?, reservation_limit = ?, start_date = ?, expiry_date = ?,
                recipient = ?, is_reservation_mandatory = ?, attributes = ?, document = ? WHERE id = ?
            """,
            [
                coupon.usageLimit, coupon.discountLimit, coupon.reservationLimit, coupon.startDate, coupon.expiryDate,
                coupon.recipient, coupon.isReservationMandatory, JSONValue.object(coupon.attributes),
                JSONValue.object(coupon.details), coupon.id,
            ])
    }
}
