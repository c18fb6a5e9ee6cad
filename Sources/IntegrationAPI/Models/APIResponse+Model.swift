// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON

extension APIResponse {
    /// The body as a model.
    /// - Throws: `PerchError` with the code `badAnswer` when there is no body, or one that does not fit.
    public func model<Model: JSONModel>() throws -> Model {
        guard let model: Model = try modelIfAny() else {
            throw PerchError(
                .badAnswer, "the answer has no body",
                hint: "was it the service that answered? look at the exchange with `--trace`")
        }
        return model
    }

    /// The body as a model; nil when there is no body.
    /// - Throws: `PerchError` with the code `badAnswer` for a body that does not fit.
    public func modelIfAny<Model: JSONModel>() throws -> Model? {
        let json: JSONValue?
        do {
            json = try self.json()
        } catch {
            throw PerchError(
                .badAnswer, "the answer is \(error)",
                hint: "was it the service that answered? look at the exchange with `--trace`")
        }
        return try json.map { try Model(json: $0) }
    }
}
