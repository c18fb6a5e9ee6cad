// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime

// Modules that were required, and whose files people change meanwhile.

extension ReplSession {
    /// Notes the contents of the modules that an entry has required.
    func noteModules() {
        for name in requiredModules() where modules[name] == nil {
            guard let path = path(of: name), let bytes = try? surroundings.readFile(path) else { continue }
            modules[name] = (path, bytes)
        }
    }

    private func requiredModules() -> [String] {
        guard case .array(let names)? = (try? call("modules"))?.first else { return [] }
        return names.compactMap(\.string)
    }

    /// Where `require` found a module.
    private func path(of module: String) -> String? {
        let file = module.split(separator: ".", omittingEmptySubsequences: false).joined(separator: "/")
        for root in state.configuration.moduleRoots {
            let folder = root.isEmpty || root == "." ? "" : root.hasSuffix("/") ? root : root + "/"
            for candidate in ["\(folder)\(file).lua", "\(folder)\(file)/init.lua"]
            where (try? surroundings.readFile(candidate)) != nil {
                return candidate
            }
        }
        return nil
    }

    /// Requires the modules again whose files are not what they were.
    ///
    /// - Returns: their names.
    func reloadModules() throws -> [String] {
        noteModules()
        var changed: [String] = []
        for (name, known) in modules.sorted(by: { $0.key < $1.key }) {
            let bytes = try surroundings.readFile(known.path)
            guard bytes != known.bytes else { continue }
            _ = try call("reload", LuaValues(.string(LuaString(name))))
            modules[name] = (known.path, bytes)
            changed.append(name)
        }
        return changed
    }
}
