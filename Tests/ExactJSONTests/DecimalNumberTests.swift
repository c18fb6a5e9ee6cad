// Part of Perch. SPDX-License-Identifier: Apache-2.0

import ExactJSON
import Testing

@Suite struct DecimalNumberTests {
    private func number(_ text: String) throws -> DecimalNumber { try #require(DecimalNumber(text: text)) }

    @Test(arguments: [
        ("0.1", "+", "0.2", "0.3"), ("1.10", "+", "2.20", "3.30"), ("1.5", "-", "1.5", "0.0"),
        ("10", "/", "3", "3.333333333333333"), ("2", "/", "3", "0.6666666666666667"),
        ("1", "/", "7", "0.1428571428571429"), ("10", "/", "100", "0.1"), ("100", "*", "0.1", "10.0"),
        ("99.99", "*", "0.1", "9.999"), ("-5", "%", "3", "-2"), ("5.5", "%", "2", "1.5"),
        ("123456789", "*", "987654321", "121932631112635300"), ("9999999999999999", "+", "1", "10000000000000000"),
    ])
    func `arithmetic keeps 16 digits and rounds half to even`(a: String, sign: Character, b: String, result: String)
        throws
    {
        let left = try number(a)
        let right = try number(b)
        let value: DecimalNumber? =
            switch sign {
            case "+": left + right
            case "-": left - right
            case "*": left * right
            case "/": left / right
            default: left % right
            }
        #expect(value?.description == result)
    }

    @Test(arguments: [
        ("-3", "3.333333333333333", "-0.9000000000000001"), ("571", "0.000288062157", "1982211.082311655"),
        ("1.318", "-742104594", "-1.776029970244329E-9"), ("10.0", "2", "5"), ("5.00", "2", "2.5"), ("100", "10", "10"),
        ("1", "123456789012345678", "8.100000072900001E-18"), ("123456789012345678", "7", "1.763668414462081E+16"),
    ])
    func `a quotient has sixteen digits, however long the numbers are`(a: String, b: String, quotient: String) throws {
        let (a, b) = (try #require(DecimalNumber(text: a)), try #require(DecimalNumber(text: b)))
        #expect((a / b)?.scientificDescription == quotient)
    }

    @Test(arguments: [
        ("12345678901234567890", "1.23456789012345679E+19"), ("-0.1234567890123456785", "-0.123456789012345678"),
        ("1234567890123456775", "1.23456789012345678E+18"), ("123456789012345678.51e2", "1.23456789012345679E+19"),
        ("0.00012345678901234567849", "0.000123456789012345678"), ("1.50", "1.50"),
    ])
    func `a number with many digits is rounded to eighteen`(text: String, rounded: String) {
        #expect(DecimalNumber(rounding: text)?.scientificDescription == rounded)
    }

    @Test(arguments: ["", "x", "1.2.3", "12345678901234567890x", "1234567890123456789.1.1"])
    func `what is no number is not rounded`(text: String) {
        #expect(DecimalNumber(rounding: text) == nil)
    }

    @Test(arguments: [
        ("0.0000001", "1E-7"), ("0.000001", "0.000001"), ("1e3", "1E+3"), ("1.20e5", "1.20E+5"), ("0.00", "0.00"),
        ("-12.50", "-12.50"), ("100", "100"),
    ])
    func `the General Decimal Arithmetic writes numbers so`(text: String, written: String) {
        #expect(DecimalNumber(text: text)?.scientificDescription == written)
    }

    @Test func `a remainder of a quotient with more than sixteen digits is none`() throws {
        let (a, b) = (
            try #require(DecimalNumber(text: "123456789012345678")), try #require(DecimalNumber(text: "0.01"))
        )
        #expect(a % b == nil)
        #expect(DecimalNumber(7) % DecimalNumber(-2) == DecimalNumber(1))
    }

    @Test func `dividing by zero gives nothing`() throws {
        #expect(DecimalNumber(1) / DecimalNumber(0) == nil)
        #expect(DecimalNumber(1) % DecimalNumber(0) == nil)
    }

    @Test func `equal values are equal whatever their scale`() throws {
        #expect(try number("1.50") == number("1.5"))
        #expect(try number("1.50").hashValue == number("1.5").hashValue)
        #expect(try number("1e3") == number("1000"))
        #expect(try number("-0.001") < number("0"))
        #expect(try number("1e300") > number("2"))
        #expect(try number("-1e300") < number("2"))
    }

    @Test func `floor and ceiling go to whole numbers`() throws {
        #expect(try number("-0.5").floor == -1)
        #expect(try number("-0.5").ceiling == 0)
        #expect(try number("2.000").ceiling == 2)
        #expect(try number("2.001").ceiling == 3)
    }

    @Test(arguments: [0.1, 2.0, 39.9, 9.999, 1e15, 123456.789012, -0.05, 1e-7, 5e300, 0.30000000000000004])
    func `a double becomes the decimal that reads back as it`(double: Double) throws {
        let number = try #require(DecimalNumber(double))
        #expect(Double(number.description) == double)
        #expect(number.double == double)
        #expect(number.description.count <= double.description.count + 22)
    }

    @Test func `a number with more than 18 digits is left to its text`() {
        #expect(DecimalNumber(text: "1234567890123456789") == nil)
        #expect(DecimalNumber(text: "1.") != nil)
        #expect(DecimalNumber(text: "abc") == nil)
        #expect(DecimalNumber(text: "1e99999") == nil)
    }
}
