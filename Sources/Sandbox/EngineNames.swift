// Part of Perch. SPDX-License-Identifier: Apache-2.0

internal import RuleEngine

typealias Campaign = EngineCampaign
typealias Effect = EngineEffect
