// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import IntegrationAPI
import IntegrationClient
import OperationCatalog
import Testing

@Suite struct RetryStateTests {
    private static let conflict = RetryState.Event.answer(status: 409, retryAfter: nil, tooManyAtOnce: true)
    private static let refused = RetryState.Event.failure(.connection, neverArrived: true)
    private static let cut = RetryState.Event.failure(.connection, neverArrived: false)
    private static func status(_ status: Int) -> RetryState.Event {
        .answer(status: status, retryAfter: nil, tooManyAtOnce: false)
    }

    @Test(arguments: [
        (conflict, true, true), (status(409), false, false), (status(429), true, true), (status(500), true, false),
        (status(502), true, false), (status(503), true, false), (status(504), true, false),
        (status(501), false, false), (status(400), false, false), (status(401), false, false),
        (status(404), false, false), (refused, true, true), (cut, true, false),
        (.failure(.timeout, neverArrived: true), true, true), (.failure(.timeout, neverArrived: false), true, false),
        (.failure(.tls, neverArrived: true), false, false), (.failure(.badAnswer, neverArrived: false), false, false),
        (.failure(.storage, neverArrived: false), false, false),
    ])
    func `what may be repeated depends on the operation and on what happened`(
        event: RetryState.Event, whenSafe: Bool, whenNever: Bool
    ) {
        for (repetition, expected) in [(Operation.Repetition.safe, whenSafe), (.keyed, whenSafe), (.never, whenNever)] {
            var state = RetryState(RetryPolicy(), repetition)
            let action = state.next(event, elapsed: .zero, random: 0)
            #expect((action != .finish) == expected, "\(repetition)")
        }
    }

    @Test func `pauses double, up to the longest`() {
        var state = RetryState(
            RetryPolicy(maximumAttempts: 6, firstPause: .seconds(1), longestPause: .seconds(5)), .safe)
        let actions = (0..<6).map { _ in state.next(Self.refused, elapsed: .zero, random: 0.999_999_999) }
        let seconds = actions.map { action -> Int in
            if case .pause(let pause) = action { Int((pause / .seconds(1)).rounded()) } else { -1 }
        }
        #expect(seconds == [1, 2, 4, 5, 5, -1])
    }

    @Test func `chance takes up to half of a pause`() {
        var low = RetryState(RetryPolicy(firstPause: .seconds(1)), .safe)
        var middle = RetryState(RetryPolicy(firstPause: .seconds(1)), .safe)
        #expect(low.next(Self.refused, elapsed: .zero, random: 0) == .pause(.milliseconds(500)))
        #expect(middle.next(Self.refused, elapsed: .zero, random: 0.5) == .pause(.milliseconds(750)))
    }

    @Test func `the service's own wish counts, however long`() {
        var state = RetryState(RetryPolicy(longestPause: .seconds(1)), .never)
        let event = RetryState.Event.answer(status: 429, retryAfter: .seconds(30), tooManyAtOnce: false)
        #expect(state.next(event, elapsed: .zero, random: 0) == .pause(.seconds(30)))
    }

    @Test func `no pause starts that would end after the time is up`() {
        var state = RetryState(RetryPolicy(maximumTime: .seconds(10), firstPause: .seconds(2)), .safe)
        #expect(state.next(Self.refused, elapsed: .seconds(9), random: 0) == .pause(.seconds(1)))
        #expect(state.next(Self.refused, elapsed: .seconds(9), random: 0) == .finish)
    }

    @Test func `a policy of one attempt never repeats`() {
        var state = RetryState(.never, .safe)
        #expect(state.next(Self.refused, elapsed: .zero, random: 0) == .finish)
    }
}

@Suite struct RetryTests {
    private let world = FakeWorld()

    private func client(_ transport: ScriptedTransport, retry: RetryPolicy = RetryPolicy()) -> IntegrationClient {
        IntegrationClient(transport: transport, configuration: .init(retry: retry, surroundings: world.surroundings))
    }

    @Test func `a call is repeated until it succeeds`() async throws {
        let transport = ScriptedTransport(.failure(.connection), .answer(503), .answer(200, ["id": 1]))
        let response = try await client(transport).send(APIRequest(.make()))
        #expect(try response.json() == ["id": 1])
        #expect(transport.requests.count == 3)
        #expect(world.pauses == [.milliseconds(100), .milliseconds(200)])
    }

    @Test func `after the last attempt the error says how often it was tried`() async {
        let transport = ScriptedTransport(.failure(.connection))
        let error = await #expect(throws: PerchError.self) { try await client(transport).send(APIRequest(.make())) }
        #expect(error?.code == .connection)
        #expect(error?.message == "the network failed, tried 4 times")
        #expect(error?.operation == "updateThing")
        #expect(transport.requests.count == 4)
    }

