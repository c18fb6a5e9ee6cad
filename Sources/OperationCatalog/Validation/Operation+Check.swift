// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON

extension Operation {
    /// What is wrong with a body; nothing when it is fine, or when there is none and none is needed.
    ///
    /// - Parameter mode: how strict to be; `.strict` is for scripts.
    public func check(body: JSONValue?, _ mode: SchemaValidator.Mode = .strict) -> [Problem] {
        prepare(body: body, mode).problems
    }

    /// A body in the form that its schema means, and what is wrong with it: see `SchemaValidator`.
    public func prepare(
        body: JSONValue?, _ mode: SchemaValidator.Mode = .strict
    ) -> (body: JSONValue?, problems: [Problem]) {
        switch (self.body, body) {
        case (nil, nil):
            return (nil, [])
        case (nil, .some):
            let problem = Problem(
                .unknownField, path: [], message: "\(lua) takes no body",
                hint: "`perch ops \(lua)` shows how to call it")
            return (nil, mode == .tolerant ? [] : [problem])
        case (.some, nil):
            let problem = Problem(
                .missing, path: [], message: "missing body in \(lua)", hint: "`perch ops \(lua)` lists the fields")
            return (nil, [problem])
        case (let wanted?, let body?):
            let (prepared, problems) = SchemaValidator(mode, operation: self).prepare(body, as: wanted.schema)
            return (prepared, problems)
        }
    }

    /// What is wrong with the arguments of the path. Numbers may be given as text and the other way round.
    public func check(pathArguments: [JSONValue], _ mode: SchemaValidator.Mode = .strict) -> [Problem] {
        var problems: [Problem] = []
        for (index, parameter) in pathParameters.enumerated() {
            if pathArguments.indices.contains(index), pathArguments[index] != .null {
                problems += check(pathArguments[index], for: parameter, mode)
            } else {
                problems.append(
                    Problem(
                        .missing, path: [parameter.name], message: "missing argument `\(parameter.name)` in \(lua)",
                        hint: "`perch ops \(lua)` shows how to call it"))
            }
        }
        return problems
    }

    /// What is wrong with the query options, by name. Numbers and booleans may be given as text, and a single value
    /// stands for a list of one.
    public func check(options: JSONObject, _ mode: SchemaValidator.Mode = .strict) -> [Problem] {
        var problems: [Problem] = []
        for (name, value) in options {
            if let parameter = query.first(where: { $0.name == name }) {
                problems += check(value, for: parameter, mode)
            } else if mode != .tolerant {
                let nearest = Suggestion.nearest(to: name, among: query.lazy.map(\.name))
                let meant = nearest.map { "did you mean `\($0)`? " } ?? ""
                problems.append(
                    Problem(
                        .unknownField, path: [name], message: "unknown option `\(name)` in \(lua)",
                        hint: "\(meant)`perch ops \(lua)` lists the options"))
            }
        }
        return problems
    }

    private func check(
        _ value: JSONValue, for parameter: Parameter, _ mode: SchemaValidator.Mode
    ) -> [Problem] {
        SchemaValidator(mode, operation: self, parameter: parameter.name)
            .check(parameter.value(of: value), as: parameter.schema)
    }
}
