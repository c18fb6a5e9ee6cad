# Part of Perch. SPDX-License-Identifier: Apache-2.0
# Bulk work. `rows COUNT FILE` writes profiles as CSV. `run COMMAND…` runs a command and prints its seconds and the most MiB
# that it held. `sdk ADDRESS KEY FILE COUNT single|batches` sends the first rows with the official Python SDK, and prints seconds.
import csv
import itertools
import resource
import subprocess
import sys
import time

FIELDS = ["Name", "Email", "Tier", "Points", "Since"]


def write_rows(count, path):
    tiers = ["gold", "silver", "bronze"]
    with open(path, "w") as file:
        file.write("integrationId," + ",".join("attributes." + name for name in FIELDS) + "\n")
        for number in range(count):
            file.write(
                f"customer-{number:07d},Name {number},user{number}@example.com,{tiers[number % 3]},{number % 10007},"
                f"2026-01-{number % 28 + 1:02d}T09:00:00Z\n"
            )


def run(command):
    start = time.perf_counter()
    ended = subprocess.run(command, stdout=subprocess.DEVNULL)
    if ended.returncode != 0:
        sys.exit(f"{command} ended with {ended.returncode}")
    most = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"{time.perf_counter() - start:.2f} {most}")


def send(address, key, path, count, form):
    import talon_one

    configuration = talon_one.Configuration(
        host=address, api_key={"api_key_v1": key}, api_key_prefix={"api_key_v1": "ApiKey-v1"}
    )

    def attributes(row):
        values = {name: row["attributes." + name] for name in FIELDS}
        values["Points"] = int(values["Points"])
        return values

    with talon_one.ApiClient(configuration) as client, open(path, newline="") as file:
        api = talon_one.IntegrationApi(client)
        rows = itertools.islice(csv.DictReader(file), count)
        start = time.perf_counter()
        if form == "single":
            for row in rows:
                api.update_customer_profile_v2(
                    row["integrationId"],
                    talon_one.CustomerProfileIntegrationRequestV2(attributes=attributes(row)),
                    run_rule_engine=False,
                )
        else:
            while batch := list(itertools.islice(rows, 1000)):
                profiles = [
                    talon_one.MultipleCustomerProfileIntegrationRequestItem(
                        integrationId=row["integrationId"], attributes=attributes(row)
                    )
                    for row in batch
                ]
                # The answer is empty, which the typed function takes for an error.
                api.update_customer_profiles_v2_without_preload_content(
                    talon_one.MultipleCustomerProfileIntegrationRequest(customerProfiles=profiles)
                ).read()
        print(f"{time.perf_counter() - start:.2f}")


if sys.argv[1] == "rows":
    write_rows(int(sys.argv[2]), sys.argv[3])
elif sys.argv[1] == "run":
    run(sys.argv[2:])
else:
    send(sys.argv[2], sys.argv[3], sys.argv[4], int(sys.argv[5]), sys.argv[6])
