# Part of Perch. SPDX-License-Identifier: Apache-2.0
# The official Python SDK against a canned server: `import` prints milliseconds, a port prints calls per second.
import sys
import time

start = time.perf_counter()
import talon_one  # noqa: E402

if sys.argv[1] == "import":
    print(round((time.perf_counter() - start) * 1000))
    sys.exit()

configuration = talon_one.Configuration(
    host=f"http://127.0.0.1:{sys.argv[1]}",
    api_key={"api_key_v1": "0123456789abcdef"},
    api_key_prefix={"api_key_v1": "ApiKey-v1"},
)
with talon_one.ApiClient(configuration) as client:
    api = talon_one.IntegrationApi(client)
    request = talon_one.IntegrationRequest(
        customerSession=talon_one.NewCustomerSessionV2(
            cartItems=[talon_one.CartItem(sku="kettle", quantity=1, price=39)]
        )
    )

    def call():
        return api.update_customer_session_v2_without_preload_content("s1", request).read()

    call()
    count, start = 0, time.perf_counter()
    while time.perf_counter() - start < 3:
        call()
        count += 1
    print(round(count / (time.perf_counter() - start)))
