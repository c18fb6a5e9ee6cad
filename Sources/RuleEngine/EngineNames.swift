// Part of Perch. SPDX-License-Identifier: Apache-2.0

// The typed models of the API have types of the same names; these say which one is meant.
public typealias EngineCampaign = Campaign
public typealias EngineEffect = Effect
