// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import RuleEngine

/// Times as people and programs write them, and layouts of times.
@Suite("Reading times")
struct TimeReadingTests {
    static let guessed: [(String, String)] = [
        ("2018-01-02", "2018-01-02T00:00:00Z"), ("2018-1-2", "2018-01-02T00:00:00Z"),
        ("2018-01", "2018-01-01T00:00:00Z"),
        ("2018", "2018-01-01T00:00:00Z"), ("20180102", "2018-01-02T00:00:00Z"),
        ("20180102190405", "2018-01-02T19:04:05Z"), ("1514919845", "2018-01-02T19:04:05Z"),
        ("1514919845123", "2018-01-02T19:04:05.123Z"), ("1514919845123456", "2018-01-02T19:04:05.123456Z"),
        ("2018-01-02 19:04", "2018-01-02T19:04:00Z"), ("2018-01-02 19:04:05,5", "2018-01-02T19:04:05.5Z"),
        ("2018-01-02 19:04:05 +0100", "2018-01-02T19:04:05+01:00"), ("2018-01-02 19:04:05 UTC", "2018-01-02T19:04:05Z"),
        ("2018-01-02T19:04:05", "2018-01-02T19:04:05Z"), ("2018-01-02T19:04Z", "2018-01-02T19:04:00Z"),
        ("03/11/2018", "2018-03-11T00:00:00Z"), ("3/1/18", "2018-03-01T00:00:00Z"),
        ("03/11/2018 7:04 PM", "2018-03-11T19:04:00Z"), ("2018/03/11 19:04:05", "2018-03-11T19:04:05Z"),
        ("3.11.2018", "2018-03-11T00:00:00Z"), ("March 11, 2018", "2018-03-11T00:00:00Z"),
        ("March 11th, 2018", "2018-03-11T00:00:00Z"), ("mar. 1, 2018", "2018-03-01T00:00:00Z"),
        ("Sept. 28, 2017", "2017-09-28T00:00:00Z"), ("oct 7, '70", "1970-10-07T00:00:00Z"),
        ("May 8, 2009 5:57:51 PM", "2009-05-08T17:57:51Z"), ("March 11, 2018 at 5:00pm", "2018-03-11T17:00:00Z"),
        ("11 March 2018", "2018-03-11T00:00:00Z"), ("11 Mar 2018, 10:30", "2018-03-11T10:30:00Z"),
        ("Mon Jan  2 15:04:05 2006", "2006-01-02T15:04:05Z"),
        ("Mon, 02 Jan 2006 15:04:05 -0700", "2006-01-02T15:04:05-07:00"),
        ("Tue, 11 Jul 2017 16:28:13 +0200 (CEST)", "2017-07-11T16:28:13+02:00"),
        ("2014年04月08日", "2014-04-08T00:00:00Z"),
    ]

    @Test(arguments: guessed)
    func `a time is guessed`(text: String, time: String) {
        #expect(Moment(guessing: text)?.description == time)
    }

    @Test(arguments: [
        "", "garbage", "now", "13/01/2018", "2018-13-01", "2018-02-30", "2/30/2018", "2018-01-02 25:00", "10:30", "1.5",
        "-5", "151491984", " 2018-01-02", "March 2018 11", "2018-01-02 19:04:05 nonsense", "10/",
        "99999999999999999999",
    ])
    func `what is no time is not guessed`(text: String) {
        #expect(Moment(guessing: text) == nil)
    }

    static let layouts: [(String, String, String?)] = [
        ("yyyy-MM-dd HH:mm", "2018-03-11 10:30", "2018-03-11T10:30:00Z"),
        ("dd.MM.yyyy", "11.03.2018", "2018-03-11T00:00:00Z"), ("dd.MM.yyyy", "29.02.2018", nil),
        ("HH:mm:ss", "10:30:31", "0000-01-01T10:30:31Z"), ("HH:mm:ss", "10:30:31Z", nil),
        ("M/d/yy", "3/11/68", "2068-03-11T00:00:00Z"), ("M/d/yy", "3/11/69", "1969-03-11T00:00:00Z"),
        ("hh:mm a", "12:04 AM", "0000-01-01T00:04:00Z"), ("hh:mm a", "13:04 AM", nil),
        ("EEEE MMMM d yyyy", "Sunday march 11 2018", "2018-03-11T00:00:00Z"),
        ("yyyy-MM-dd'T'HH:mm:ssZ", "2018-03-11T10:30:31+0200", "2018-03-11T10:30:31+02:00"),
        ("yyyy-MM-dd'T'HH:mm:ss.SSS", "2018-03-11T10:30:31.25", "2018-03-11T10:30:31.25Z"),
        ("'o''clock' H", "oclock 5", "0000-01-01T05:00:00Z"), ("OO:TT:{{", "10:30:31", nil),
        ("", "", "0000-01-01T00:00:00Z"),
    ]

    @Test(arguments: layouts)
    func `a time is read in a layout`(layout: String, text: String, time: String?) throws {
        #expect(try JodaLayout(layout).timeLayout.moment(text)?.description == time)
    }

    @Test func `a time is written in a layout`() throws {
        let time = try #require(Moment(text: "2018-03-04T13:05:09.078-05:00"))
        let written = try JodaLayout(
            "yyyy yy M MM MMM MMMM d dd D w e E EEEE H h K k m mm s S SS SSS a Z ZZ G C '' 'x'"
        ).text(time)
        #expect(
            written
                == "2018 18 3 03 Mar March 4 04 63 9 0 Sun Sunday 13 2 1 14 5 05 9 0 07 078 PM -0500 -05:00 AD 20 ' x")
    }

    @Test func `times stay in the years that can be written`() throws {
        var evaluation = Evaluation(now: Moment(microseconds: 0), scope: [:])
        for (name, time) in [("subDuration", "0001-01-01"), ("addDuration", "9999-12-01")] {
            let expression = Expression([.string(name), ["parseTime", .string(time)], 100_000, "days"])
            #expect { try evaluation.evaluate(expression) } throws: { "\($0)".contains("years from 0 to 9999") }
        }
        let first = try #require(Moment(text: "0000-01-01T00:00:00Z"))
        #expect(first.at(offset: -3_600).description == "0000-12-31T23:00:00-01:00")
    }

    @Test func `a layout that ends in a quote is refused`() {
        #expect(throws: EvaluationError.self) { try JodaLayout("yyyy'") }
    }
}
