// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
internal import IntegrationAPI

/// What campaigns are evaluated with; the same rules hold as for campaigns.
extension Sandbox {
    /// Adds a group to the evaluation tree of an Application: `name`, and on request `parentId` (the root when left
    /// out), `evaluationMode` (`stackable` when left out, `listOrder`, `lowestDiscount`, `highestDiscount`),
    /// `evaluationScope` (`session` when left out, `cartItem`), `locked`, `description`. Campaigns name it in
    /// `evaluationGroupId`.
    @discardableResult
    public func addEvaluationGroup(_ group: JSONValue) throws -> JSONValue {
        try setUp(group, SetupSteps.evaluationGroup)
    }

    /// Replaces the evaluation tree of an Application by one in the form of the Management API's `campaign_set`.
    /// Campaigns that it leaves out go to the end of the root.
    /// - Returns: the tree with its new version.
    @discardableResult
    public func setEvaluationTree(_ tree: JSONValue, application: Int64? = nil) throws -> JSONValue {
        try configure(application: application) { try SetupSteps.evaluationTree(tree, $0, &$1, $2) }
    }

    /// The evaluation tree of an Application in the form of the Management API's `campaign_set`: `version` grows with
    /// each change.
    public func evaluationTree(application: Int64? = nil) throws -> JSONValue {
        try read(application: application) { _, setup in setup.tree.json(application: setup.application.id) }
    }

    /// Adds a cart item filter to an Application, a list that all its rules read by `[".", name]`: `name`, `expression`.
    @discardableResult
    public func addCartItemFilter(_ filter: JSONValue) throws -> JSONValue {
        try setUp(filter, SetupSteps.cartItemFilter)
    }

    /// Adds a collection of texts: `name`, `items`, and on request `description`; the `campaignId` of its campaign, else
    /// it is the account's and for the Applications in `subscribedApplicationsIds` (all when left out).
    @discardableResult
    public func addCollection(_ collection: JSONValue) throws -> JSONValue {
        try setUp(collection, SetupSteps.collection)
    }

    /// Adds a value map: `entries`, a value for each identifier, and on request `id`, `name`, `campaignId`.
    @discardableResult
    public func addValueMap(_ map: JSONValue) throws -> JSONValue {
        try setUp(map, SetupSteps.valueMap)
    }
}
