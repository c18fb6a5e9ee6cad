// Part of Perch. SPDX-License-Identifier: Apache-2.0

import IntegrationAPI
import OperationCatalog
import Testing

@Suite struct OperationRouterTests {
    private let router = OperationRouter()

    private func found(_ method: String, _ target: String) throws -> APIRequest {
        guard case .found(let request) = router.match(method: method, target: target) else {
            throw PerchError(.unknownName, "no route for \(method) \(target)")
        }
        return request
    }

    @Test(
        arguments: Catalog.operations,
        ["plain", "a/b", "a b+c", "100%", "%2F", "?#&=;", "žluťoučký 🐎", "", ".", "..", "me"])
    func `every operation is found by the target it makes`(operation: Operation, id: String) throws {
        let request = APIRequest(
            operation, pathArguments: operation.pathParameters.map { _ in id },
            query: [.init("a b", "1+1=2&3"), .init("a b", id), .init("é", "")])
        let match = try found(operation.method.rawValue, request.target)
        #expect(match.operation == operation)
        #expect(match.pathArguments == request.pathArguments)
        #expect(match.query == request.query)
    }

    @Test func `a segment is decoded once, and a plus only in the query is a space`() throws {
        let request = try found("GET", "/v2/customer_sessions/a%252Fb+c?x=%252B+y")
        #expect(request.pathArguments == ["a%2Fb+c"])
        #expect(request.query == [.init("x", "%2B y")])
    }

    @Test func `a fixed segment may be encoded too`() throws {
        #expect(try found("GET", "/v2/customer%5Fsessions/s").operation.id == "getCustomerSession")
    }

    @Test func `a query may be bare, empty or repeated`() throws {
        #expect(try found("GET", "/v2/customer_sessions/s?").query == [])
        #expect(
            try found("GET", "/v2/customer_sessions/s?a&b=&&a=1&a=2&=x").query
                == [.init("a", ""), .init("b", ""), .init("a", "1"), .init("a", "2"), .init("", "x")])
    }

    @Test(arguments: [
        "/", "", "/v2", "/v2/customer_sessions", "/v2/customer_sessions/s/", "/v2/customer_sessions/a/b",
        "/V2/customer_sessions/s", "v2/customer_sessions/s", "//v2/customer_sessions/s", "*",
        "http://host/v2/customer_sessions/s",
    ])
    func `what is no path of an operation is not found`(target: String) {
        guard case .notFound = router.match(method: "GET", target: target) else {
            Issue.record("\(router.match(method: "GET", target: target))")
            return
        }
    }

    @Test(arguments: ["POST", "PATCH", "HEAD", "get"])
    func `another method says which are allowed`(method: String) {
        guard case .methodNotAllowed(let allowed) = router.match(method: method, target: "/v2/customer_sessions/s")
        else {
            Issue.record("not refused")
            return
        }
        #expect(allowed == [.get, .put])
    }

    @Test(arguments: [
        "/v2/customer_sessions/%", "/v2/customer_sessions/%4", "/v2/customer_sessions/%zz", "/v2/customer_sessions/%FF",
        "/v2/customer_sessions/s?a=%G0", "/v2/customer_sessions/s?%C3=1",
    ])
    func `bad percent-encoding is malformed`(target: String) {
        guard case .malformed(let reason) = router.match(method: "GET", target: target) else {
            Issue.record("not refused")
            return
        }
        #expect(reason.contains("percent-encoded"))
    }

    @Test func `a fixed segment wins over a parameter, and a parameter is tried when it leads nowhere`() {
        let router = OperationRouter([
            .make("one", .get, "/things/{id}/parts"), .make("two", .get, "/things/new"),
            .make("three", .get, "/things/{id}"), .make("four", .put, "/things/{other}/parts"),
        ])
        func id(_ method: String, _ target: String) -> String? {
            if case .found(let request) = router.match(method: method, target: target) {
                request.operation.id
            } else {
                nil
            }
        }
        #expect(id("GET", "/things/new") == "two")
        #expect(id("GET", "/things/old") == "three")
        #expect(id("GET", "/things/new/parts") == "one")
        #expect(id("PUT", "/things/new/parts") == "four")
    }
}
