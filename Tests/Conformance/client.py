"""The official Python SDK as the stories of this folder drive it: each answer must parse into the model of the SDK, which is
strict about types, and must have no field that the model does not know. What was called is counted."""

import json
import re
import sys
import traceback
from collections import Counter

import talon_one
import talon_one.models


class Failed(Exception):
    pass


def expect(condition, text):
    if not condition:
        raise Failed(text)


def snake(name):
    return "".join("_" + c.lower() if c.isupper() else c for c in name)


def plain(value):
    """A model as the JSON that it came from would be."""
    return json.loads(json.dumps(talon_one.ApiClient().sanitize_for_serialization(value)))


def lost(before, after, place=""):
    """The places of all that parsing lost."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key, value in before.items():
            if key not in after:
                if value is not None:
                    yield f"{place}.{key}"
            else:
                yield from lost(value, after[key], f"{place}.{key}")
    elif isinstance(before, list) and isinstance(after, list):
        expect(len(before) == len(after), f"{place} has {len(before)} entries, of which {len(after)} were parsed")
        for one, other in zip(before, after):
            yield from lost(one, other, f"{place}[]")


class Posix:
    """What the models use of `re`, with the class of characters that Python does not have."""

    @staticmethod
    def match(pattern, text):
        return re.match(pattern.replace("[:cntrl:]", r"\x00-\x1f\x7f"), text)


for name, module in list(sys.modules.items()):
    if name.startswith("talon_one.models.") and hasattr(module, "re"):
        module.re = Posix


def readable(value):
    """An object of an answer. The SDK takes the effects of rules, which are arrays, for objects."""
    if isinstance(value.get("effects"), list):
        value["effects"] = [{"": effect} if isinstance(effect, list) else effect for effect in value["effects"]]
    return value


class Reader(talon_one.ApiClient):
    """Reads what the SDK itself asks for and then cannot read."""

    def deserialize(self, response_text, response_type, content_type):
        if response_type == "str":
            expect(content_type == "application/csv", f"a file of the type {content_type}")
            return response_text
        if response_type != "object" and response_text:
            response_text = json.dumps(json.loads(response_text, object_hook=readable))
        return super().deserialize(response_text, response_type, content_type)


class Client:
    """The functions of one API, with what was called and what was wrong."""

    def __init__(self, api, address, scheme, prefix, key, operations, without_function, newer=()):
        """- api: the class of the SDK that has the functions
        - scheme, prefix, key: how the SDK says who calls
        - operations: the catalogue, as `perch ops --json` writes it
        - without_function: the operations that the SDK does not have, and the model of each good answer by its status
        - newer: the ends of places that only later versions of the SDK know"""
        configuration = talon_one.Configuration(host=address, api_key={scheme: key}, api_key_prefix={scheme: prefix})
        self.client = Reader(configuration)
        self.api = api(self.client)
        self.scheme = scheme
        self.operations = {operation["id"]: operation for operation in operations}
        self.without_function = without_function
        self.newer = tuple(newer)
        self.called = Counter()
        self.unknown = Counter()

    def __call__(self, operation, *arguments, **options):
        """Calls an operation by its id; gives the parsed answer, of a good status."""
        if operation in self.without_function:
            answer = self.direct(operation, *arguments, **options)
        else:
            answer = getattr(self.api, snake(operation) + "_with_http_info")(*arguments, **options)
        data = answer.data
        if answer.raw_data and not isinstance(data, str):
            sent = json.loads(answer.raw_data)
            expect(data is not None or sent is None, f"{operation} {answer.status_code} has a body without a model: {sent}")
            for place in lost(sent, plain(data)):
                if not f"{operation}{place}".endswith(self.newer):
                    self.unknown[f"{operation}{place}"] += 1
        self.status = answer.status_code
        self.called[operation] += 1
        return data

    def direct(self, operation, *arguments, body=None, query=None, up_file=None):
        """Calls an operation that the SDK does not have."""
        called, types = self.operations[operation], self.without_function[operation]
        names = [part[1:-1] for part in called["path"].split("/") if part.startswith("{")]
        headers = {"Accept": "application/json"}
        form = []
        if body is not None:
            headers["Content-Type"] = "application/json"
        if up_file is not None:
            headers["Content-Type"] = "multipart/form-data"
            form.append(("upFile", up_file))
        request = self.client.param_serialize(
            method=called["method"], resource_path=called["path"], path_params=dict(zip(names, arguments)),
            query_params=list((query or {}).items()), header_params=headers, body=body, post_params=form,
            auth_settings=[self.scheme])
        answer = self.client.call_api(*request)
        answer.read()
        for status in ("400", "401", "404", "409"):
            types = {**types, status: "ErrorResponseWithStatus"}
        return self.client.response_deserialize(answer, types)

    def refused(self, kind, operation, *arguments, **options):
        """Calls an operation that must be refused with an exception of the SDK's, with a body."""
        try:
            self(operation, *arguments, **options)
        except kind as error:
            expect(error.body, f"{operation}: {error.status} without a body")
            message = json.loads(error.body).get("message")
            expect(message, f"{operation}: {error.status} without a message: {error.body}")
            if error.data is not None:
                expect(error.data.message == message, f"{operation}: another message was parsed: {error.data}")
            return error
        raise Failed(f"{operation} was not refused with {kind.__name__}")


def tell(call, steps):
    """Runs the steps of a story, says which operations were called how often, and exits with 1 if something is wrong."""
    failures = []
    for step in steps:
        try:
            step(call)
        except Exception as error:
            where = traceback.extract_tb(error.__traceback__)
            line = next(frame.lineno for frame in reversed(where) if frame.filename == step.__code__.co_filename)
            failures.append(f"line {line}: {type(error).__name__}: {error}")
    for place, count in sorted(call.unknown.items()):
        failures.append(f"the SDK does not know {place} ({count} times)")
    for operation in call.operations:
        print(f"{call.called[operation]:4}  {operation}")
        if not call.called[operation]:
            failures.append(f"{operation} was not called")
    for failure in failures:
        print("FAILED", failure)
    count, total = len(call.operations), call.called.total()
    print(f"SDK {talon_one.__version__}: {count} operations, {total} calls, {len(failures)} failures")
    sys.exit(1 if failures else 0)
