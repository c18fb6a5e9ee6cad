// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

@testable import ScenarioRunner

@Suite struct GitHubTests {
    @Test func `annotations stand at the lines of the failures`() {
        #expect(
            SampleRun.text { GitHubReporter(output: $1, summary: nil) } == """
                ::error file=shop/checkout.lua,line=19,title=coupons › SUMMER10 takes 10 %25 off #smoke #coupon::the poster in the shop says 10 %25%0Ano effect `setDiscount` with these props
                ::warning file=shop/checkout.lua,line=32,title=asks the stock [7]::flaky: passed at attempt 2 after this%0Aerror: no answer in time%0Ahint: is the service reached?
                ::error file=shop/wallet.lua,line=2,title=burns points <all of them> & "more"::error in before_each: attempt to index a nil value (global 'card')
                ::error file=shop/wallet.lua,line=15,title=has two totals::expected 2, got 1
                ::error file=shop/wallet.lua,line=16,title=has two totals::expected 4, got 3
                ::error file=shop/broken.lua,line=6,title=cannot be loaded::error in load: unexpected symbol near '}'

                """)
    }

    @Test func `what would end a property or a command is escaped`() {
        let failure = Failure(
            kind: .check, message: "50%\r\n::error::x", location: SourceLocation(file: "a,b:c", line: 1))
        let result = ScenarioResult(
            scenario: Scenario(file: "x", line: 1, name: "a:b,c\nd"), outcome: .failed,
            attempts: [Attempt(duration: 0, failures: [failure])])
        #expect(
            SampleRun.text(results: [result]) { GitHubReporter(output: $1, summary: nil) }
                == "::error file=a%2Cb%3Ac,line=1,title=a%3Ab%2Cc%0Ad::50%25%0D%0A::error::x\n")
    }

    @Test func `the summary of the step has counts and failures`() {
        var summary = ""
        _ = SampleRun.text(results: [SampleRun.passed, SampleRun.crashed]) {
            GitHubReporter(output: $1) { summary += $0 }
        }
        #expect(
            summary == """
                ### ❌ Scenarios: 1 passed, 1 error in 0.31 s

                | passed | errors |
                | ---: | ---: |
                | 1 | 1 |

                <details><summary>! burns points &lt;all of them&gt; &amp; &quot;more&quot; <code>shop/wallet.lua</code></summary>

                ```text
                shop/wallet.lua:2
                2 │ card.id = 1

                error in before_each: attempt to index a nil value (global 'card')

                trace    shop/wallet.lua:2 in function <shop/wallet.lua:1>
                printed  ␛[31mred␛[0m ]]> ␀\u{FFFD}
                rerun    perch test 'shop/wallet.lua:3'
                ```

                </details>


                """)
    }

    @Test func `a fence is longer than those in what it holds`() {
        var result = SampleRun.crashed
        result.attempts[0].output = "````"
        var summary = ""
        _ = SampleRun.text(results: [result]) { GitHubReporter(output: $1) { summary += $0 } }
        #expect(summary.contains("\n`````text\n"))
    }

    @Test func `a summary that GitHub would refuse is not written`() {
        var result = SampleRun.crashed
        result.attempts[0].output = String(repeating: "x", count: 100_000)
        var summary = ""
        _ = SampleRun.text(results: Array(repeating: result, count: 20)) {
            GitHubReporter(output: $1) { summary += $0 }
        }
        #expect(summary.utf8.count < 1 << 20)
        #expect(summary.hasSuffix("… and 12 more failures, which other reports have.\n"))
    }
}
