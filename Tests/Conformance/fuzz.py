"""Makes an OpenAPI document sharper, for schemathesis: reads it from the standard input and writes it to the standard output.

Answers may have no field that is not declared, and ids in paths are now and then those of what `shop.json` sets up and the
stories leave behind, so that requests get further than to "there is no such thing". What is deleted is the last of them.
"""

import copy
import json
import sys

KNOWN = {
    "integrationId": ["ada", "grace", "friend", "review-1"],
    "customerSessionId": ["order-1", "order-2", "order-3", "order-7", "old-1"],
    "couponValue": ["TWENTY-OFF", "TWENTY-ONCE", "TWENTY-OVER"],
    "loyaltyProgramId": [1, 2, 3],
    "loyaltyCardId": ["CONFORM-1", "NEW-1", "OLD-1"],
    "audienceId": [1],
    "achievementId": [1, 2],
    "catalogId": [1],
    # Of the Management API.
    "applicationId": [2],
    "campaignId": [1, 5],
    "rulesetId": [2],
    "couponId": ["4", "5"],
    "referralId": ["1", "3"],
    "attributeId": [1, 7],
    "additionalCostId": [1],
    "collectionId": [1, 2],
    "customEffectId": [1],
    "webhookId": [1],
    "storeId": ["1"],
    "poolId": [1],
    "cartItemFilterId": [1],
    "expressionId": [1],
}
# The program with cards.
CARDS = [2]
# The same for fields of bodies.
KNOWN_FIELDS = {
    "campaignId": [1, 3], "profileId": ["ada", "grace"], "advocateProfileIntegrationId": ["ada"], "state": [],
    "type": ["newsletter_joined", "review_written"], "sku": ["SHIRT"], "connectedSessionId": ["order-2"],
    "sessionId": ["old-1", "order-2"], "cardIdentifier": ["CONFORM-1"],
    "timezone": ["Europe/Berlin"], "templateId": [1], "parentId": [2],
    "defaultValidity": ["unlimited"], "defaultPending": ["immediate"],
}
# A file that has something for each import.
FILE = """item,code,value,profileintegrationid,store_integration_id,identifier,state,amount,advocateprofileintegrationid,customerprofileid
BOOT,CODE-1,CODE-1,ada,berlin,CARD-1,active,1,ada,ada
"""
# To make many takes its time, and shows nothing else.
FEW = {"numberOfCoupons": 20, "numberOfCards": 20}


def often(schema, values):
    """A schema that is one of some values in every other case."""
    wanted = "integer" if values and isinstance(values[0], int) else "string"
    if not values or schema.get("type") != wanted or "enum" in schema:
        return schema
    kept = {key: schema.pop(key) for key in ("description", "readOnly", "deprecated") if key in schema}
    return {"anyOf": [{"type": wanted, "enum": values}, schema], **kept}


def closed(value):
    """A part of an answer, whose objects are those of the answers."""
    if isinstance(value, dict):
        return {
            key: part.replace("/schemas/", "/schemas/Answered") if key == "$ref" else closed(part)
            for key, part in value.items()
        }
    return [closed(part) for part in value] if isinstance(value, list) else value


document = json.load(sys.stdin)
schemas = document["components"]["schemas"]
answered = {}
for name, schema in schemas.items():
    answer = closed(copy.deepcopy(schema))
    if "additionalProperties" not in answer:
        answer["additionalProperties"] = False
    answered["Answered" + name] = answer
for name, schema in schemas.items():
    for field, property in schema.get("properties", {}).items():
        if field in FEW:
            property["maximum"] = FEW[field]
        if field in KNOWN_FIELDS:
            schema["properties"][field] = often(property, KNOWN_FIELDS[field])
schemas.update(answered)
for path, item in document["paths"].items():
    for method, operation in item.items():
        form = operation.get("requestBody", {}).get("content", {}).get("multipart/form-data")
        if form:
            fields = form["schema"]["properties"]
            fields["upFile"] = {"anyOf": [{"type": "string", "enum": [FILE]}, fields["upFile"]]}
        for parameter in operation.get("parameters", []):
            if parameter["in"] == "path":
                known = KNOWN.get(parameter["name"], [])
                if parameter["name"] == "loyaltyProgramId" and "card" in path:
                    known = CARDS
                parameter["schema"] = often(parameter["schema"], known[-1:] if method == "delete" else known)
        operation["responses"] = closed(operation["responses"])
json.dump(document, sys.stdout)
