// Part of Perch. SPDX-License-Identifier: Apache-2.0

extension Function {
    /// Conditions about codes. Whether a code is valid is settled before the rules run.
    static let conditions: [Function] = [
        // `["couponValid"]` also redeems; `["couponValid", false]` only looks.
        Function(
            "couponValid",
            Signature { evaluation, _ in evaluation.askForCoupon(redeeming: true) },
            Signature(.boolean) { evaluation, values in evaluation.askForCoupon(redeeming: values[0].isTrue) }),
        Function(
            "referralValid",
            Signature { evaluation, _ in
                evaluation.asked.referral = true
                return .boolean(evaluation.environment.hasReferral)
            }),
    ]
}

extension Evaluation {
    fileprivate mutating func askForCoupon(redeeming: Bool) -> Value {
        asked.coupon = true
        if redeeming { asked.redemption = true }
        return .boolean(environment.hasCoupon)
    }
}
