// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import ExactJSON
internal import RuleEngine

/// A coupon.
struct CouponRecord {
    var id: Int64
    var campaignID: Int64
    var value: String
    var created: Moment
    /// 0 is unlimited.
    var usageLimit: Int64
    var usageCounter: Int64
    /// The money that all redemptions together may take off; unlimited when nil.
    var discountLimit: DecimalNumber?
    var discountCounter: DecimalNumber
    var reservationLimit: Int64?
    var reservationCounter: Int64
    var startDate: Moment?
    var expiryDate: Moment?
    /// The integration id of the only profile that may use it.
    var recipient: String?
    var isReservationMandatory: Bool
    var attributes: JSONObject
    /// Further members that the API shows: `limits`, `batchId`, `reservation`, `implicitlyReserved` …
    var details: JSONObject

    init(row: Row) {
        id = row[0]
        campaignID = row[1]
        value = row[2]
        created = row[3]
        usageLimit = row[4]
        usageCounter = row[5]
        discountLimit = row[6]
        discountCounter = row[7]
        reservationLimit = row[8]
        reservationCounter = row[9]
        startDate = row[10]
        expiryDate = row[11]
        recipient = row[12]
        isReservationMandatory = row[13]
        attributes = (row[14] as JSONValue).members
        details = (row[15] as JSONValue).members
    }

    static let columns = """
        id, campaign_id, value, created, usage_limit, usage_counter, discount_limit, discount_counter, \
        reservation_limit, reservation_counter, start_date, expiry_date, recipient, is_reservation_mandatory, \
        attributes, document
        """

    /// The coupon as the API shows it.
    var json: JSONValue {
        var object: JSONObject = [
            "id": .integer(id), "created": JSONValue(created), "campaignId": .integer(campaignID),
            "value": .string(value), "usageLimit": .integer(usageLimit), "usageCounter": .integer(usageCounter),
        ]
        if let discountLimit {
            object["discountLimit"] = JSONValue(discountLimit)
            object["discountCounter"] = JSONValue(discountCounter)
            object["discountRemainder"] = JSONValue(discountLimit - discountCounter)
        }
        if let reservationLimit { object["reservationLimit"] = .integer(reservationLimit) }
        object["reservationCounter"] = .integer(reservationCounter)
        if let startDate { object["startDate"] = JSONValue(startDate) }
        if let expiryDate { object["expiryDate"] = JSONValue(expiryDate) }
        if let recipient { object["recipientIntegrationId"] = .string(recipient) }
        object["attributes"] = .object(attributes)
        object["reservation"] = true
        object["isReservationMandatory"] = .bool(isReservationMandatory)
        object.merge(details) { $1 }
        return .object(object)
    }
}

extension Store {
    /// The coupon with a code, in the case in which the Application keeps codes.
    func coupon(_ value: String) throws -> CouponRecord? {
        try first(
            "SELECT \(CouponRecord.columns) FROM coupon WHERE application_id = ? AND value = ?", [application, value]
        ).map(CouponRecord.init)
    }

    func coupon(id: Int64) throws -> CouponRecord? {
        try first("SELECT \(CouponRecord.columns) FROM coupon WHERE id = ?", [id]).map(CouponRecord.init)
    }

    /// Stores what use changes in a coupon.
    func updateCounters(_ coupon: CouponRecord) throws {
        try run(
            "UPDATE coupon SET usage_counter = ?, discount_counter = ?, reservation_counter = ? WHERE id = ?",
            [coupon.usageCounter, coupon.discountCounter, coupon.reservationCounter, coupon.id])
    }

    /// How often a profile has redeemed a coupon.
    func redemptions(ofCoupon coupon: Int64, byProfile profile: Int64) throws -> Int64 {
        try number(
            "SELECT count(*) FROM coupon_redemption WHERE coupon_id = ? AND profile_id = ?", [coupon, profile])
    }

    func isReserved(coupon: Int64, forProfile profile: Int64) throws -> Bool {
        try number("SELECT 1 FROM coupon_reservation WHERE coupon_id = ? AND profile_id = ?", [coupon, profile]) == 1
    }

    /// Reserves a coupon for a profile. False when it was already.
    @discardableResult
    func reserve(coupon: Int64, forProfile profile: Int64, now: Moment) throws -> Bool {
        try run("INSERT OR IGNORE INTO coupon_reservation VALUES (?, ?, ?)", [coupon, profile, now])
        guard database.changesCount > 0 else { return false }
        try run("UPDATE coupon SET reservation_counter = reservation_counter + 1 WHERE id = ?", [coupon])
        return true
    }

    /// Takes a reservation back. False when there was none.
    @discardableResult
    func unreserve(coupon: Int64, forProfile profile: Int64) throws -> Bool {
        try run("DELETE FROM coupon_reservation WHERE coupon_id = ? AND profile_id = ?", [coupon, profile])
        guard database.changesCount > 0 else { return false }
        try run("UPDATE coupon SET reservation_counter = max(reservation_counter - 1, 0) WHERE id = ?", [coupon])
        return true
    }
}
