// Part of Perch. SPDX-License-Identifier: Apache-2.0
// Generated from the operation catalogue by scripts/generate; do not edit.

public import ExactJSON

/// Why a call failed.
public struct ErrorResponse: JSONModel {
    /// What went wrong, in a sentence.
    public var message: String
    /// What was wrong, one entry for each finding. May be null.
    public var errors: [APIError]?

    public init(message: String, errors: [APIError]? = nil) {
        self.message = message
        self.errors = errors
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        message = try fields.required("message")
        errors = try fields.optional("errors")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("message", message)
        members.add("errors", errors)
        return .object(members)
    }
}

/// Why a call failed, with the HTTP status.
public struct ErrorResponseWithStatus: JSONModel {
    /// What went wrong, in a sentence.
    public var message: String?
    /// What was wrong, one entry for each finding. May be null.
    public var errors: [APIError]?
    /// The HTTP status once more.
    public var statusCode: Int?

    public init(message: String? = nil, errors: [APIError]? = nil, statusCode: Int? = nil) {
        self.message = message
        self.errors = errors
        self.statusCode = statusCode
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        message = try fields.optional("message")
        errors = try fields.optional("errors")
        statusCode = try fields.optional("StatusCode")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("message", message)
        members.add("errors", errors)
        members.add("StatusCode", statusCode)
        return .object(members)
    }
}

/// One finding of a failed call.
public struct APIError: JSONModel {
    /// What kind of mistake it is.
    public var title: String
    /// More about what went wrong.
    public var details: String?
    /// Where it went wrong.
    public var source: ErrorSource

    public init(title: String, details: String? = nil, source: ErrorSource) {
        self.title = title
        self.details = details
        self.source = source
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        title = try fields.required("title")
        details = try fields.optional("details")
        source = try fields.required("source")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("title", title)
        members.add("details", details)
        members.add("source", source)
        return .object(members)
    }
}

/// The place in the request that was wrong; one of the fields is there.
public struct ErrorSource: JSONModel {
    /// The place in the request body that was wrong, as a JSON pointer.
    public var pointer: String?
    /// The query parameter that was wrong.
    public var parameter: String?
    /// The line of an uploaded file that was wrong.
    public var line: String?
    /// The kind of thing that was wrong.
    public var resource: String?

    public init(pointer: String? = nil, parameter: String? = nil, line: String? = nil, resource: String? = nil) {
        self.pointer = pointer
        self.parameter = parameter
        self.line = line
        self.resource = resource
    }

    public init(json: JSONValue, at path: JSONPath) throws {
        let fields = try JSONFields(json, at: path)
        pointer = try fields.optional("pointer")
        parameter = try fields.optional("parameter")
        line = try fields.optional("line")
        resource = try fields.optional("resource")
    }

    public var json: JSONValue {
        var members = JSONObject()
        members.add("pointer", pointer)
        members.add("parameter", parameter)
        members.add("line", line)
        members.add("resource", resource)
        return .object(members)
    }
}
