// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import RuleEngine

// Campaigns and effects are the engine's in this module; the API's models of the same names are for its clients.
typealias Campaign = RuleEngine.Campaign
typealias Effect = RuleEngine.Effect
