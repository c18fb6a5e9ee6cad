// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import OperationCatalog

extension APIRequest {
    /// A call with its query options by name. Options that the operation does not have are left out; the others stand
    /// in the order of the operation, lists as it wants them.
    public init(
        _ operation: Operation, pathArguments: [String] = [], options: JSONObject, body: JSONValue? = nil
    ) {
        var query: [NamedValue] = []
        for parameter in operation.query where !options.isEmpty {
            guard let value = options[parameter.name], value != .null else { continue }
            for text in parameter.texts(of: value) { query.append(NamedValue(parameter.name, text)) }
        }
        self.init(operation, pathArguments: pathArguments, query: query, body: body)
    }
}