    @Test func `what could count twice is sent once`() async {
        let transport = ScriptedTransport(.failure(.connection), .answer(200))
        let request = APIRequest(.make(repetition: .never))
        await #expect(throws: PerchError.self) { try await client(transport).send(request) }
        #expect(transport.requests.count == 1)
        #expect(transport.requests.first?.header("Idempotency-Key") == nil)
    }

    @Test func `what surely did not arrive is sent again`() async throws {
        let transport = ScriptedTransport(.failure(.connection, neverArrived: true), .answer(200))
        _ = try await client(transport).send(APIRequest(.make(repetition: .never)))
        #expect(transport.requests.count == 2)
    }

    @Test func `all attempts of a call carry one idempotency key, and another call another`() async throws {
        let transport = ScriptedTransport(.answer(500), .answer(500), .answer(200))
        let client = client(transport)
        _ = try await client.send(APIRequest(.make(repetition: .keyed)))
        _ = try await client.send(APIRequest(.make(repetition: .keyed)))
        #expect(transport.requests.map { $0.header("Idempotency-Key") } == ["id-1", "id-1", "id-1", "id-2"])
    }

    @Test func `a user's own idempotency key stays`() async throws {
        let transport = ScriptedTransport(.answer(500), .answer(200))
        let request = APIRequest(.make(repetition: .keyed), headers: [.init("idempotency-key", "mine")])
        _ = try await client(transport).send(request)
        #expect(transport.requests.map { $0.header("Idempotency-Key") } == ["mine", "mine"])
        #expect(transport.requests.allSatisfy { $0.headers.count == 1 })
    }

    @Test(arguments: ["7", "Sun, 06 Nov 1994 08:49:44 GMT"])
    func `Retry-After is heeded, as seconds and as a date`(header: String) async throws {
        let transport = ScriptedTransport(.answer(429, headers: [.init("retry-after", header)]), .answer(200))
        _ = try await client(transport).send(APIRequest(.make(repetition: .never)))
        #expect(world.pauses == [.seconds(7)])
    }

    @Test func `a wish for more time than there is ends the call at once`() async {
        let transport = ScriptedTransport(.answer(429, headers: [.init("Retry-After", "3600")]), .answer(200))
        let error = await #expect(throws: PerchError.self) { try await client(transport).send(APIRequest(.make())) }
        #expect(error?.status == 429)
        #expect(error?.hint?.contains("3600 seconds") == true)
        #expect(world.pauses.isEmpty)
    }

    @Test func `only the conflict of parallel calls is repeated`() async throws {
        let crowded: JSONValue = [
            "message": "Too many requests are updating this session at the same time", "StatusCode": 409,
        ]
        let transport = ScriptedTransport(.answer(409, crowded), .answer(200))
        _ = try await client(transport).send(APIRequest(.make(repetition: .never)))
        #expect(transport.requests.count == 2)

        let taken = ScriptedTransport(.answer(409, ["message": "The audience exists"]), .answer(200))
        await #expect(throws: PerchError.self) { try await client(taken).send(APIRequest(.make())) }
        #expect(taken.requests.count == 1)
    }

    @Test func `a cancelled call makes no further attempt`() async {
        let transport = ScriptedTransport(.answer(503))
        let client = client(transport)
        let task = Task {
            withUnsafeCurrentTask { $0?.cancel() }
            return try await client.send(APIRequest(.make()))
        }
        await #expect(throws: CancellationError.self) { try await task.value }
        #expect(transport.requests.isEmpty)
    }
}

@Suite struct RetryAfterTests {
    /// 1994-11-06T08:49:37Z.
    private let now = 784_111_777.0

    @Test(arguments: [
        ("0", 0), (" 120 ", 120), ("Sun, 06 Nov 1994 08:50:37 GMT", 60), ("Sun, 06 Nov 1994 08:00:00 GMT", 0),
        ("Thu, 29 Feb 1996 00:00:00 GMT", 366 * 86_400), ("99999999999999999999", 366 * 86_400),
    ])
    func `seconds and dates are read`(header: String, seconds: Int64) {
        #expect(RetryAfter.duration(header, secondsSince1970: now) == .seconds(seconds))
    }

    @Test func `a leap day is a day`() {
        let before = 951_782_399.0  // 2000-02-28T23:59:59Z
        #expect(RetryAfter.duration("Wed, 01 Mar 2000 00:00:00 GMT", secondsSince1970: before) == .seconds(86_401))
    }

    @Test(arguments: [
        "", "soon", "-1", "1.5", "Sun, 06 Nov 1994", "Sun, 32 Nov 1994 08:49:37 GMT", "Sun, 06 Nov 1994 24:49:37 GMT",
        "Sun, 06 Foo 1994 08:49:37 GMT", "Sun, 06 Nov 1994 08:49:37 PST",
    ])
    func `anything else says nothing`(header: String) {
        #expect(RetryAfter.duration(header, secondsSince1970: now) == nil)
    }
}
