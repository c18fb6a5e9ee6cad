// Part of Perch. SPDX-License-Identifier: Apache-2.0

import Testing

/// The cases of the public collection `csv-spectrum`, each with what must come out.
@Suite struct CSVSpectrumTests {
    struct Case: CustomTestStringConvertible {
        var testDescription: String
        var text: String
        var rows: [[String: String]]

        init(_ name: String, _ text: String, _ rows: [[String: String]]) {
            testDescription = name
            self.text = text
            self.rows = rows
        }
    }

    static let abc = [["a": "1", "b": "2", "c": "3"]]
    static let cases = [
        Case(
            "comma_in_quotes", "first,last,address,city,zip\nJohn,Doe,120 any st.,\"Anytown, WW\",08123\n",
            [["first": "John", "last": "Doe", "address": "120 any st.", "city": "Anytown, WW", "zip": "08123"]]),
        Case(
            "empty", "a,b,c\n1,\"\",\"\"\n2,3,4\n",
            [["a": "1", "b": "", "c": ""], ["a": "2", "b": "3", "c": "4"]]),
        Case(
            "empty_crlf", "a,b,c\r\n1,\"\",\"\"\r\n2,3,4\r\n",
            [["a": "1", "b": "", "c": ""], ["a": "2", "b": "3", "c": "4"]]),
        Case(
            "escaped_quotes", "a,b\n1,\"ha \"\"ha\"\" ha\"\n3,4\n",
            [["a": "1", "b": "ha \"ha\" ha"], ["a": "3", "b": "4"]]),
        Case(
            "json", "key,val\n1,\"{\"\"type\"\": \"\"Point\"\", \"\"coordinates\"\": [102.0, 0.5]}\"\n",
            [["key": "1", "val": "{\"type\": \"Point\", \"coordinates\": [102.0, 0.5]}"]]),
        Case(
            "location_coordinates",
            "Contact Phone Number,Location Coordinates,Cities,Counties\n5184299999,"
                + "\"40.714224,-73.961452\",Mechanicville,Saratoga\n5182331234,\"41.714224,-74.961452\",Troy,Rensselaer\n",
            [
                [
                    "Contact Phone Number": "5184299999", "Location Coordinates": "40.714224,-73.961452",
                    "Cities": "Mechanicville", "Counties": "Saratoga",
                ],
                [
                    "Contact Phone Number": "5182331234", "Location Coordinates": "41.714224,-74.961452",
                    "Cities": "Troy", "Counties": "Rensselaer",
                ],
            ]),
        Case(
            "newlines", "a,b,c\n1,2,3\n\"Once upon \na time\",5,6\n7,8,9\n",
            abc + [["a": "Once upon \na time", "b": "5", "c": "6"], ["a": "7", "b": "8", "c": "9"]]),
        Case(
            "newlines_crlf", "a,b,c\r\n1,2,3\r\n\"Once upon \r\na time\",5,6\r\n7,8,9\r\n",
            abc + [["a": "Once upon \r\na time", "b": "5", "c": "6"], ["a": "7", "b": "8", "c": "9"]]),
        Case(
            "quotes_and_newlines", "a,b\n1,\"ha \n\"\"ha\"\" \nha\"\n3,4\n",
            [["a": "1", "b": "ha \n\"ha\" \nha"], ["a": "3", "b": "4"]]),
        Case("simple", "a,b,c\n1,2,3\n", abc),
        Case("simple_crlf", "a,b,c\r\n1,2,3\r\n", abc),
        Case("utf8", "a,b,c\n1,2,3\n4,5,ʤ\n", abc + [["a": "4", "b": "5", "c": "ʤ"]]),
    ]

    @Test(arguments: cases) func `the cases of csv-spectrum come out as they should`(_ one: Case) throws {
        let found = try TestFile(one.text).read()

        #expect(found.problems == [])
        #expect(found.rows.map { Dictionary(uniqueKeysWithValues: zip(found.columns, $0.fields)) } == one.rows)
    }
}
