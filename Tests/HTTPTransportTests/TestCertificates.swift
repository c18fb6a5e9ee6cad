// Part of Perch. SPDX-License-Identifier: Apache-2.0

import NIOSSL

/// A certificate for `localhost` and the authority that made it, valid until 2120. Their keys guard nothing.
enum TestCertificates {
    static func serverContext() throws -> NIOSSLContext {
        try NIOSSLContext(
            configuration: .makeServerConfiguration(
                certificateChain: [.certificate(NIOSSLCertificate(bytes: Array(server.utf8), format: .pem))],
                privateKey: .privateKey(NIOSSLPrivateKey(bytes: Array(serverKey.utf8), format: .pem))))
    }

    static let authority = """
        -----BEGIN CERTIFICATE-----
        MIIBcDCCARegAwIBAgIBATAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRQZXJjaCB0
        ZXN0IGF1dGhvcml0eTAgFw0wMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFow
        HzEdMBsGA1UEAwwUUGVyY2ggdGVzdCBhdXRob3JpdHkwWTATBgcqhkjOPQIBBggq
        hkjOPQMBBwNCAASr8f3vvsS0hBYotcIQo/3t/8ni5HiFz7Srqcd07VYhfIxjQM3a
        4Cl/masWmKCYCJrDBq7wj1IMdyyDBESQF4f3o0IwQDAPBgNVHRMBAf8EBTADAQH/
        MA4GA1UdDwEB/wQEAwICBDAdBgNVHQ4EFgQUS9IuppxTIJmnnMLXJY62UTQiN/sw
        CgYIKoZIzj0EAwIDRwAwRAIgIXW5zAE7gDsH5SxYrLhvZdOrXlTHsmNtcpOVjaXV
        1AMCICD7XTsuCjYxRuCYoPafn8o8CoqYYC+8z3TSVXmL0TEA
        -----END CERTIFICATE-----
        """

    private static let server = """
        -----BEGIN CERTIFICATE-----
        MIIBrjCCAVSgAwIBAgIBAjAKBggqhkjOPQQDAjAfMR0wGwYDVQQDDBRQZXJjaCB0
        ZXN0IGF1dGhvcml0eTAgFw0wMDAxMDEwMDAwMDBaGA8yMTIwMDEwMTAwMDAwMFow
        FDESMBAGA1UEAwwJbG9jYWxob3N0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE
        +AM6o4y9qJ7LymGBm6liNlSYrU4JKNy69qdC0FDU7TKtoEXiSu3yUPxfjtHqrc91
        Iyg9Qqen03wapCZtEgdm0qOBiTCBhjAUBgNVHREEDTALgglsb2NhbGhvc3QwCQYD
        VR0TBAIwADATBgNVHSUEDDAKBggrBgEFBQcDATAOBgNVHQ8BAf8EBAMCB4AwHQYD
        VR0OBBYEFJb683naBPgwv7NrlrrwZVRuTnwiMB8GA1UdIwQYMBaAFEvSLqacUyCZ
        p5zC1yWOtlE0Ijf7MAoGCCqGSM49BAMCA0gAMEUCIQCGhQa+VW3mwMpgQuIUhQyt
        z6jJfbFG38IkBh85KqDPnwIgXrmueTfqcnLOOjesETUuuvFr4txizpGxZl2YkWs0
        wIg=
        -----END CERTIFICATE-----
        """

    private static let serverKey = """
        -----BEGIN PRIVATE KEY-----
        MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgsp4IKcpF2+sYZwkn
        oqT7anEeTBdekjXkhPPJuT3r+a+hRANCAAT4AzqjjL2onsvKYYGbqWI2VJitTgko
        3Lr2p0LQUNTtMq2gReJK7fJQ/F+O0eqtz3UjKD1Cp6fTfBqkJm0SB2bS
        -----END PRIVATE KEY-----
        """
}
