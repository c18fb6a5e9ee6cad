// Part of Perch. SPDX-License-Identifier: Apache-2.0

import LuaRuntime
import OperationCatalog

/// `talon`: a function for each operation of the catalogue, by its Lua name and below `talon.api` by its id.
enum TalonModule {
    /// Every name below `talon`, in full, modules included.
    static var names: [String] {
        var names: [String] = ["talon.attempt"]
        var seen: Set<String> = []
        for operation in Catalog.operations {
            var path = "talon"
            for part in operation.lua.split(separator: ".") {
                path += ".\(part)"
                if seen.insert(path).inserted { names.append(path) }
            }
        }
        return names
    }

    static func modules(_ connection: LazyConnection) -> [HostLibrary.Module] {
        var order: [[String]] = []
        var functions: [[String]: [HostFunction]] = [:]
        func add(_ path: [String], _ name: String, _ operation: Operation) {
            if functions[path] == nil { order.append(path) }
            let function = OperationFunction(operation: operation, connection: connection)
            functions[path, default: []].append(HostFunction(name) { call in try function(&call) })
        }
        for operation in Catalog.operations {
            let parts = operation.lua.split(separator: ".").map(String.init)
            add(["talon"] + parts.dropLast(), parts.last ?? operation.id, operation)
            add(["talon", "api"], operation.id, operation)
        }
        return order.map { HostLibrary.Module($0, functions[$0] ?? []) }
    }
}
