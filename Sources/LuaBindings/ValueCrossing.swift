// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import ExactJSON
public import IntegrationAPI
public import LuaRuntime

// JSON and Lua meet on the runtime's flat tape: no object for each value, and one step into Lua for the whole of it.

extension ValueTape {
    public init(_ value: JSONValue) {
        self.init()
        append(value)
    }

    /// The first value as JSON; `name` is what an error calls it.
    ///
    /// - Parameter sendsSecrets: whether secrets become their text, because the value is sent where they may go; elsewhere they
    ///   are refused. Default: they do.
    public func json(called name: String, sendsSecrets: Bool = true) throws(PerchError) -> JSONValue {
        try withCursor { cursor throws(PerchError) in
            do throws(CrossingError) {
                return try cursor.nextJSON(sendsSecrets)
            } catch {
                throw error.about(name)
            }
        }
    }

    /// The first value as JSON text, without a `JSONValue` in between; `name` is what an error calls it.
    func jsonText(called name: String, indented: Bool) throws(PerchError) -> [UInt8] {
        try withCursor { cursor throws(PerchError) in
            var printer = JSONPrinter(indented: indented)
            do throws(CrossingError) {
                try cursor.printNext(to: &printer)
            } catch {
                throw error.about(name)
            }
            return printer.bytes
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
        let place = path.reversed().reduce(name) {
            $1.allSatisfy(\.isNumber) ? "\($0)[\((Int($1) ?? 0) + 1)]" : "\($0).\($1)"
        }
        return PerchError(.invalidArgument, "\(place) is \(what)", hint: hint)
    }
}

extension TapeCursor {
    /// Reads one value as JSON. An empty table becomes an empty object; the schema decides later what it was meant to be.
    mutating func nextJSON(_ sendsSecrets: Bool) throws(CrossingError) -> JSONValue {
        switch next() {
        case .nil, .null: return .null
        case .boolean(let flag): return .bool(flag)
        case .integer(let integer): return .integer(integer)
        case .number(let number): return try Self.json(number)
        case .string(let bytes): return .string(try text(bytes))
        case .array(let count):
            var elements: [JSONValue] = []
            elements.reserveCapacity(count)
            for index in 0..<count {
                do throws(CrossingError) {
                    elements.append(try nextJSON(sendsSecrets))
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
                    members[key] = try nextJSON(sendsSecrets)
                } catch {
                    throw error.below(key)
                }
            }
            return .object(members)
        case .emptyTable: return .object([:])
        case .reference: throw .notData
        case .hostObject(let object):
            guard let secret = object as? ScriptSecret else { throw .notData }
            guard sendsSecrets else { throw .secret }
            return .string(secret.secret.revealed)
        }
    }

    private func text(_ bytes: UnsafeBufferPointer<UInt8>) throws(CrossingError) -> String {
        // Most texts are ASCII, which needs no second look.
        if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
        guard let text = String(validating: bytes, as: UTF8.self) else { throw .notUTF8 }
        return text
    }

    /// Prints one value as JSON.
    mutating func printNext(to printer: inout JSONPrinter) throws(CrossingError) {
        switch next() {
        case .nil, .null: printer.writeNull()
        case .boolean(let flag): printer.write(flag)
        case .integer(let integer): printer.write(integer)
        case .string(let bytes):
            try checkUTF8(bytes)
            printer.write(utf8: bytes)
        case .array(let count):
            printer.open(UInt8(ascii: "["))
            var first = true
            for index in 0..<count {
                printer.separate(&first)
                do throws(CrossingError) {
                    try printNext(to: &printer)
                } catch {
                    throw error.below(String(index))
                }
            }
            printer.close(UInt8(ascii: "]"), isEmpty: first)
        case .object(let count):
            printer.open(UInt8(ascii: "{"))
            var first = true
            for _ in 0..<count {
                printer.separate(&first)
                let key = nextText()
                try checkUTF8(key)
                printer.writeKey(utf8: key)
                do throws(CrossingError) {
                    try printNext(to: &printer)
                } catch {
                    throw error.below(String(decoding: key, as: UTF8.self))
                }
            }
            printer.close(UInt8(ascii: "}"), isEmpty: first)
        case .number(let number):
            switch try Self.json(number) {
            case .decimal(let decimal): printer.write(decimal)
            case let other: printer.write(number: other.description)
            }
        case .emptyTable:
            printer.open(UInt8(ascii: "{"))
            printer.close(UInt8(ascii: "}"), isEmpty: true)
        case .reference: throw .notData
        case .hostObject(let object):
            // A text is for reading, by whoever: a secret stays one.
            guard object is ScriptSecret else { throw .notData }
            var mask = ScriptSecret.luaText
            mask.withUTF8 { printer.write(utf8: $0) }
        }
    }

    private static func json(_ number: Double) throws(CrossingError) -> JSONValue {
        if let decimal = DecimalNumber(number) { return .decimal(decimal) }
        guard number.isFinite else {
            throw CrossingError(what: "\(number), which JSON has no word for", hint: "leave it out, or use perch.null")
        }
        return .longNumber(number.description)
    }

    /// ASCII is most of what comes, and needs no more than a look at each byte's highest bit.
    private func checkUTF8(_ bytes: UnsafeBufferPointer<UInt8>) throws(CrossingError) {
        var seen: UInt8 = 0
        for byte in bytes { seen |= byte }
        if seen >= 0x80 { _ = try text(bytes) }
    }
}

extension CrossingError {
    fileprivate static let notUTF8 = CrossingError(
        what: "text that is not UTF-8", hint: "convert it first; the API takes UTF-8 only")
    fileprivate static let secret = CrossingError(
        what: "a secret, which could be read again where this goes", hint: "send it with perch.http alone")
    fileprivate static let notData = CrossingError(what: "a function or the like", hint: "only data can be sent")

    fileprivate func below(_ key: String) -> CrossingError {
        var error = self
        error.path.append(key)
        return error
    }
}
