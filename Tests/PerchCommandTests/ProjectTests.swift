// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Foundation
import OperationCatalog
import Testing

/// `perch init`, `perch doctor`, `perch ops`, and sandboxes that keep their state.
@Suite struct ProjectTests {
    @Test func `a new project runs, and a second init keeps what is there`() async throws {
        let folder = try PerchBinary.temporaryFolder().path
        let made = try await PerchBinary.run("init", "shop", folder: folder)
        #expect(made.status == 0, "\(made.errors)")

        let ran = try await PerchBinary.run("run", "first-session.lua", folder: folder + "/shop")
        #expect(ran.status == 0, "\(ran.errors)")
        #expect(ran.output.contains("setDiscount\t{ name = \"10% off\", value = 3.99 }"))

        let tested = try await PerchBinary.run("test", folder: folder + "/shop", environment: ["CI": ""])
        #expect(tested.status == 0, "\(tested.output)")
        #expect(tested.output.contains("2 passed"))

        try "-- mine".write(toFile: folder + "/shop/first-session.lua", atomically: true, encoding: .utf8)
        let again = try await PerchBinary.run("init", "shop", folder: folder)
        #expect(again.status == 0)
        #expect(again.errors.contains("kept    shop/first-session.lua"))
        #expect(try String(contentsOfFile: folder + "/shop/first-session.lua", encoding: .utf8) == "-- mine")
        #expect(
            try String(contentsOfFile: folder + "/shop/.perch/stubs/talon.lua", encoding: .utf8).hasPrefix("---@meta"))
    }

    @Test func `a folder that cannot be made is named`() async throws {
        let result = try await PerchBinary.run("init", "/proc/nothing")
        #expect(result.status == 5)
        #expect(result.errors.contains("cannot write /proc/nothing/perch.toml"))
    }

    @Test func `the doctor finds a sound sandbox`() async throws {
        let result = try await PerchBinary.run("doctor")
        #expect(result.status == 0, "\(result.errors)")
        #expect(result.output.contains("embedded sandbox"))
        #expect(result.output.hasSuffix("all is well\n"))
    }

    @Test func `ops lists every operation as JSON`() async throws {
        let result = try await PerchBinary.run("ops", "--json")
        let list = try #require(try JSONValue(parsing: result.output).array)
        #expect(list.count == 42)
        for (entry, operation) in zip(list, Catalog.operations) {
            #expect(entry["id"]?.string == operation.id)
            #expect(entry["lua"]?.string == operation.lua)
            #expect(entry["method"]?.string == operation.method.rawValue)
            #expect(entry["path"]?.string == operation.path)
        }
    }

    @Test func `ops describes an operation by either name, and corrects a wrong one`() async throws {
        let byLua = try await PerchBinary.run("ops", "sessions.update")
        let byID = try await PerchBinary.run("ops", "updateCustomerSessionV2")
        #expect(byLua.output == byID.output)
        #expect(byLua.output.contains("cartItems"))

        let wrong = try await PerchBinary.run("ops", "session.update")
        #expect(wrong.status == 3)
        #expect(wrong.errors.contains("did you mean `sessions.update`?"))
    }

    @Test func `a sandbox with a database keeps its state, and a dry run leaves it`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try "[environments.sandbox]\ndatabase = \"state.sqlite\"".write(
            to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        let write = { (name: String, options: [String]) in
            try await PerchBinary.run(
                ["run"] + options + ["-e", "talon.profiles.update('ada', { attributes = { Name = '\(name)' } })"],
                folder: folder.path)
        }
        let read = {
            try await PerchBinary.run(
                "run", "-e", "print(talon.inventory.get('ada', { profile = true }).profile.attributes.Name)",
                folder: folder.path
            ).output
        }

        #expect(try await write("Ada", []).status == 0)
        #expect(try await read() == "Ada\n")
        #expect(try await write("Grace", ["--dry-run"]).status == 0)
        #expect(try await read() == "Ada\n")
    }

    @Test func `a bundle is loaded at the start`() async throws {
        let folder = try PerchBinary.temporaryFolder()
        try "[environments.sandbox]\nbundles = [\"*.json\"]".write(
            to: folder.appending(path: "perch.toml"), atomically: true, encoding: .utf8)
        try
            #"{"campaigns": [{"name": "Tea", "coupons": ["TEA1"], "rules": [{"title": "r", "condition": ["and", ["couponValid"]], "effects": []}]}]}"#
            .write(to: folder.appending(path: "tea.json"), atomically: true, encoding: .utf8)

        let result = try await PerchBinary.run(
            "run", "-e",
            "print(talon.sessions.update('s', { customerSession = { couponCodes = { 'TEA1' } } }).effects[1].effectType)",
            folder: folder.path)
        #expect(result.output == "acceptCoupon\n", "\(result.errors)")

        try "{".write(to: folder.appending(path: "bad.json"), atomically: true, encoding: .utf8)
        let bad = try await PerchBinary.run("run", "-e", "talon.campaigns.list()", folder: folder.path)
        #expect(bad.status == 5)
        #expect(bad.errors.contains("bad.json"))
        #expect(bad.errors.contains("not JSON"))
    }
}
