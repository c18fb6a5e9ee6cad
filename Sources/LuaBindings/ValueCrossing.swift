// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import LuaRuntime

// JSON and Lua meet on the runtime's flat tape: no object for each value, and one step into Lua for the whole of it.

extension ValueTape {
    init(_ value: JSONValue) {
        self.init()
        append(value)
    }

    /// The first value as JSON; `name` is what an error calls it.
    func json(called name: String) throws(PerchError) -> JSONValue {
        try withCursor { cursor throws(PerchError) in
            do throws(CrossingError) {
                return try cursor.nextJSON()
            } catch {
                throw error.about(name)
            }
        }
    }

    /// Appends a JSON value: null as `perch.null`, an empty array as one that stays an array.
    mutating func append(_ value: JSONValue) {
        switch value {
        case .null: appendNull()
        case .bool(let flag): append(boolean: flag)
        case .integer(let integer): append(integer: integer)
        case .decimal(let number): append(number: number.double)
        case .longNumber(let text): append(number: Double(text) ?? .nan)
        case .string(let text): append(string: text)
        case .array(let elements):
            beginArray(count: elements.count)
            for element in elements { append(element) }
        case .object(let members):
            beginObject(count: members.count)
            for (key, member) in members {
                append(string: key)
                append(member)
            }
        }
    }

    /// Appends a JSON text as it was read, without going through `JSONValue`.
    mutating func append(_ tape: JSONTape) {
        reserve(nodes: tape.count, bytes: tape.count * 8)
        for place in 0..<tape.count {
            switch tape[place] {
            case .null: appendNull()
            case .bool(let flag): append(boolean: flag)
            case .integer(let integer): append(integer: integer)
            case .number(let number): append(number: number)
            case .string: append(bytes: tape.text(at: place))
            case .array(let count): beginArray(count: count)
            case .object(let count): beginObject(count: count)
            }
        }
    }
}

/// Why a Lua value is not JSON.
struct CrossingError: Error {
    /// From the outside in.
    var path: [String] = []
    /// As in `a function`.
    let what: String
    let hint: String

    /// As an error about an argument, which is called `name`.
    func about(_ name: String) -> PerchError {
        let place = path.reversed().reduce(name) { $1.allSatisfy(\.isNumber) ? "\($0)[\((Int($1) ?? 0) + 1)]" : "\($0).\($1)" }
        return PerchError(.invalidArgument, "\(place) is \(what)", hint: hint)
    }
}

extension TapeCursor {
    /// Reads one value as JSON. An empty table becomes an empty object; the schema decides later what it was meant to be.
    mutating func nextJSON() throws(CrossingError) -> JSONValue {
        switch next() {
        case .nil, .null: return .null
        case .boolean(let flag): return .bool(flag)
        case .integer(let integer): return .integer(integer)
        case .number(let number):
            guard let decimal = DecimalNumber(number) else {
                guard number.isFinite else {
                    throw CrossingError(what: "\(number), which JSON has no word for", hint: "leave it out, or use perch.null")
                }
                return .longNumber(number.description)
            }
            return .decimal(decimal)
        case .string(let bytes): return .string(try text(bytes))
        case .array(let count):
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for index in 0..<count {
                do throws(CrossingError) {
                    elements.append(try nextJSON())
                } catch {
                    throw error.below(String(index))
                }
            }
            return .array(elements)
        case .object(let count):
            var members = JSONObject(minimumCapacity: count)
            for _ in 0..<count {
                let key = try text(nextText())
                do throws(CrossingError) {
                    members[key] = try nextJSON()
                } catch {
                    throw error.below(key)
                }
            }
            return .object(members)
        case .emptyTable: return .object([:])
        case .reference: throw CrossingError(what: "a function or the like", hint: "only data can be sent")
        case .hostObject(let object):
            guard let secret = object as? ScriptSecret else {
                throw CrossingError(what: "an object of the host", hint: "only data can be sent")
            }
            return .string(secret.secret.revealed)
        }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(CrossingError) -> String {
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw CrossingError(
                what: "text that is not UTF-8", hint: "convert it first; the API takes UTF-8 only")
        }
        return text
    }
}

extension CrossingError {
    fileprivate func below(_ key: String) -> CrossingError {
        var error = self
        error.path.append(key)
        return error
    }
}
