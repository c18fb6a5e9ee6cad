// Part of Perch. SPDX-License-Identifier: Apache-2.0

public import OperationCatalog

/// Finds the operation for a method and a raw request target, as they stand in the first line of an HTTP request.
///
/// Each segment of the path is percent-decoded once, after the path was split, so a `%2F` stays inside its segment. Where
/// a fixed segment and a parameter both fit, the fixed one wins.
public struct OperationRouter: Sendable {
    public enum Match: Sendable {
        /// The call, with its path arguments and query, without body and headers.
        case found(APIRequest)
        case notFound
        /// The path exists, with these methods, in alphabetical order.
        case methodNotAllowed([Operation.Method])
        /// A percent sign without two hexadecimal digits, or bytes that are not UTF-8; the text says where.
        case malformed(String)
    }

    /// A place in the tree of paths.
    private struct Node {
        var fixed: [String: Int] = [:]
        var parameter: Int?
        var routes: [String: Route] = [:]
    }

    private struct Route {
        let operation: Operation
        /// Which segments of the path are parameters.
        let parameters: [Int]
    }

    private var nodes = [Node()]

    public init(_ operations: [Operation] = Catalog.operations) {
        for operation in operations { insert(operation) }
    }

    public func match(method: String, target: String) -> Match {
        let (path, query) = Self.split(target, at: "?")
        guard path.utf8.first == UInt8(ascii: "/") else { return .notFound }
        var segments: [String] = []
        segments.reserveCapacity(8)
        for raw in path.utf8.dropFirst().split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false) {
            guard let segment = Self.decoded(Substring(raw), plusIsSpace: false) else {
                return .malformed("`\(Substring(raw))` in the path is not percent-encoded text")
            }
            segments.append(segment)
        }
        var allowed: Set<String> = []
        guard let route = find(method, segments, at: 0, from: 0, allowed: &allowed) else {
            let methods = allowed.sorted().compactMap { Operation.Method(rawValue: $0) }
            return methods.isEmpty ? .notFound : .methodNotAllowed(methods)
        }
        var request = APIRequest(route.operation, pathArguments: route.parameters.map { segments[$0] })
        guard let query else { return .found(request) }
        for item in query.utf8.split(separator: UInt8(ascii: "&")) {
            let (rawName, rawValue) = Self.split(Substring(item), at: "=")
            guard let name = Self.decoded(rawName, plusIsSpace: true),
                let value = Self.decoded(rawValue ?? "", plusIsSpace: true)
            else { return .malformed("`\(Substring(item))` in the query is not percent-encoded text") }
            request.query.append(.init(name, value))
        }
        return .found(request)
    }

    private mutating func insert(_ operation: Operation) {
        var place = 0
        for segment in operation.path.split(separator: "/") {
            let isParameter = segment.hasPrefix("{")
            let next = isParameter ? nodes[place].parameter : nodes[place].fixed[String(segment)]
            if let next {
                place = next
                continue
            }
            nodes.append(Node())
            if isParameter {
                nodes[place].parameter = nodes.count - 1
            } else {
                nodes[place].fixed[String(segment)] = nodes.count - 1
            }
            place = nodes.count - 1
        }
        let parameters = operation.path.split(separator: "/").enumerated().filter { $0.element.hasPrefix("{") }
        nodes[place].routes[operation.method.rawValue] = Route(
            operation: operation, parameters: parameters.map(\.offset))
    }

    private func find(
        _ method: String, _ segments: [String], at depth: Int, from place: Int, allowed: inout Set<String>
    ) -> Route? {
        guard depth < segments.count else {
            if let route = nodes[place].routes[method] { return route }
            allowed.formUnion(nodes[place].routes.keys)
            return nil
        }
        if let next = nodes[place].fixed[segments[depth]],
            let route = find(method, segments, at: depth + 1, from: next, allowed: &allowed)
        {
            return route
        }
        guard let next = nodes[place].parameter else { return nil }
        return find(method, segments, at: depth + 1, from: next, allowed: &allowed)
    }

    // MARK: - Text

    private static func split(
        _ text: some StringProtocol, at separator: Unicode.Scalar
    ) -> (before: Substring, after: Substring?) {
        let text = Substring(text)
        guard let place = text.utf8.firstIndex(of: UInt8(ascii: separator)) else { return (text, nil) }
        return (text[..<place], text[text.utf8.index(after: place)...])
    }

    private static func decoded(_ text: Substring, plusIsSpace: Bool) -> String? {
        let isPlain = text.utf8.allSatisfy {
            $0 != UInt8(ascii: "%") && !(plusIsSpace && $0 == UInt8(ascii: "+"))
        }
        if isPlain { return String(text) }
        var bytes: [UInt8] = []
        bytes.reserveCapacity(text.utf8.count)
        var source = text.utf8.makeIterator()
        while let byte = source.next() {
            switch byte {
            case UInt8(ascii: "%"):
                guard let high = source.next().flatMap(Self.digit), let low = source.next().flatMap(Self.digit) else {
                    return nil
                }
                bytes.append(high << 4 | low)
            case UInt8(ascii: "+") where plusIsSpace: bytes.append(UInt8(ascii: " "))
            default: bytes.append(byte)
            }
        }
        return String(validating: bytes, as: UTF8.self)
    }

    private static func digit(_ byte: UInt8) -> UInt8? {
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"): byte - UInt8(ascii: "0")
        case UInt8(ascii: "a")...UInt8(ascii: "f"): byte - UInt8(ascii: "a") + 10
        case UInt8(ascii: "A")...UInt8(ascii: "F"): byte - UInt8(ascii: "A") + 10
        default: nil
        }
    }
}
