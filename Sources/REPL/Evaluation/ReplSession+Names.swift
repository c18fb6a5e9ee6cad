// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import Sandbox

extension ReplSession: LiveNames {
    public func fields(at path: [String]) -> [LiveName] {
        let arguments = LuaValues(path.map { .string(LuaString($0)) })
        guard case .array(let flat)? = (try? call("fields", arguments))?.first else { return [] }
        return stride(from: 0, to: flat.count - 1, by: 2).map { place in
            LiveName(flat[place].string ?? "", type: flat[place + 1].string ?? "")
        }
    }

    public func ids(of kind: LiveThing, limit: Int) -> [String] {
        guard let sandbox = try? embedded() else { return [] }
        return (try? sandbox.ids(of: kind.named, limit: limit)) ?? []
    }

    public func attributes(of entity: String) -> [LiveAttribute] {
        guard let sandbox = try? embedded() else { return [] }
        return sandbox.attributes(of: entity).map { LiveAttribute($0.name, type: $0.type, choices: $0.choices) }
    }

    public var environments: [String] { surroundings.environments }

    /// The embedded sandbox that calls go to; nil for an account, to which nothing is asked here.
    private func embedded() throws -> Sandbox? {
        connections.environment.isEmbedded ? try lua.connection.get().sandbox : nil
    }
}

extension LiveThing {
    fileprivate var named: Sandbox.NamedThing {
        switch self {
        case .session: .session
        case .profile: .profile
        case .coupon: .coupon
        case .referral: .referral
        case .audience: .audience
        case .loyaltyProgram: .loyaltyProgram
        case .loyaltyCard: .loyaltyCard
        case .event: .event
        case .catalog: .catalog
        case .achievement: .achievement
        }
    }
}
