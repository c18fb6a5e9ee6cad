-- Part of Perch. SPDX-License-Identifier: Apache-2.0
wrk.method = "PUT"
wrk.body = '{"customerSession":{"cartItems":[{"sku":"kettle","quantity":1,"price":39}]}}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "ApiKey-v1 0123456789abcdef"
